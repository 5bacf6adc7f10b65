using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels;

/// <summary>A function of one number and its slope, in vectors and, for scalars that have none, one by one.</summary>
internal interface IActivation<T>
{
    /// <summary>f(x).</summary>
    static abstract T Value(T x);

    /// <summary>f(x) in every lane.</summary>
    static abstract Vector256<T> Value(Vector256<T> x);

    /// <summary>f′(x) as a function of y = f(x).</summary>
    static abstract T Slope(T y);

    /// <summary>f′(x) in every lane.</summary>
    static abstract Vector256<T> Slope(Vector256<T> y);
}

/// <summary>
/// Applies an activation to each entry. An entry's result does not depend on its place; results may take the place of x
/// or dy.
/// </summary>
internal static class Elementwise
{
    /// <summary>yᵢ = f(xᵢ).</summary>
    public static void Forward<T, F>(ReadOnlySpan<T> x, Span<T> y)
        where T : IFloatingPointIeee754<T> where F : struct, IActivation<T>
    {
        var lanes = Vector256<T>.IsSupported ? Vector256<T>.Count : 0;
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var py = ref MemoryMarshal.GetReference(y[..x.Length]);
        if (x.Length < lanes || lanes == 0)
        {
            for (var i = 0; i < x.Length; i++) y[i] = lanes == 0 ? F.Value(x[i]) : F.Value(Vector256.Create(x[i]))[0];
            return;
        }
        var last = x.Length - lanes;                        // may overlap the vector before it, also where y is x
        var end = F.Value(At(ref px, last));
        for (var i = 0; i <= last; i += lanes) F.Value(At(ref px, i)).StoreUnsafe(ref py, (nuint)i);
        end.StoreUnsafe(ref py, (nuint)last);
    }

    /// <summary>dxᵢ = f′(xᵢ)·dyᵢ, with f′ taken from yᵢ.</summary>
    public static void Backward<T, F>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : IFloatingPointIeee754<T> where F : struct, IActivation<T>
    {
        var lanes = Vector256<T>.IsSupported ? Vector256<T>.Count : 0;
        var i = 0;
        if (lanes != 0)
        {
            ref var py = ref MemoryMarshal.GetReference(y);
            ref var pdy = ref MemoryMarshal.GetReference(dy[..y.Length]);
            ref var pdx = ref MemoryMarshal.GetReference(dx[..y.Length]);
            for (; i <= y.Length - lanes; i += lanes)
                (At(ref pdy, i) * F.Slope(At(ref py, i))).StoreUnsafe(ref pdx, (nuint)i);
        }
        for (; i < y.Length; i++) dx[i] = dy[i] * F.Slope(y[i]);
    }

    private static Vector256<T> At<T>(ref T origin, int position) => Vector256.LoadUnsafe(ref origin, (nuint)position);
}
