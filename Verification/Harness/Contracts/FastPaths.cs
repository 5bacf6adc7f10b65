namespace CnnVerified.Verification;

/// <summary>
/// A layer that has a reference, its formula loop by loop, computes what the reference does, forward and backward.
/// </summary>
public sealed class FastEqualsReference() : LayerCheck("fast = reference")
{
    /// <inheritdoc/>
    protected override CheckOutcome Judge(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        if (layer.AsReference() is not { } reference)
            return CheckOutcome.NotApplicable("the layer has no reference beside itself");
        Tensor<double>[] arguments = [x, dy, .. layer.Parameters.Select(p => p.Value.Clone())];
        var fast = LayerRun.Of(layer, x, dy);
        var expected = Everything(reference, fast.Y, arguments);
        return expected.Any(result => result.Value.Values.ToArray().Any(double.IsNaN))
            ? CheckOutcome.NotApplicable("the reference gives NaN")
            : CheckOutcome.Of(Difference.BeyondRounding(
                fast.Everything(layer), expected,
                () => Rounding.Of(arguments, moved => [.. Everything(reference, fast.Y, moved).Select(r => r.Value)])));
    }

    /// <summary>
    /// y for x and the parameters; dx and dθ for these, dy and the y of training, whose last bits count where units
    /// saturate.
    /// </summary>
    private static (string Name, Tensor<double> Value)[] Everything(
        Layer<double> layer, Tensor<double> y, Tensor<double>[] arguments)
    {
        foreach (var (own, moved) in layer.Parameters.Zip(arguments[2..])) moved.Values.CopyTo(own.Value.Values);
        var run = LayerRun.Backward(layer, arguments[0], y, arguments[1]);
        return [("y", layer.Forward(arguments[0].Clone())), .. run.Backwards(layer)];
    }
}

/// <summary>
/// A layer that can update its parameters during the backward pass ends with the bits of a
/// backward pass and then a step.
/// </summary>
public sealed class FusedUpdateEqualsPlain() : LayerCheck("fused update")
{
    private const double LearningRate = 0.125;

    /// <inheritdoc/>
    protected override CheckOutcome Judge(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        if (layer is not IFusedUpdate<double> fused) return CheckOutcome.NotApplicable("the layer has no fused update");
        var one = x.Shape.WithoutFirstAxis().WithBatch(1);
        var alone = Complaint(layer, fused, Draw.Normal(one, 5), Draw.Normal(layer.OutputShape(one), 6));
        return CheckOutcome.Of(alone is null ? Complaint(layer, fused, x, dy) : $"{alone}, for a single sample");
    }

    private static string? Complaint(
        Layer<double> layer, IFusedUpdate<double> fused, Tensor<double> x, Tensor<double> dy)
    {
        var plain = LayerRun.Of(layer, x, dy);
        Tensor<double>[] parameters = [.. layer.Parameters.Select(p => p.Value)];
        var stepped = parameters.Select(p => p.Clone()).ToArray();
        var sgd = new Sgd<double>(LearningRate);
        for (var p = 0; p < stepped.Length; p++) sgd.Update(stepped[p], plain.Gradients[p]);

        return Restored.After(parameters, () =>
        {
            var (y, dx) = (layer.Forward(x), new Tensor<double>(x.Shape));
            fused.BackwardAndUpdate(x, y, dy, dx, LearningRate);
            return Difference.InBits("dx", dx, plain.Dx) ?? layer.Parameters
                .Select((p, i) => Difference.InBits($"{p.Name} after the step, {p.Name}", p.Value, stepped[i]))
                .FirstOrDefault(complaint => complaint is not null);
        });
    }
}

/// <summary>
/// A layer that can recompute part of its output gives the bits of the whole pass there, names every output that a
/// change reaches, and gives a sample the same bits whatever other samples are in the batch.
/// </summary>
public sealed class PartialForwardEqualsWhole() : LayerCheck("partial forward")
{
    /// <inheritdoc/>
    protected override CheckOutcome Judge(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        if (layer is not IPartialForward<double> partial)
            return CheckOutcome.NotApplicable("the layer has no partial forward pass");
        var input = x.Clone();
        var before = layer.Forward(input);
        foreach (var (name, tensor, reach) in Changes(layer, partial, input))
            for (var entry = 0; entry < tensor.Shape.Count; entry++)
            {
                var own = tensor[entry];
                tensor[entry] = own + 1;
                var (whole, part) = (layer.Forward(input), before.Clone());
                partial.Forward(input, part, reach(entry));
                tensor[entry] = own;
                if (Difference.InBits("y", part, whole) is { } complaint)
                    return CheckOutcome.Failed(
                        $"{complaint} when only what {name}[{string.Join(", ", tensor.Shape.IndexOf(entry))}] "
                        + "reaches is recomputed");
            }
        return CheckOutcome.Of(InLargerBatch(layer, input, before) is { } other
            ? $"{other} when another sample is in the batch" : null);
    }

    private static string? InLargerBatch(Layer<double> layer, Tensor<double> x, Tensor<double> y)
    {
        var larger = Draw.Normal(x.Shape.WithoutFirstAxis().WithBatch(x.Shape[0] + 1), 7);
        x.Values.CopyTo(larger.Values);
        var values = layer.Forward(larger).Values[..y.Shape.Count].ToArray();
        return Difference.InBits("y", new Tensor<double>(y.Shape, values), y);
    }

    private static IEnumerable<(string, Tensor<double>, Func<int, Range>)> Changes(
        Layer<double> layer, IPartialForward<double> partial, Tensor<double> x) =>
        layer.Parameters.Select(
            (p, i) => (p.Name, p.Value, (Func<int, Range>)(entry => partial.ReachOfParameter(i, entry, x.Shape))))
            .Append(("x", x, entry => partial.ReachOfInputs(entry..(entry + 1), x.Shape)));
}
