namespace CnnVerified.Verification;

/// <summary>
/// The neighbourhood in which a function does not move at all. A rounded function leaves it by a jump, which is then a
/// part of its noise; one that is constant in pieces, such as ReLU, leaves it by a kink.
/// </summary>
internal static class Plateau
{
    private const int Halvings = 12;
    private const double Roundings = 16;              // a smaller jump is one of double precision itself
    private const double Wide = 1.0 / 64;             // of the coarsest step: the function is constant there, not rounded
    private const double Share = 1.0 / 64;            // of the change at the next rung: less of it is left at a kink's foot

    /// <summary>The jump at the plateau's end; 0 if there is none, or no plateau.</summary>
    public static double Jump(Section section, int variable, int entry, List<Rung> rungs)
    {
        var first = rungs.FindIndex(rung => rung.Moves);
        if (first < 1 || rungs[first].Step > Wide * rungs[^1].Step) return 0;
        var rung = rungs[first];
        var isAbove = Math.Abs(rung.Upper.Change) >= Math.Abs(rung.Lower.Change);
        var end = isAbove ? rung.Upper : rung.Lower;
        if (Math.Abs(end.Change) <= Roundings * Math.ScaleB(end.Size, -53)) return 0;
        var (low, high, jump) = (rungs[first - 1].Step, rung.Step, end.Change);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            var change = section.At(variable, entry, [rung.Theta + (isAbove ? middle : -middle)])[0].Change;
            if (change == 0) low = middle;
            else (high, jump) = (middle, change);
        }
        return Math.Abs(jump) > Share * Math.Abs(end.Change) ? Math.Abs(jump) : 0;
    }
}
