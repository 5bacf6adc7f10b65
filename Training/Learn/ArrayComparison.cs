namespace CnnVerified.Training.Learn;

/// <summary>What a forward pass gave beside what it must give, entry by entry.</summary>
internal static class ArrayComparison
{
    /// <summary>Sums in another order differ by some roundings.</summary>
    private const double Rounding = 1e-9;

    private const int Shown = 6;

    /// <summary>The verdict on a number.</summary>
    public static Answer Of(string name, double actual, double expected) =>
        Of(name, new[] { actual }, new[] { expected });

    /// <summary>The verdict on an array.</summary>
    public static Answer Of(string name, Array? actual, Array expected, double tolerance = Rounding)
    {
        if (actual is null)
            return new(Outcome.Wrong, $"{name} is null, but must have the shape {Sizes(expected)}.",
                "no array is returned", $"{name} = null: nothing was made, or it is not what is returned");
        if (Sizes(actual) != Sizes(expected)) return OfShape(name, actual, expected);
        double[] a = [.. actual.Cast<double>()], e = [.. expected.Cast<double>()];
        var scale = e.Max(Math.Abs);
        int[] off = [.. Enumerable.Range(0, a.Length).Where(i => !(Math.Abs(a[i] - e[i]) <= tolerance * scale))];
        if (off.Length == 0) return Answer.Right;
        var isSmall = e.Length <= Shown;
        int[] shown = [.. (isSmall ? Enumerable.Range(0, e.Length) : off).Take(Shown)];
        var (names, yours) = (shown.Select(Entry).ToArray(), shown.Select(i => Number(a[i])).ToArray());
        var (width, wide) = (Math.Max(5, names.Max(one => one.Length)), Math.Max(5, yours.Max(one => one.Length)));
        var lines = shown.Select((i, k) => $"  {names[k].PadRight(width)}  {yours[k].PadLeft(wide)}  "
            + $"{Number(e[i]),14}  {(off.Contains(i) ? "wrong" : "")}");
        return new(
            Outcome.Wrong,
            $"{name}: {off.Length} of {e.Length} {(e.Length == 1 ? "entry" : "entries")} wrong.\n\n"
            + $"  {"entry".PadRight(width)}  {"yours".PadLeft(wide)}  {"right",14}\n"
            + string.Join('\n', lines.Select(line => line.TrimEnd())),
            e.Length > 1 ? $"first at {Entry(off[0])}; right are {e.Length - off.Length} of {e.Length}"
                : !double.IsFinite(a[0]) ? $"yours is {Number(a[0])}: a division by 0, or the logarithm or root of it"
                : e[0] == 0 ? $"yours is {Number(a[0])}, and right is 0"
                : string.Create(CultureInfo.InvariantCulture, $"yours is {a[0] / e[0]:G4} times the right one"),
            Slip.Of(name, a, e, tolerance * scale));

        string Entry(int i) => e.Length == 1 ? name : $"{name}[{string.Join(", ", IndexOf(expected, i))}]";
    }

    private static Answer OfShape(string name, Array actual, Array expected)
    {
        var axis = Enumerable.Range(0, Math.Min(actual.Rank, expected.Rank))
            .FirstOrDefault(k => actual.GetLength(k) != expected.GetLength(k), -1);
        return new(
            Outcome.Wrong, $"{name} has the shape {Sizes(actual)}, but must have {Sizes(expected)}.",
            axis < 0 ? $"{name} has {actual.Rank} axes, but must have {expected.Rank}"
                : $"axis {axis} of {name} has {actual.GetLength(axis)} entries, but must have "
                + $"{expected.GetLength(axis)}",
            Sizes(actual).Split('×').Reverse().SequenceEqual(Sizes(expected).Split('×'))
                ? $"{name} is transposed: its axes are exchanged"
                : $"{name} is made with other sizes than its indices have in the formula");
    }

    private static string Number(double x) => x.ToString("G10", CultureInfo.InvariantCulture);

    private static string Sizes(Array array) =>
        string.Join('×', Enumerable.Range(0, array.Rank).Select(array.GetLength));

    private static int[] IndexOf(Array array, int position)
    {
        var index = new int[array.Rank];
        for (var axis = array.Rank - 1; axis >= 0; axis--)
            (position, index[axis]) = Math.DivRem(position, array.GetLength(axis));
        return index;
    }
}
