namespace CnnVerified.Verification;

/// <summary>
/// The neighbourhood in which a function follows one slope. Rounded code leaves it by a jump, which is then a part of the
/// function's noise: its steps hide the slope that it follows as a whole. Smooth functions bend away, ReLU has a kink.
/// </summary>
internal sealed class Piece(Section section, int variable, int entry, List<Rung> rungs)
{
    private const int Halvings = 12, MoreHalvings = 20;
    private const double Stays = 0.25;                // of a jump, when the interval around it is halved more often: all of it
    private const double Steep = 8;                   // times the slopes nearby: within the last bits of the entry no less tells
    private const double Departs = 10;                // roundings

    /// <summary>
    /// The jump by which the function leaves a slope, and where; 0 if there is none. Both sides together tell best, as
    /// what bends alike on both cancels; but from a plateau a function may fall alike on both.
    /// </summary>
    public (double Size, double At) Jump(Estimate slope, double noise) =>
        new[] { Side.Both, Side.Below, Side.Above }
            .Where(side => side == Side.Both || !rungs[0].Moves || !rungs.Any(rung => rung.Has(Side.Both)))
            .Select(side => Jump(slope, noise, side)).MaxBy(jump => jump.Size);

    private (double Size, double At) Jump(Estimate slope, double noise, Side side)
    {
        var outer = rungs.FindIndex(rung => rung.Has(side) && (side != Side.Both || rung.Step > slope.Step)
            && Math.Abs(rung.Slope(side) - slope.Value) > slope.Uncertainty + Departs * rung.Rounding(side, noise));
        if (outer < 1) return (0, 0);
        var theta = rungs[outer].Theta;
        var (near, far) = (rungs[outer - 1].Step, rungs[outer].Step);
        var (departureNear, departureFar) = (Departure(near), Departure(far));
        var visible = Math.Abs(departureNear) + Departs * rungs[outer].Rounding(side, 0) * rungs[outer].Distance(side);
        var first = Narrowed(Halvings);
        var jump = Narrowed(MoreHalvings);
        var steepest = Math.Max(Math.Abs(slope.Value), rungs[outer].Steepest);
        return jump > visible / 2 && jump > Stays * first && jump > Steep * steepest * (far - near) ? (jump, far) : (0, 0);

        double Narrowed(int halvings)
        {
            for (var i = 0; i < halvings; i++)
            {
                var middle = (near + far) / 2;
                var found = Departure(middle);
                if (Math.Abs(found) <= visible) (near, departureNear) = (middle, found);
                else (far, departureFar) = (middle, found);
            }
            return Math.Abs(departureFar - departureNear);
        }

        double Departure(double h)
        {
            double[] values = side switch
            {
                Side.Below => [theta - h],
                Side.Above => [theta + h],
                _ => [theta - h, theta + h],
            };
            var samples = section.At(variable, entry, values);
            return samples[^1].Change - (side == Side.Both ? samples[0].Change : 0)
                - slope.Value * (values[^1] - (side == Side.Both ? values[0] : theta));
        }
    }
}
