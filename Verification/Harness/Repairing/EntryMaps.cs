namespace CnnVerified.Verification.Repairing;

/// <summary>Which entry of a list may be used for another: some further, of a transposed matrix, in reverse.</summary>
internal static class EntryMaps
{
    private const int MostShift = 4, MostRows = 12;

    /// <summary>Those of a list of some length; outside it is 0, as before a first step.</summary>
    public static IEnumerable<(string Words, Func<int, int> Of)> Of(int count)
    {
        for (var d = 1; d <= count / 2; d++)
        {
            if (d > MostShift && count % d != 0) continue;                     // rows are as long as a divisor
            var shift = d;
            yield return ($"the entries {shift} further", i => i + shift);
            yield return ($"the entries {shift} before", i => i - shift);
        }
        for (var rows = 2; rows <= MostRows; rows++)
        {
            if (count % rows != 0) continue;
            var (r, columns) = (rows, count / rows);
            yield return ("the transposed entries", i => i % columns * r + i / columns);
            yield return ($"the entries in reverse order, {r} at a time,", i => i / r * r + r - 1 - i % r);
        }
        yield return ("the entries in reverse order", i => count - 1 - i);
    }
}
