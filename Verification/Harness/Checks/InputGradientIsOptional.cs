using CnnVerified.Layers;

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
