using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Gemm;

/// <summary>
/// <see cref="InnerTile512"/> for processors with half as wide and half as many registers: 1×3 dot products, each
/// logical vector in a lower and an upper half.
/// </summary>
internal static class InnerTile256
{
    /// <summary>Rows aᵢ of a tile.</summary>
    public const int Rows = 1;

    /// <summary>Rows bⱼ of a tile.</summary>
    public const int Columns = 3;

    /// <summary>cⱼ = a·bⱼ, or cⱼ += a·bⱼ; columns beyond those asked for repeat the first and are not stored.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Multiply<T>(ref T a, ref T b, int bStride, int columns, int length, ref T c, bool add)
        where T : IFloatingPointIeee754<T>
    {
        ref var b0 = ref b;
        ref var b1 = ref Unsafe.Add(ref b, columns > 1 ? bStride : 0);
        ref var b2 = ref Unsafe.Add(ref b, columns > 2 ? 2 * bStride : 0);

        Vector256<T> e0 = default, e1 = default, e2 = default, o0 = default, o1 = default, o2 = default;
        Vector256<T> E0 = default, E1 = default, E2 = default, O0 = default, O1 = default, O2 = default;
        var (half, lanes) = (Vector256<T>.Count, Vector512<T>.Count);
        var i = 0;
        for (; i <= length - lanes; i += lanes)
        {
            var x = At(ref a, i);
            (e0, e1, e2) = (Add(x, At(ref b0, i), e0), Add(x, At(ref b1, i), e1), Add(x, At(ref b2, i), e2));
            x = At(ref a, i + half);
            (E0, E1, E2) = (
                Add(x, At(ref b0, i + half), E0), Add(x, At(ref b1, i + half), E1), Add(x, At(ref b2, i + half), E2));

            i += lanes;
            if (i > length - lanes) break;
            x = At(ref a, i);
            (o0, o1, o2) = (Add(x, At(ref b0, i), o0), Add(x, At(ref b1, i), o1), Add(x, At(ref b2, i), o2));
            x = At(ref a, i + half);
            (O0, O1, O2) = (
                Add(x, At(ref b0, i + half), O0), Add(x, At(ref b1, i + half), O1), Add(x, At(ref b2, i + half), O2));
        }
        if (i < length)
        {
            var last = Lanes.Last<T>(length - i);
            i = length - lanes;
            var (low, high) = (last.GetLower(), last.GetUpper());
            var x = At(ref a, i) & low;
            (o0, o1, o2) = (
                Add(x, At(ref b0, i) & low, o0), Add(x, At(ref b1, i) & low, o1), Add(x, At(ref b2, i) & low, o2));
            i += half;
            x = At(ref a, i) & high;
            (O0, O1, O2) = (
                Add(x, At(ref b0, i) & high, O0), Add(x, At(ref b1, i) & high, O1), Add(x, At(ref b2, i) & high, O2));
        }

        Store(ref c, 0, (e0 + o0) + (E0 + O0), add);
        if (columns > 1) Store(ref c, 1, (e1 + o1) + (E1 + O1), add);
        if (columns > 2) Store(ref c, 2, (e2 + o2) + (E2 + O2), add);
    }

    private static void Store<T>(ref T c, int column, Vector256<T> halves, bool add) where T : IFloatingPointIeee754<T>
    {
        ref var entry = ref Unsafe.Add(ref c, column);
        entry = add ? entry + Lanes.Sum(halves) : Lanes.Sum(halves);
    }

    private static Vector256<T> At<T>(ref T origin, int position) =>
        Vector256.LoadUnsafe(ref Unsafe.Add(ref origin, position));

    private static Vector256<T> Add<T>(Vector256<T> a, Vector256<T> b, Vector256<T> sum) =>
        Lanes.MultiplyAdd(a, b, sum);
}
