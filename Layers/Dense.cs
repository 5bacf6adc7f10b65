using CnnVerified.Layers.Kernels.Gemm;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers;

/// <summary>
/// A fully connected layer: <c>y[n,j] = b[j] + Σᵢ W[j,i]·x[n,i]</c>.
/// </summary>
/// <remarks>
/// Shapes: x (N, I), weights (J, I), bias (J), y (N, J). With the upstream gradient dy:
/// <c>dW[j,i] = Σₙ dy[n,j]·x[n,i]</c>, <c>db[j] = Σₙ dy[n,j]</c>, <c>dx[n,i] = Σⱼ W[j,i]·dy[n,j]</c>.
/// </remarks>
public sealed class Dense<T> : Layer<T>, IPartialForward<T>, IFusedUpdate<T> where T : IFloatingPointIeee754<T>
{
    private readonly Tensor<T> weights, bias;

    /// <summary>A dense layer that owns its weights and bias.</summary>
    /// <param name="weights">(J, I): a row for each output.</param>
    /// <param name="bias">(J).</param>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public Dense(Tensor<T> weights, Tensor<T> bias)
    {
        Shape.RequireRank(weights.Shape, nameof(weights), "outputs", "inputs");
        Shape.Require(bias.Shape, new Shape(weights.Shape[0]), nameof(bias));
        (this.weights, this.bias) = (weights, bias);
        Parameters = [new("weights", weights), new("bias", bias)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    private int Inputs => weights.Shape[1];
    private int Outputs => weights.Shape[0];
    private bool HasKernels => MayUseKernels && Inputs >= Lanes.Of<T>();

    internal override bool BackwardReadsOutput => false;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape x)
    {
        Shape.RequireRank(x, nameof(x), "N", "inputs");
        Shape.Require(x, new Shape(x[0], Inputs), nameof(x));
        return new Shape(x[0], Outputs);
    }

    /// <inheritdoc/>
    public override void Forward(Tensor<T> x, Tensor<T> y) => Forward(x, y, Range.All);

    /// <inheritdoc/>
    public void Forward(Tensor<T> x, Tensor<T> y, Range outputs)
    {
        // Of one sample the outputs asked for; all outputs of each sample if of several.
        var (start, count) = RequireShapes(x, y, outputs);
        if (count == 0) return;
        var (first, last) = (start / Outputs, (start + count - 1) / Outputs);
        var (samples, j) = (first..(last + 1), start - first * Outputs);
        var part = first < last ? 0..Outputs : j..(j + count);
        if (HasKernels) DensePasses.Forward(x, weights, bias, y, samples, part);
        else Reference.Dense.Forward(x, weights, bias, y, samples, part);
    }

    /// <inheritdoc/>
    public override void Backward(
        Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, ReadOnlySpan<Tensor<T>> gradients)
    {
        RequireShapes(x, y, dy, dx, gradients);
        if (HasKernels) DensePasses.Backward(x, weights, dy, dx, gradients[0], gradients[1]);
        else Reference.Dense.Backward(x, weights, dy, dx, gradients[0], gradients[1]);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The weights' gradient is never stored. One sample takes one pass over the weights instead of three: dx takes
    /// from a row before the step changes it.
    /// </remarks>
    public void BackwardAndUpdate(Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, T learningRate)
    {
        RequireShapes(x, y, dy, dx);
        if (HasKernels) DensePasses.BackwardAndUpdate(x, weights, bias, dy, dx, learningRate);
        else Reference.Dense.BackwardAndUpdate(x, weights, bias, dy, dx, learningRate);
    }

    /// <inheritdoc/>
    public Range ReachOfParameter(int parameter, int entry, Shape x)
    {
        if (x[0] > 1) return Range.All;
        var j = parameter == 0 ? entry / Inputs : entry;
        return j..(j + 1);
    }

    /// <inheritdoc/>
    public Range ReachOfInputs(Range inputs, Shape x) => Range.All;

    /// <inheritdoc/>
    public override Layer<U> Over<U>() => new Dense<U>(weights.Over<U>(), bias.Over<U>());

    /// <inheritdoc/>
    protected override Layer<T> Rebuild(ReadOnlySpan<Tensor<T>> parameters) =>
        new Dense<T>(parameters[0], parameters[1]);

    /// <inheritdoc/>
    public override Layer<T> AsReference() => WithoutKernels();
}
