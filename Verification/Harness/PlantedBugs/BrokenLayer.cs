using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>A layer whose forward pass is right and whose backward pass has a planted bug.</summary>
internal sealed class BrokenLayer(Layer<double> right, PlantedBug bug) : Layer<double>
{
    /// <inheritdoc/>
    public override string Name => right.Name;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<double>> Parameters => right.Parameters;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape x) => right.OutputShape(x);

    /// <inheritdoc/>
    public override void Forward(Tensor<double> x, Tensor<double> y) => right.Forward(x, y);

    /// <inheritdoc/>
    public override void Backward(Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double>? dx, ReadOnlySpan<Tensor<double>> gradients)
    {
        var pass = new BackwardPass(right, x, y, dy, new Tensor<double>(x.Shape), right.NewGradients());
        right.Backward(x, y, dy, pass.Dx, pass.Gradients);
        bug.Spoil(pass);
        if (dx is not null) pass.Dx.Values.CopyTo(dx.Values);
        for (var p = 0; p < gradients.Length; p++)
            for (var i = 0; i < gradients[p].Shape.Count; i++)
                gradients[p][i] += pass.Gradients[p][i];
    }

    /// <inheritdoc/>
    public override Layer<U>? Over<U>() => right.Over<U>();
}
