using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels;

/// <summary>
/// Up to 3×4 dot products at once, each in the order of <see cref="DotProduct"/>: every vector that is loaded serves several of
/// them, and their 24 sums stay in registers. Not inlined, for otherwise they would not.
/// </summary>
internal static class InnerTile512
{
    /// <summary>Rows aᵢ of a tile.</summary>
    public const int Rows = 3;

    /// <summary>Rows bⱼ of a tile.</summary>
    public const int Columns = 4;

    /// <summary>cᵢⱼ = aᵢ·bⱼ for N rows; columns beyond those asked for repeat the first and are not stored.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Multiply<T, N>(
        ref T a, int aStride, ref T b, ref int offsets, int columns, int length, ref T c, int cStride)
        where T : IFloatingPointIeee754<T> where N : ICount
    {
        ref var a1 = ref Unsafe.Add(ref a, N.Count > 1 ? aStride : 0);
        ref var a2 = ref Unsafe.Add(ref a, N.Count > 2 ? 2 * aStride : 0);
        ref var b0 = ref Unsafe.Add(ref b, offsets);
        ref var b1 = ref Unsafe.Add(ref b, Unsafe.Add(ref offsets, columns > 1 ? 1 : 0));
        ref var b2 = ref Unsafe.Add(ref b, Unsafe.Add(ref offsets, columns > 2 ? 2 : 0));
        ref var b3 = ref Unsafe.Add(ref b, Unsafe.Add(ref offsets, columns > 3 ? 3 : 0));

        Vector512<T> e00 = default, e01 = default, e02 = default, e03 = default;
        Vector512<T> e10 = default, e11 = default, e12 = default, e13 = default;
        Vector512<T> e20 = default, e21 = default, e22 = default, e23 = default;
        Vector512<T> o00 = default, o01 = default, o02 = default, o03 = default;
        Vector512<T> o10 = default, o11 = default, o12 = default, o13 = default;
        Vector512<T> o20 = default, o21 = default, o22 = default, o23 = default;

        Vector512<T> x0, y, x1 = default, x2 = default;
        var lanes = Vector512<T>.Count;
        var i = 0;
        for (; i <= length - lanes; i += lanes)
        {
            x0 = Lanes.At(ref a, i);
            if (N.Count > 1) x1 = Lanes.At(ref a1, i);
            if (N.Count > 2) x2 = Lanes.At(ref a2, i);
            y = Lanes.At(ref b0, i);
            e00 = Lanes.MultiplyAdd(x0, y, e00);
            if (N.Count > 1) e10 = Lanes.MultiplyAdd(x1, y, e10);
            if (N.Count > 2) e20 = Lanes.MultiplyAdd(x2, y, e20);
            y = Lanes.At(ref b1, i);
            e01 = Lanes.MultiplyAdd(x0, y, e01);
            if (N.Count > 1) e11 = Lanes.MultiplyAdd(x1, y, e11);
            if (N.Count > 2) e21 = Lanes.MultiplyAdd(x2, y, e21);
            y = Lanes.At(ref b2, i);
            e02 = Lanes.MultiplyAdd(x0, y, e02);
            if (N.Count > 1) e12 = Lanes.MultiplyAdd(x1, y, e12);
            if (N.Count > 2) e22 = Lanes.MultiplyAdd(x2, y, e22);
            y = Lanes.At(ref b3, i);
            e03 = Lanes.MultiplyAdd(x0, y, e03);
            if (N.Count > 1) e13 = Lanes.MultiplyAdd(x1, y, e13);
            if (N.Count > 2) e23 = Lanes.MultiplyAdd(x2, y, e23);

            i += lanes;
            if (i > length - lanes) break;
            x0 = Lanes.At(ref a, i);
            if (N.Count > 1) x1 = Lanes.At(ref a1, i);
            if (N.Count > 2) x2 = Lanes.At(ref a2, i);
            y = Lanes.At(ref b0, i);
            o00 = Lanes.MultiplyAdd(x0, y, o00);
            if (N.Count > 1) o10 = Lanes.MultiplyAdd(x1, y, o10);
            if (N.Count > 2) o20 = Lanes.MultiplyAdd(x2, y, o20);
            y = Lanes.At(ref b1, i);
            o01 = Lanes.MultiplyAdd(x0, y, o01);
            if (N.Count > 1) o11 = Lanes.MultiplyAdd(x1, y, o11);
            if (N.Count > 2) o21 = Lanes.MultiplyAdd(x2, y, o21);
            y = Lanes.At(ref b2, i);
            o02 = Lanes.MultiplyAdd(x0, y, o02);
            if (N.Count > 1) o12 = Lanes.MultiplyAdd(x1, y, o12);
            if (N.Count > 2) o22 = Lanes.MultiplyAdd(x2, y, o22);
            y = Lanes.At(ref b3, i);
            o03 = Lanes.MultiplyAdd(x0, y, o03);
            if (N.Count > 1) o13 = Lanes.MultiplyAdd(x1, y, o13);
            if (N.Count > 2) o23 = Lanes.MultiplyAdd(x2, y, o23);
        }
        if (i < length)
        {
            var last = Lanes.Last<T>(length - i);
            i = length - lanes;
            x0 = Lanes.At(ref a, i) & last;
            if (N.Count > 1) x1 = Lanes.At(ref a1, i) & last;
            if (N.Count > 2) x2 = Lanes.At(ref a2, i) & last;
            y = Lanes.At(ref b0, i) & last;
            o00 = Lanes.MultiplyAdd(x0, y, o00);
            if (N.Count > 1) o10 = Lanes.MultiplyAdd(x1, y, o10);
            if (N.Count > 2) o20 = Lanes.MultiplyAdd(x2, y, o20);
            y = Lanes.At(ref b1, i) & last;
            o01 = Lanes.MultiplyAdd(x0, y, o01);
            if (N.Count > 1) o11 = Lanes.MultiplyAdd(x1, y, o11);
            if (N.Count > 2) o21 = Lanes.MultiplyAdd(x2, y, o21);
            y = Lanes.At(ref b2, i) & last;
            o02 = Lanes.MultiplyAdd(x0, y, o02);
            if (N.Count > 1) o12 = Lanes.MultiplyAdd(x1, y, o12);
            if (N.Count > 2) o22 = Lanes.MultiplyAdd(x2, y, o22);
            y = Lanes.At(ref b3, i) & last;
            o03 = Lanes.MultiplyAdd(x0, y, o03);
            if (N.Count > 1) o13 = Lanes.MultiplyAdd(x1, y, o13);
            if (N.Count > 2) o23 = Lanes.MultiplyAdd(x2, y, o23);
        }

        Store(ref c, columns, e00 + o00, e01 + o01, e02 + o02, e03 + o03);
        if (N.Count > 1) Store(ref Unsafe.Add(ref c, cStride), columns, e10 + o10, e11 + o11, e12 + o12, e13 + o13);
        if (N.Count > 2) Store(ref Unsafe.Add(ref c, 2 * cStride), columns, e20 + o20, e21 + o21, e22 + o22, e23 + o23);
    }

    private static void Store<T>(
        ref T c, int columns, Vector512<T> s0, Vector512<T> s1, Vector512<T> s2, Vector512<T> s3)
        where T : IFloatingPointIeee754<T>
    {
        c = Lanes.Sum(s0);
        if (columns > 1) Unsafe.Add(ref c, 1) = Lanes.Sum(s1);
        if (columns > 2) Unsafe.Add(ref c, 2) = Lanes.Sum(s2);
        if (columns > 3) Unsafe.Add(ref c, 3) = Lanes.Sum(s3);
    }
}
