using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Pooling;

/// <summary>The mean of what several taps see, output by output; padding counts as zeros.</summary>
internal readonly struct MeanOfTaps<T> : IPool<T> where T : IFloatingPointIeee754<T>
{
    private static T Four => T.CreateTruncating(4);

    /// <summary>y[l] = Σₜ x[starts[t] + l] / taps.</summary>
    public static void Pool(ReadOnlySpan<T> x, ReadOnlySpan<T> inside, ReadOnlySpan<int> starts, Span<T> y)
    {
        y.Clear();
        foreach (var start in starts) AddScaled.To(y, T.One, x.Slice(start, y.Length));
        Divide(y, starts.Length);
    }

    /// <summary>dx[starts[t] + l] += dy[l] / taps.</summary>
    public static void Share(
        ReadOnlySpan<T> x, ReadOnlySpan<T> inside, ReadOnlySpan<int> starts, ReadOnlySpan<T> dy, Span<T> dx)
    {
        using var shares = new Buffer<T>(dy.Length);
        dy.CopyTo(shares.Span);
        Divide(shares.Span, starts.Length);
        foreach (var start in starts) AddScaled.To(dx.Slice(start, dy.Length), T.One, shares.Span);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Pool(Vector512<T> a, Vector512<T> b, Vector512<T> c, Vector512<T> d) =>
        (Vector512<T>.Zero + a + b + c + d) / Vector512.Create(Four);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<T> A, Vector512<T> B, Vector512<T> C, Vector512<T> D) Share(
        Vector512<T> a, Vector512<T> b, Vector512<T> c, Vector512<T> d, Vector512<T> dy)
    {
        var share = dy / Vector512.Create(Four) + Vector512<T>.Zero;
        return (share, share, share, share);
    }

    /// <summary>Divides at least a vector of numbers.</summary>
    private static void Divide(Span<T> y, int taps)
    {
        var (divisor, last) = (Vector512.Create(T.CreateChecked(taps)), y.Length - Vector512<T>.Count);
        ref var p = ref MemoryMarshal.GetReference(y);
        var end = Lanes.At(ref p, last) / divisor;              // may overlap the vector before it
        for (var l = 0; l < last; l += Vector512<T>.Count)
            (Lanes.At(ref p, l) / divisor).StoreUnsafe(ref p, (nuint)l);
        end.StoreUnsafe(ref p, (nuint)last);
    }
}
