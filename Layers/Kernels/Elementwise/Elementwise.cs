using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels.Threads;

namespace CnnVerified.Layers.Kernels.Elementwise;

/// <summary>A function of the numbers in a vector and its slope.</summary>
internal interface ICurve<T>
{
    /// <summary>f(x) in every lane.</summary>
    static abstract Vector256<T> Value(Vector256<T> x);

    /// <summary>f′(x) as a function of y = f(x).</summary>
    static abstract Vector256<T> Slope(Vector256<T> y);
}

/// <summary>
/// Applies an activation to each entry. An entry's result does not depend on its place; results may take the place of x
/// or dy.
/// </summary>
/// <remarks>
/// Letters of this folder: entry i of x, y, dx and dy, which are spans of one length; parameters θ and gradients dθ;
/// logits z and probabilities p, a row of classes for each sample.
/// </remarks>
internal abstract class Elementwise<T> where T : IFloatingPointIeee754<T>
{
    /// <summary>yᵢ = f(xᵢ).</summary>
    public abstract void Forward(ReadOnlySpan<T> x, Span<T> y);

    /// <summary>dxᵢ = f′(xᵢ)·dyᵢ, with f′ taken from yᵢ.</summary>
    public abstract void Backward(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx);

    /// <summary>yᵢ = f(xᵢ) for a range of entries, which threads divide.</summary>
    public void Forward(Tensor<T> x, Tensor<T> y, Range range)
    {
        var (start, count) = range.GetOffsetAndLength(y.Shape.Count);
        Team.ForEntries(count, (kernel: this, x, y, start), static (s, entries) =>
            s.kernel.Forward(s.x.Values[s.start..][entries], s.y.Values[s.start..][entries]));
    }

    /// <summary>dxᵢ = f′(xᵢ)·dyᵢ for all entries, which threads divide.</summary>
    public void Backward(Tensor<T> y, Tensor<T> dy, Tensor<T> dx) =>
        Team.ForEntries(y.Shape.Count, (kernel: this, y, dy, dx), static (s, entries) =>
            s.kernel.Backward(s.y.Values[entries], s.dy.Values[entries], s.dx.Values[entries]));
}

/// <summary>The kernel of one curve, a value type, so that it is compiled for it alone.</summary>
internal sealed class Elementwise<T, F> : Elementwise<T> where T : IFloatingPointIeee754<T> where F : struct, ICurve<T>
{
    /// <summary>The only one.</summary>
    public static Elementwise<T, F> Kernel { get; } = new();

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        var lanes = Vector256<T>.Count;
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var py = ref MemoryMarshal.GetReference(y[..x.Length]);
        if (x.Length < lanes)
        {
            for (var i = 0; i < x.Length; i++) y[i] = F.Value(Vector256.Create(x[i]))[0];
            return;
        }
        var last = x.Length - lanes;                        // may overlap the vector before it, also where y is x
        var end = F.Value(At(ref px, last));
        for (var i = 0; i <= last; i += lanes) F.Value(At(ref px, i)).StoreUnsafe(ref py, (nuint)i);
        end.StoreUnsafe(ref py, (nuint)last);
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
    {
        var (lanes, i) = (Vector256<T>.Count, 0);
        ref var py = ref MemoryMarshal.GetReference(y);
        ref var pdy = ref MemoryMarshal.GetReference(dy[..y.Length]);
        ref var pdx = ref MemoryMarshal.GetReference(dx[..y.Length]);
        for (; i <= y.Length - lanes; i += lanes)
            (At(ref pdy, i) * F.Slope(At(ref py, i))).StoreUnsafe(ref pdx, (nuint)i);
        for (; i < y.Length; i++) dx[i] = dy[i] * F.Slope(Vector256.Create(y[i]))[0];
    }

    private static Vector256<T> At(ref T origin, int position) => Vector256.LoadUnsafe(ref origin, (nuint)position);
}
