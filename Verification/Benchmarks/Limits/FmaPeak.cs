using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels.Vectors;

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
    public static double Run<T>(int rounds, int threads) where T : IFloatingPointIeee754<T>
    {
        if (threads == 1) return Run<T>(rounds);
        var results = new double[threads];
        Parallel.For(0, threads, thread => results[thread] = Run<T>(rounds));
        return results.Sum();
    }

    private static int Lanes<T>() => Vector512.IsHardwareAccelerated ? Vector512<T>.Count : Vector256<T>.Count;

    private static double Run<T>(int rounds) where T : IFloatingPointIeee754<T> => Vector512.IsHardwareAccelerated
        ? Chain<T, Vector512<T>, Registers512<T>>(rounds) : Chain<T, Vector256<T>, Registers256<T>>(rounds);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Chain<T, V, R>(int rounds) where T : IFloatingPointIeee754<T> where R : IRegisters<T, V>
    {
        var (factor, summand) = (T.CreateChecked(Factor), T.CreateChecked(Summand));
        var (x, y) = (R.Broadcast(ref factor), R.Broadcast(ref summand));
        V a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (var round = 0; round < rounds; round++)
        {
            a = R.MultiplyAdd(a, x, y);
            b = R.MultiplyAdd(b, x, y);
            c = R.MultiplyAdd(c, x, y);
            d = R.MultiplyAdd(d, x, y);
            e = R.MultiplyAdd(e, x, y);
            f = R.MultiplyAdd(f, x, y);
            g = R.MultiplyAdd(g, x, y);
            h = R.MultiplyAdd(h, x, y);
            i = R.MultiplyAdd(i, x, y);
            j = R.MultiplyAdd(j, x, y);
            k = R.MultiplyAdd(k, x, y);
            l = R.MultiplyAdd(l, x, y);
        }
        var (p, q, r, s) = (
            R.MultiplyAdd(a, b, c), R.MultiplyAdd(d, e, f), R.MultiplyAdd(g, h, i), R.MultiplyAdd(j, k, l));
        var result = new T[Vector512<T>.Count];
        R.Store(R.MultiplyAdd(p, q, R.MultiplyAdd(r, s, x)), ref result[0]);
        return double.CreateChecked(result[0]);
    }
}
