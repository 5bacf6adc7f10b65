using System.Runtime.CompilerServices;

namespace CnnVerified.Verification;

/// <content>
/// Stochastic arithmetic: results rounded to one of the two doubles beside them, whichever a coin says. How far runs of the
/// same code differ then is what rounding to double can do to it: J. Vignes, "A stochastic arithmetic for reliable
/// scientific computation", Math. Comput. Simulation 35 (1993) 233.
/// </content>
internal readonly partial struct DoubleDouble
{
    /// <summary>The coin, as a state of Marsaglia's xorshift; 0: results keep all their digits.</summary>
    [ThreadStatic]
    private static ulong coin;

    /// <summary>Does something on this thread with every result rounded at random.</summary>
    /// <param name="seed">What the coin depends on.</param>
    /// <param name="action">What is done. Only inputs that are doubles make it arithmetic in double.</param>
    public static void RoundedAtRandom(int seed, Action action)
    {
        var before = coin;
        coin = ((ulong)(uint)seed + 1) * RandomDirection.Increment;
        try
        {
            action();
        }
        finally
        {
            coin = before;
        }
    }

    /// <summary>A function of which only the result is rounded, not the steps that lead to it.</summary>
    private static DoubleDouble Once(DoubleDouble x, Func<DoubleDouble, DoubleDouble> function)
    {
        var before = coin;
        coin = 0;
        var result = function(x);
        coin = before;
        return Rounded(result);
    }

    /// <summary>The same for two arguments.</summary>
    private static DoubleDouble Once(
        DoubleDouble x, DoubleDouble y, Func<DoubleDouble, DoubleDouble, DoubleDouble> function)
    {
        var before = coin;
        coin = 0;
        var result = function(x, y);
        coin = before;
        return Rounded(result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DoubleDouble Rounded(DoubleDouble exact) => coin == 0 || exact.Low == 0 ? exact : AtRandom(exact);

    private static DoubleDouble AtRandom(DoubleDouble exact)
    {
        coin ^= coin << 13;
        coin ^= coin >> 7;
        coin ^= coin << 17;
        return coin >> 63 == 0 ? exact.High
            : exact.Low > 0 ? Math.BitIncrement(exact.High) : Math.BitDecrement(exact.High);
    }
}
