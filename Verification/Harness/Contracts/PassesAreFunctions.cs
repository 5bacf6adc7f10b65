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

/// <summary>The same arguments give the same bits, however often they are given.</summary>
public sealed class IsDeterministic() : LayerCheck("deterministic")
{
    /// <inheritdoc/>
    protected override CheckOutcome Judge(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        var first = LayerRun.Of(layer, x, dy);
        var second = LayerRun.Of(layer, x, dy);
        var third = LayerRun.Backward(layer, x, second.Y, dy);
        return CheckOutcome.Of(
            Difference.First(Difference.InBits, second.Everything(layer), first.Everything(layer))
            ?? Difference.First(Difference.InBits, third.Backwards(layer), first.Backwards(layer)));
    }
}

/// <summary>
/// y and dx do not depend on what their buffers held before, nor share storage with what the layer was given.
/// </summary>
public sealed class BuffersAreOverwritten() : LayerCheck("buffers overwritten")
{
    /// <inheritdoc/>
    protected override CheckOutcome Judge(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        var (y, dx, gradients) = (layer.Forward(x), new Tensor<double>(x.Shape), layer.NewGradients());
        layer.Backward(x, y, dy, dx, gradients);
        var overNaN = LayerRun.Of(layer, x, dy);
        var complaint = Difference.InBits("y", overNaN.Y, y) ?? Difference.InBits("dx", overNaN.Dx, dx);
        if (complaint is not null)
            return CheckOutcome.Failed($"{complaint}: what the buffer held before shows through");

        // Writing to results must not reach the arguments, and a second result must not be the first one.
        var input = x.Clone();
        var first = layer.Forward(input);
        var kept = first.Clone();
        layer.Forward(Another.Like(x));
        complaint = Difference.InBits("y", first, kept);
        if (complaint is not null)
            return CheckOutcome.Failed($"{complaint}: a later call wrote into an earlier result");
        first.Values.Fill(double.NaN);
        return CheckOutcome.Of(Difference.InBits("x", input, x));
    }
}

/// <summary>
/// Other calls between a forward pass and its backward pass change nothing, on this layer or on another one like it.
/// </summary>
public sealed class CallsMayInterleave() : LayerCheck("calls interleave")
{
    /// <inheritdoc/>
    protected override CheckOutcome Judge(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        var alone = LayerRun.Of(layer, x, dy);
        var other = layer.Over<double>() ?? layer;
        foreach (var between in new[] { layer, other })
        {
            var y = layer.Forward(x);
            LayerRun.Of(between, Another.Like(x), Another.Like(dy));
            var interleaved = LayerRun.Backward(layer, x, y, dy);
            var through = between == layer ? "the layer" : "another instance";
            if (Difference.First(
                Difference.InBits, interleaved.Backwards(layer), alone.Backwards(layer)) is { } complaint)
                return CheckOutcome.Failed($"{complaint} after another input went through {through}");
        }
        return CheckOutcome.Passed;
    }
}
