namespace CnnVerified.Verification.Hypotheses;

/// <summary>Which row of right derivatives a row of given ones is a multiple of.</summary>
/// <param name="Source">The right row.</param>
/// <param name="C">The factor; null where it is unknown, as both rows are 0.</param>
internal readonly record struct RowSource(int Source, Ratio? C)
{
    /// <summary>
    /// Of which right row each given one is which multiple, unknown where both are 0; null if one is of none.
    /// </summary>
    public static RowSource[]? Of(
        double[][] given, double[][] right, Paths paths)
    {
        var (found, taken) = (new RowSource[given.Length], new HashSet<int>());
        for (var k = 0; k < given.Length; k++)
        {
            if (IsZero(given[k])) found[k] = new(k, IsZero(right[k]) ? null : new(0, 0));
            else if (Same(given[k], right[k])) found[k] = new(k, new Ratio(1, 0));
            else if (Enumerable.Range(0, right.Length).FirstOrDefault(
                l => !taken.Contains(l) && Same(given[k], right[l]), -1) is >= 0 and var source)
                found[k] = new(source, new Ratio(1, 0));
            else if (LeastSquares.Multiple(given[k], right[k], paths.Within) is { } c) found[k] = new(k, c);
            else return null;
            taken.Add(found[k].Source);
        }
        if (taken.Count == given.Length) return found;
        // Not one to one: what looked like another's may be a multiple of its own.
        for (var k = 0; k < given.Length; k++)
            if (found[k].Source != k)
                if (LeastSquares.Multiple(given[k], right[k], paths.Within) is { } c) found[k] = new(k, c);
                else return null;
        return found;

        bool IsZero(double[] a) => Array.TrueForAll(a, one => paths.AreEqual(one, 0));

        bool Same(double[] a, double[] b)
        {
            for (var i = 0; i < a.Length; i++)
                if (!paths.AreEqual(a[i], b[i])) return false;
            return true;
        }
    }
}
