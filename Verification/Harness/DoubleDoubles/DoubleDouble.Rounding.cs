using System.Runtime.CompilerServices;

namespace CnnVerified.Verification.DoubleDoubles;

/// <content>
/// Monte Carlo arithmetic: every result moves at random by as much as rounding to double can move it, also where this
/// order of terms happens to be exact. How far runs of the same code differ is what double can do to it. D. Stott
/// Parker, "Monte Carlo Arithmetic", UCLA CSD-970002, 1997; J. Vignes, Math. Comput. Simulation 35 (1993) 233.
/// </content>
internal readonly partial struct DoubleDouble
{
    /// <summary>2⁻⁵² of a signed number of 63 bits.</summary>
    private const double Share = 2.220446049250313e-16 / (1UL << 63);

    /// <summary>The bits of a double that are 0 in numbers of up to eight digits.</summary>
    private const long ManyDigits = (1L << 26) - 1;

    /// <summary>
    /// What the next random number depends on, by G. Marsaglia's xorshift; 0: results keep all their digits.
    /// </summary>
    [ThreadStatic]
    private static ulong state;

    /// <summary>Does something on this thread with every result rounded at random.</summary>
    /// <param name="seed">What the random numbers depend on.</param>
    /// <param name="action">What is done.</param>
    public static void RoundedAtRandom(int seed, Action action)
    {
        var before = state;
        state = ((ulong)(uint)seed + 1) * RandomDirection.Increment;
        try
        {
            action();
        }
        finally
        {
            state = before;
        }
    }

    /// <summary>A function of which only the result is rounded, not the steps that lead to it.</summary>
    private static DoubleDouble Once(DoubleDouble x, Func<DoubleDouble, DoubleDouble> function)
    {
        var before = state;
        state = 0;
        var result = function(x);
        state = before;
        return Rounded(result);
    }

    /// <summary>The same for two arguments.</summary>
    private static DoubleDouble Once(
        DoubleDouble x, DoubleDouble y, Func<DoubleDouble, DoubleDouble, DoubleDouble> function)
    {
        var before = state;
        state = 0;
        var result = function(x, y);
        state = before;
        return Rounded(result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DoubleDouble Rounded(DoubleDouble exact) => state == 0 ? exact : AtRandom(exact);

    /// <summary>
    /// x·(1 + ξ·2⁻⁵²), ξ spread evenly over (−1, 1). Exact numbers of few digits, as code has that counts, stay.
    /// </summary>
    private static DoubleDouble AtRandom(DoubleDouble x)
    {
        if (x.Low == 0 && (BitConverter.DoubleToInt64Bits(x.High) & ManyDigits) == 0) return x;
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return Sum(x, x.High * (long)state * Share);
    }
}
