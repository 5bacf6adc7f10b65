using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>Neither pass changes x, y, dy or a parameter, not even the first time that it is called.</summary>
public sealed class ArgumentsStayUntouched() : LayerCheck("arguments untouched")
{
    /// <inheritdoc/>
    protected override CheckOutcome Judge(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        var y = new Tensor<double>(layer.OutputShape(x.Shape));
        (string Name, Tensor<double> Value)[] parameters = [.. layer.Parameters.Select(p => (p.Name, p.Value))];
        var forward = new Guard([("x", x), .. parameters]);
        layer.Forward(x, y);
        if (forward.After("the forward pass") is { } complaint) return CheckOutcome.Failed(complaint);
        var backward = new Guard([("x", x), ("dy", dy), .. parameters, ("y", y)]);
        layer.Backward(x, y, dy, new Tensor<double>(x.Shape), layer.NewGradients());
        return CheckOutcome.Of(backward.After("the backward pass"));
    }
}
