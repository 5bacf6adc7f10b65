namespace CnnVerified.Verification.Tests.VerdictAccuracy;

/// <summary>
/// How an error of a relative size gets into a right gradient. An entry that is 0 gets the error times 1, which is
/// the order of the slopes beside it in every family that has such entries.
/// </summary>
internal static class Mistake
{
    /// <summary>The sizes of the errors that are tried.</summary>
    public static readonly double[] Sizes = [0, 3e-6, 1e-3, 0.1];

    /// <summary>Every entry is too large by the same share.</summary>
    public static double[] InEveryEntry(double[] x, double[] gradient, double size) =>
        [.. gradient.Select(entry => Wrong(entry, size))];

    /// <summary>One entry alone is too large; which one, the last bits of x tell.</summary>
    public static double[] InOneEntry(double[] x, double[] gradient, double size)
    {
        var one = (int)((uint)BitConverter.DoubleToInt64Bits(x.Sum()) % gradient.Length);
        return [.. gradient.Select((entry, i) => i == one ? Wrong(entry, size) : entry)];
    }

    private static double Wrong(double entry, double size) => entry == 0 ? size : entry * (1 + size);
}
