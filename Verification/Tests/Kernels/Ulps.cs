namespace CnnVerified.Verification.Tests.Kernels;

/// <summary>Distances between floating-point numbers, counted in representable numbers.</summary>
internal static class Ulps
{
    /// <summary>How many steps from one double to the next lead from a to b.</summary>
    public static long Between(double a, double b) =>
        double.IsNaN(a) || double.IsNaN(b)
            ? double.IsNaN(a) && double.IsNaN(b) ? 0 : long.MaxValue
            : Math.Abs(Position(a) - Position(b));

    /// <summary>How many steps from one float to the next lead from a to b.</summary>
    public static long Between(float a, float b) =>
        float.IsNaN(a) || float.IsNaN(b)
            ? float.IsNaN(a) && float.IsNaN(b) ? 0 : long.MaxValue
            : Math.Abs(Position(a) - Position(b));

    private static long Position(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        return bits < 0 ? long.MinValue - bits : bits;
    }

    private static long Position(float x)
    {
        var bits = BitConverter.SingleToInt32Bits(x);
        return bits < 0 ? int.MinValue - (long)bits : bits;
    }
}
