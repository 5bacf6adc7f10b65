using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>
/// Fused multiply-adds that wait for nothing but each other: twelve independent chains in registers, more than the
/// four or five cycles of latency times two units that today's cores need, and few enough for sixteen registers.
/// </summary>
internal static class FmaPeak
{
    private const int Chains = 12;

    /// <summary>The numbers tend to 1 and stay there: neither overflow nor underflow.</summary>
    private const double Factor = 0.999, Summand = 0.001;

    /// <summary>Additions and multiplications in so many rounds on one thread.</summary>
    public static double Flops<T>(int rounds) => 2.0 * Chains * rounds * Lanes<T>();

    /// <summary>Runs the chains on each of some threads; the result only keeps them from being left out.</summary>
    public static double Run<T>(int rounds, int threads)
    {
        if (threads == 1) return Run<T>(rounds);
        var results = new double[threads];
        Parallel.For(0, threads, thread => results[thread] = Run<T>(rounds));
        return results.Sum();
    }

    private static int Lanes<T>() => Vector512.IsHardwareAccelerated ? Vector512<T>.Count : Vector256<T>.Count;

    private static double Run<T>(int rounds) => (Vector512.IsHardwareAccelerated, typeof(T) == typeof(float)) switch
    {
        (true, true) => Chain<Vector512<float>, FloatsIn512>(rounds)[0],
        (true, false) => Chain<Vector512<double>, DoublesIn512>(rounds)[0],
        (false, true) => Chain<Vector256<float>, FloatsIn256>(rounds)[0],
        (false, false) => Chain<Vector256<double>, DoublesIn256>(rounds)[0],
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static V Chain<V, TVector>(int rounds) where TVector : IFma<V>
    {
        var (x, y) = (TVector.All(Factor), TVector.All(Summand));
        V a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (var round = 0; round < rounds; round++)
        {
            a = TVector.Fma(a, x, y);
            b = TVector.Fma(b, x, y);
            c = TVector.Fma(c, x, y);
            d = TVector.Fma(d, x, y);
            e = TVector.Fma(e, x, y);
            f = TVector.Fma(f, x, y);
            g = TVector.Fma(g, x, y);
            h = TVector.Fma(h, x, y);
            i = TVector.Fma(i, x, y);
            j = TVector.Fma(j, x, y);
            k = TVector.Fma(k, x, y);
            l = TVector.Fma(l, x, y);
        }
        var (p, q, r, s) = (TVector.Fma(a, b, c), TVector.Fma(d, e, f), TVector.Fma(g, h, i), TVector.Fma(j, k, l));
        return TVector.Fma(p, q, TVector.Fma(r, s, x));
    }
}
