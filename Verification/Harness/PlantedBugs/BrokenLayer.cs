using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>
/// A layer with a planted bug. It remembers its previous backward pass, so that bugs of stale state can be planted.
/// </summary>
internal sealed class BrokenLayer(Layer<double> right, PlantedBug bug) : Layer<double>
{
    private BackwardPass? earlier;

    /// <inheritdoc/>
    public override string Name => right.Name;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<double>> Parameters => right.Parameters;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape x) => right.OutputShape(x);

    /// <inheritdoc/>
    public override void Forward(Tensor<double> x, Tensor<double> y) => bug.Forward(right, x, y);

    /// <inheritdoc/>
    public override void Backward(
        Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double>? dx,
        ReadOnlySpan<Tensor<double>> gradients)
    {
        var pass = new BackwardPass(right, x, y, dy, new Tensor<double>(x.Shape), right.NewGradients(), earlier);
        right.Backward(x, y, dy, pass.Dx, pass.Gradients);
        bug.Spoil(pass);
        bug.Deliver(pass, dx, gradients);
        earlier = pass with { X = x.Clone(), Y = y.Clone(), Dy = dy.Clone(), Earlier = null };
    }

    /// <inheritdoc/>
    public override Layer<U>? Over<U>() => bug.IsForwardRight ? right.Over<U>() : null;
}
