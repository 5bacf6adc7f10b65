using static CnnVerified.Verification.Tests.VerdictAccuracy.Elementary;
using static CnnVerified.Verification.Tests.VerdictAccuracy.Family;

namespace CnnVerified.Verification.Tests.VerdictAccuracy.Families;

/// <summary>Code that computes in half precision inside: three digits.</summary>
internal static class HalfPrecision
{
    public static IEnumerable<Family> All =>
    [
        Of("half sin(x)", x => (double)(Half)Sin((double)(Half)x), Cos),
        Of("sin(x) with the result in half", x => (double)(Half)Sin(x), Cos),
        Of("sin(x) with the result in bfloat16", x => Brain(Sin(x)), Cos),
        Of("half x² + x", x => (double)((Half)x * (Half)x + (Half)x), x => 2 * x + 1),
    ];

    // The upper 16 bits of a float, rounded to the nearest.
    private static double Brain(double x) =>
        BitConverter.Int32BitsToSingle((BitConverter.SingleToInt32Bits((float)x) + 0x8000) & ~0xFFFF);
}
