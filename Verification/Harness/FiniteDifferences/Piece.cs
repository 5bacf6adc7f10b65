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

    /// <summary>The jump by which the function leaves a slope, on the side where it is larger, and where; 0 if there is none.</summary>
    public (double Size, double At) Jump(Estimate slope, double noise)
    {
        var (below, above) = (Jump(slope, noise, Side.Below), Jump(slope, noise, Side.Above));
        return below.Size > above.Size ? below : above;
    }

    private (double Size, double At) Jump(Estimate slope, double noise, Side side)
    {
        var outer = rungs.FindIndex(rung => rung.Has(side)
            && Math.Abs(rung.Slope(side) - slope.Value) > slope.Uncertainty + Departs * rung.Rounding(side, noise));
        if (outer < 1) return (0, 0);
        var theta = rungs[outer].Theta;
        var direction = side == Side.Above ? 1 : -1;
        var (near, far) = (rungs[outer - 1].Step, rungs[outer].Step);
        var (departureNear, departureFar) = (Departure(near), Departure(far));
        var visible = Departs * rungs[outer].Rounding(side, 0) * rungs[outer].Distance(side);
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
            var sample = section.At(variable, entry, [theta + direction * h])[0];
            return sample.Change - slope.Value * (sample.Value - theta);
        }
    }
}
