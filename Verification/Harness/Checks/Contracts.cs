using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>The same arguments give the same bits, however often they are given.</summary>
public sealed class IsDeterministic() : LayerCheck("deterministic")
{
    /// <inheritdoc/>
    public override CheckOutcome Run(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        var first = LayerRun.Of(layer, x, dy);
        var second = LayerRun.Of(layer, x, dy);
        var third = LayerRun.Backward(layer, x, second.Y, dy);
        return CheckOutcome.Of(
            Difference.First(Difference.InBits, second.Everything(layer), first.Everything(layer))
            ?? Difference.First(Difference.InBits, third.Backwards(layer), first.Backwards(layer)));
    }
}

/// <summary>Neither pass changes x, y, dy or a parameter.</summary>
public sealed class ArgumentsStayUntouched() : LayerCheck("arguments untouched")
{
    /// <inheritdoc/>
    public override CheckOutcome Run(Layer<double> layer, Tensor<double> x, Tensor<double> dy) =>
        Restored.After([.. layer.Parameters.Select(p => p.Value)], () =>
        {
            var y = new Tensor<double>(layer.OutputShape(x.Shape));
            (string Name, Tensor<double> Value)[] arguments =
                [("x", x.Clone()), ("dy", dy.Clone()), .. layer.Parameters.Select(p => (p.Name, p.Value))];
            var before = arguments.Select(a => (a.Name, a.Value.Clone())).ToArray();
            layer.Forward(arguments[0].Value, y);
            var output = y.Clone();
            layer.Backward(
                arguments[0].Value, y, arguments[1].Value, new Tensor<double>(x.Shape), layer.NewGradients());
            return CheckOutcome.Of(
                Difference.First(Difference.InBits, arguments, before) ?? Difference.InBits("y", y, output));
        });
}

/// <summary>
/// y and dx do not depend on what their buffers held before, nor share storage with what the layer was given.
/// </summary>
public sealed class BuffersAreOverwritten() : LayerCheck("buffers overwritten")
{
    /// <inheritdoc/>
    public override CheckOutcome Run(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
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
        layer.Forward(Draw.Normal(x.Shape, 1));
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
    public override CheckOutcome Run(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        var alone = LayerRun.Of(layer, x, dy);
        var other = layer.Over<double>() ?? layer;
        foreach (var between in new[] { layer, other })
        {
            var y = layer.Forward(x);
            LayerRun.Of(between, Draw.Normal(x.Shape, 2), Draw.Normal(dy.Shape, 3));
            var interleaved = LayerRun.Backward(layer, x, y, dy);
            var through = between == layer ? "the layer" : "another instance";
            if (Difference.First(
                Difference.InBits, interleaved.Backwards(layer), alone.Backwards(layer)) is { } complaint)
                return CheckOutcome.Failed($"{complaint} after another input went through {through}");
        }
        return CheckOutcome.Passed;
    }
}

/// <summary>dθ is added to what the gradient buffers hold: twice the pass gives twice the gradient.</summary>
public sealed class GradientsAccumulate() : LayerCheck("gradients accumulate")
{
    /// <inheritdoc/>
    public override CheckOutcome Run(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        if (layer.Parameters.Count == 0) return CheckOutcome.NotApplicable("the layer has no parameters");
        var once = LayerRun.Of(layer, x, dy);
        var twice = once.Gradients.Select(g => g.Clone()).ToArray();
        layer.Backward(x.Clone(), once.Y.Clone(), dy.Clone(), new Tensor<double>(x.Shape), twice);
        return CheckOutcome.Of(layer.Parameters
            .Select((p, i) =>
                Difference.BeyondRounding($"d{p.Name}", twice[i], Adjoint.Plus(once.Gradients[i], once.Gradients[i])))
            .FirstOrDefault(complaint => complaint is not null));
    }
}
