using CnnVerified.Layers.Kernels.Elementwise;

namespace CnnVerified.Layers;

/// <summary>
/// A layer that applies one function to every entry: <c>y = f(x)</c>, <c>dx = f′(x)·dy</c>. x and y have the same
/// shape, any shape. An activation of your own gives the function, its slope and <c>Over</c>.
/// </summary>
public abstract class Activation<T> : Layer<T>, IPartialForward<T> where T : IFloatingPointIeee754<T>
{
    /// <summary>f(x).</summary>
    public abstract T Value(T x);

    /// <summary>f′(x).</summary>
    /// <param name="x">x.</param>
    /// <param name="y">f(x), which may tell the slope as well.</param>
    public abstract T Slope(T x, T y);

    /// <summary>
    /// Whether the slope depends on x rather than on y alone. If not, a training step need not keep x.
    /// </summary>
    public virtual bool SlopeReadsInput => true;

    /// <summary>The same in vectors, if the library has it.</summary>
    private protected virtual Elementwise<T>? Kernel => null;

    /// <inheritdoc/>
    public sealed override Shape OutputShape(Shape x) => x;

    /// <inheritdoc/>
    public sealed override void Forward(Tensor<T> x, Tensor<T> y) => Forward(x, y, Range.All);

    /// <inheritdoc/>
    public void Forward(Tensor<T> x, Tensor<T> y, Range outputs)
    {
        RequireShapes(x, y, outputs);
        if (MayUseKernels && Kernel is { } fast) fast.Forward(x, y, outputs);
        else Reference.Activation.Forward(this, x, y, outputs);
    }

    /// <inheritdoc/>
    public sealed override void Backward(
        Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, ReadOnlySpan<Tensor<T>> gradients)
    {
        RequireShapes(x, y, dy, dx, gradients);
        if (dx is null) return;
        if (MayUseKernels && Kernel is { } fast) fast.Backward(y, dy, dx);
        else Reference.Activation.Backward(this, x, y, dy, dx);
    }

    /// <inheritdoc/>
    public override Layer<T>? AsReference() => Kernel is null ? null : WithoutKernels();

    /// <inheritdoc/>
    public Range ReachOfParameter(int parameter, int entry, Shape x) => Range.All;

    /// <inheritdoc/>
    public Range ReachOfInputs(Range inputs, Shape x) => inputs;
}
