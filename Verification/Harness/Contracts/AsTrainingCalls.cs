namespace CnnVerified.Verification;

/// <summary>
/// Training asks the first layer for no dx: a backward pass that is given null for it leaves the same dθ, bit for bit.
/// </summary>
public sealed class InputGradientIsOptional() : LayerCheck("dx = null")
{
    /// <inheritdoc/>
    protected override CheckOutcome Judge(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        var whole = LayerRun.Of(layer, x, dy);
        var gradients = layer.NewGradients();
        try
        {
            layer.Backward(x, whole.Y.Clone(), dy, dx: null, gradients);
        }
        catch (Exception failure)
        {
            return CheckOutcome.Failed(
                $"the backward pass throws {failure.GetType().Name} when dx is null, as it is for the first layer in "
                + "training: leave out dx then, and add dθ as ever");
        }
        return CheckOutcome.Of(Difference.First(
            Difference.InBits, layer.Parameters.Zip(gradients, (p, gradient) => ($"d{p.Name}", gradient)),
            whole.Backwards(layer).Skip(1)) is { } complaint
            ? $"{complaint} when dx is null, as it is for the first layer in training" : null);
    }
}

/// <summary>dθ is added to what the gradient buffers hold: twice the pass gives twice the gradient.</summary>
public sealed class GradientsAccumulate() : LayerCheck("gradients accumulate")
{
    /// <inheritdoc/>
    protected override CheckOutcome Judge(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        if (layer.Parameters.Count == 0) return CheckOutcome.NotApplicable("the layer has no parameters");
        var once = LayerRun.Of(layer, x, dy);
        return CheckOutcome.Of(Difference.BeyondRounding(
            Named(layer, Onto(once.Gradients.Select(g => g.Clone()), dy)),
            Named(layer, once.Gradients.Select(g => Adjoint.Plus(g, g))),
            () => Rounding.OfLinear(dy, upstream => Onto(layer.NewGradients(), upstream))));

        Tensor<double>[] Onto(IEnumerable<Tensor<double>> sums, Tensor<double> upstream)
        {
            Tensor<double>[] gradients = [.. sums];
            layer.Backward(x.Clone(), once.Y.Clone(), upstream.Clone(), new Tensor<double>(x.Shape), gradients);
            return gradients;
        }
    }

    private static IEnumerable<(string Name, Tensor<double> Value)> Named(
        Layer<double> layer, IEnumerable<Tensor<double>> gradients) =>
        layer.Parameters.Zip(gradients, (p, gradient) => ($"d{p.Name}", gradient));
}
