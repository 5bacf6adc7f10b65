namespace CnnVerified.Verification.Oracles;

/// <summary>
/// The neighbourhood in which a function follows one slope. Rounded code leaves it by a jump, which is then a part of
/// the function's noise: its steps hide the slope that it follows as a whole. Smooth functions bend away, ReLU has a
/// kink.
/// </summary>
internal sealed class Piece(Section section, int variable, int entry, List<Rung> rungs)
{
    private const int Halvings = 12, MoreHalvings = 20;
    private const double Stays = 0.25;                // of a jump, when the interval around it is halved again
    private const double Steep = 8;                   // times the slopes nearby, over the last bits of the entry
    private const double Departs = 10;                // roundings

    /// <summary>
    /// The jump by which the function leaves a slope, and where; 0 if there is none. Both sides together tell best, as
    /// what bends alike on both cancels; but from a plateau a function may fall alike on both.
    /// </summary>
    public (double Size, double At) Jump(Estimate slope, double noise) =>
        new[] { Side.Both, Side.Below, Side.Above }
            .Where(side => side == Side.Both || !rungs[0].Moves || !rungs.Any(rung => rung.Has(Side.Both)))
            .SelectMany(side => new[] { 0, slope.Step }.Select(beyond => rungs.FindIndex(rung => rung.Has(side)
                && rung.Step > beyond && Math.Abs(rung.Slope(side) - slope.Value)
                    > slope.Uncertainty + Departs * rung.Rounding(side, noise))).Where(outer => outer > 0).Distinct()
                .Select(outer => Jump(slope.Value, outer, side)))
            .FirstOrDefault(jump => jump.Size > 0);

    private (double Size, double At) Jump(double slope, int outer, Side side)
    {
        var theta = rungs[outer].Theta;
        var visible = Departs * rungs[outer].Rounding(side, 0) * rungs[outer].Distance(side);
        var steepest = Math.Max(Math.Abs(slope), rungs[outer].Steepest);
        var jump = Crossing(visible);
        return jump.Size > 0 ? jump : Crossing(Math.Abs(Departure(rungs[outer].Step)) / 2);

        // Where the departure first exceeds something, and by how much at once.
        (double Size, double At) Crossing(double threshold)
        {
            var (near, far) = (rungs[outer - 1].Step, rungs[outer].Step);
            var (departureNear, departureFar) = (Departure(near), Departure(far));
            var first = Narrowed(Halvings);
            var size = Narrowed(MoreHalvings);
            return size > visible / 2 && size > Stays * first && size > Steep * steepest * (far - near)
                ? (size, far) : (0, 0);

            double Narrowed(int halvings)
            {
                for (var i = 0; i < halvings; i++)
                {
                    var middle = (near + far) / 2;
                    var found = Departure(middle);
                    if (Math.Abs(found) <= threshold) (near, departureNear) = (middle, found);
                    else (far, departureFar) = (middle, found);
                }
                return Math.Abs(departureFar - departureNear);
            }
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
                - slope * (samples[^1].Value - (side == Side.Both ? samples[0].Value : theta));
        }
    }
}
