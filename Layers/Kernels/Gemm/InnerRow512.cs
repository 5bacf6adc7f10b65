using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Gemm;

/// <summary>
/// The dot products of <see cref="InnerProducts"/> for a single row a, five at once. It does little with what it reads,
/// so that reading decides: rows of B are read by whole cache lines, and a vector that crosses from one into the next
/// is put together from both.
/// </summary>
internal static class InnerRow512
{
    private const int Columns = 5, Tiles = 3;

    /// <summary>cⱼ = a·bⱼ for rows of B with at least one vector.</summary>
    public static void Multiply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, int bStride, Span<T> c)
        where T : IFloatingPointIeee754<T>
    {
        var lanes = Vector512<T>.Count;
        using var sums = new Buffer<T>(2 * lanes * lanes);
        // From the last row of B to the first, since the step that follows a forward pass begins with the first.
        for (var j = (c.Length - 1) / (Tiles * Columns) * (Tiles * Columns); j >= 0; j -= Tiles * Columns)
        {
            var columns = Math.Min(Tiles * Columns, c.Length - j);
            for (var k = 0; k < a.Length; k += DotProduct.Block<T>())
            {
                for (var i = 0; i < columns; i += Columns)
                    Tile(
                        ref MemoryMarshal.GetReference(a[k..]),
                        ref MemoryMarshal.GetReference(b[((j + i) * bStride + k)..]),
                        bStride, Math.Min(Columns, columns - i), Math.Min(DotProduct.Block<T>(), a.Length - k),
                        ref sums.Span[i * lanes]);
                LaneSums.Of(sums.Span, columns);
                for (var i = 0; i < columns; i++) c[j + i] = k == 0 ? sums.Span[i] : c[j + i] + sums.Span[i];
            }
        }
    }

    /// <summary>
    /// For each a·bⱼ a vector whose lanes add up to it; rows beyond those of B repeat its first. Not inlined, for
    /// otherwise the sums would not stay in registers.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Tile<T>(ref T a, ref T b, int bStride, int columns, int length, ref T sums)
        where T : IFloatingPointIeee754<T>
    {
        ref var b0 = ref b;
        ref var b1 = ref Unsafe.Add(ref b, columns > 1 ? bStride : 0);
        ref var b2 = ref Unsafe.Add(ref b, columns > 2 ? 2 * bStride : 0);
        ref var b3 = ref Unsafe.Add(ref b, columns > 3 ? 3 * bStride : 0);
        ref var b4 = ref Unsafe.Add(ref b, columns > 4 ? 4 * bStride : 0);

        var (s0, s1, s2) = (CacheLine.Until(ref b0), CacheLine.Until(ref b1), CacheLine.Until(ref b2));
        var (s3, s4) = (CacheLine.Until(ref b3), CacheLine.Until(ref b4));
        var (order0, order1, order2) = (Order<T>(s0), Order<T>(s1), Order<T>(s2));
        var (order3, order4) = (Order<T>(s3), Order<T>(s4));
        ref var l0 = ref Unsafe.Add(ref b0, s0);
        ref var l1 = ref Unsafe.Add(ref b1, s1);
        ref var l2 = ref Unsafe.Add(ref b2, s2);
        ref var l3 = ref Unsafe.Add(ref b3, s3);
        ref var l4 = ref Unsafe.Add(ref b4, s4);

        Vector512<T> e0 = default, e1 = default, e2 = default, e3 = default, e4 = default;
        Vector512<T> o0 = default, o1 = default, o2 = default, o3 = default, o4 = default;
        nint i = 0, lanes = Vector512<T>.Count;
        if (length >= 4 * lanes)
        {
            var x = Lanes.At(ref a, 0);
            e0 = Lanes.MultiplyAdd(x, Lanes.At(ref b0, 0), e0);
            e1 = Lanes.MultiplyAdd(x, Lanes.At(ref b1, 0), e1);
            e2 = Lanes.MultiplyAdd(x, Lanes.At(ref b2, 0), e2);
            e3 = Lanes.MultiplyAdd(x, Lanes.At(ref b3, 0), e3);
            e4 = Lanes.MultiplyAdd(x, Lanes.At(ref b4, 0), e4);
            var line0 = Lanes.At(ref l0, 0);
            var line1 = Lanes.At(ref l1, 0);
            var line2 = Lanes.At(ref l2, 0);
            var line3 = Lanes.At(ref l3, 0);
            var line4 = Lanes.At(ref l4, 0);
            for (i = lanes; i <= length - 3 * lanes; i += 2 * lanes)
            {
                x = Vector512.LoadUnsafe(ref Unsafe.Add(ref a, i));
                o0 = Lanes.MultiplyAdd(x, Next(ref line0, order0, ref Unsafe.Add(ref l0, i)), o0);
                o1 = Lanes.MultiplyAdd(x, Next(ref line1, order1, ref Unsafe.Add(ref l1, i)), o1);
                o2 = Lanes.MultiplyAdd(x, Next(ref line2, order2, ref Unsafe.Add(ref l2, i)), o2);
                o3 = Lanes.MultiplyAdd(x, Next(ref line3, order3, ref Unsafe.Add(ref l3, i)), o3);
                o4 = Lanes.MultiplyAdd(x, Next(ref line4, order4, ref Unsafe.Add(ref l4, i)), o4);
                x = Vector512.LoadUnsafe(ref Unsafe.Add(ref a, i + lanes));
                e0 = Lanes.MultiplyAdd(x, Next(ref line0, order0, ref Unsafe.Add(ref l0, i + lanes)), e0);
                e1 = Lanes.MultiplyAdd(x, Next(ref line1, order1, ref Unsafe.Add(ref l1, i + lanes)), e1);
                e2 = Lanes.MultiplyAdd(x, Next(ref line2, order2, ref Unsafe.Add(ref l2, i + lanes)), e2);
                e3 = Lanes.MultiplyAdd(x, Next(ref line3, order3, ref Unsafe.Add(ref l3, i + lanes)), e3);
                e4 = Lanes.MultiplyAdd(x, Next(ref line4, order4, ref Unsafe.Add(ref l4, i + lanes)), e4);
            }
        }
        Rest(ref a, ref b0, (int)i, length, e0, o0).StoreUnsafe(ref sums);
        Rest(ref a, ref b1, (int)i, length, e1, o1).StoreUnsafe(ref sums, (nuint)lanes);
        Rest(ref a, ref b2, (int)i, length, e2, o2).StoreUnsafe(ref sums, (nuint)(2 * lanes));
        Rest(ref a, ref b3, (int)i, length, e3, o3).StoreUnsafe(ref sums, (nuint)(3 * lanes));
        Rest(ref a, ref b4, (int)i, length, e4, o4).StoreUnsafe(ref sums, (nuint)(4 * lanes));
    }

    /// <summary>
    /// Where the lanes of a vector are in two successive cache lines, if so many numbers stand before the row's first
    /// line.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Order<T>(int start) => typeof(T) == typeof(double)
        ? (Vector512<long>.Indices + Vector512.Create((long)Vector512<T>.Count - start)).As<long, T>()
        : (Vector512<int>.Indices + Vector512.Create(Vector512<T>.Count - start)).As<int, T>();

    /// <summary>The next vector of a row, from the line read last and the one that begins at a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Next<T>(ref Vector512<T> line, Vector512<T> order, ref T b)
    {
        var (before, next) = (line, Vector512.LoadUnsafe(ref b));
        line = next;
        return typeof(T) == typeof(double)
            ? Avx512F.PermuteVar8x64x2(before.AsDouble(), order.AsInt64(), next.AsDouble()).As<double, T>()
            : Avx512F.PermuteVar16x32x2(before.AsSingle(), order.AsInt32(), next.AsSingle()).As<float, T>();
    }

    /// <summary>
    /// Adds the products from a position on, where an odd vector begins unless it is 0, and the sums.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Rest<T>(ref T a, ref T b, int i, int length, Vector512<T> even, Vector512<T> odd)
        where T : IFloatingPointIeee754<T>
    {
        var lanes = Vector512<T>.Count;
        var isOdd = i > 0;
        for (; i <= length - lanes; i += lanes, isOdd = !isOdd)
        {
            if (isOdd) odd = Lanes.MultiplyAdd(Lanes.At(ref a, i), Lanes.At(ref b, i), odd);
            else even = Lanes.MultiplyAdd(Lanes.At(ref a, i), Lanes.At(ref b, i), even);
        }
        if (i < length)
        {
            var last = Lanes.Last<T>(length - i);
            odd = Lanes.MultiplyAdd(
                Lanes.At(ref a, length - lanes) & last, Lanes.At(ref b, length - lanes) & last, odd);
        }
        return even + odd;
    }
}
