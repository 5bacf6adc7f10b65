namespace CnnVerified.Verification;

/// <summary>dy = 0 gives dx = 0 and dθ = 0, exactly.</summary>
public sealed class ZeroUpstreamGivesZero() : LayerCheck("dy = 0 gives 0")
{
    /// <inheritdoc/>
    protected override CheckOutcome Judge(Layer<double> layer, Tensor<double> x, Tensor<double> dy) => CheckOutcome.Of(
        LayerRun.Of(layer, x, new Tensor<double>(dy.Shape)).Backwards(layer)
            .Select(result => Difference.InBits(result.Name, result.Value, new Tensor<double>(result.Value.Shape)))
            .FirstOrDefault(complaint => complaint is not null));
}

/// <summary>
/// The backward pass is linear in dy: B(a·dy) = a·B(dy), which rounding leaves alone if a is a power of two, and
/// B(dy₁ + dy₂) = B(dy₁) + B(dy₂).
/// </summary>
public sealed class LinearInUpstream() : LayerCheck("linear in dy")
{
    private const double Factor = -4;

    /// <inheritdoc/>
    protected override CheckOutcome Judge(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        var y = layer.Forward(x.Clone());
        var (nothing, other) = (new Tensor<double>(dy.Shape), Another.Like(dy));
        return CheckOutcome.Of(
            Difference.First(Difference.BeyondRounding,
                Named(Backward(y, Adjoint.Plus(nothing, dy, Factor))), Named(Scaled(Backward(y, dy))))
            ?? Difference.BeyondRounding(
                Named(Backward(y, Adjoint.Plus(dy, other))), Named(Sums(Backward(y, dy), Backward(y, other))),
                () => Sums(Moves(dy), Moves(other))));

        Tensor<double>[] Backward(Tensor<double> output, Tensor<double> upstream) =>
            [.. LayerRun.Backward(layer, x, output, upstream).Backwards(layer).Select(result => result.Value)];
        Tensor<double>[] Moves(Tensor<double> upstream) => Sums(
            Rounding.OfLinear(upstream, changed => Backward(y, changed)),
            Rounding.Of([y, upstream], changed => Backward(changed[0], changed[1])));
        IEnumerable<(string, Tensor<double>)> Named(Tensor<double>[] results) =>
            layer.Parameters.Select(p => $"d{p.Name}").Prepend("dx").Zip(results);
        Tensor<double>[] Scaled(Tensor<double>[] results) =>
            [.. results.Select(result => Adjoint.Plus(new Tensor<double>(result.Shape), result, Factor))];
        Tensor<double>[] Sums(Tensor<double>[] a, Tensor<double>[] b) => [.. a.Zip(b, Adjoint.Plus)];
    }
}

/// <summary>Samples do not mix: a batch gives each sample's own y and dx, and the sum of the samples' dθ.</summary>
public sealed class BatchIsSumOfSamples() : LayerCheck("batch = Σ samples")
{
    /// <inheritdoc/>
    protected override CheckOutcome Judge(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        if (x.Shape[0] == 1) return CheckOutcome.NotApplicable("the batch has one sample");
        if (dy.Shape[0] != x.Shape[0]) return CheckOutcome.NotApplicable("the output belongs to the batch as a whole");
        var (y, dx, sums) = (new Tensor<double>(dy.Shape), new Tensor<double>(x.Shape), layer.NewGradients());
        for (var n = 0; n < x.Shape[0]; n++)
        {
            var sample = LayerRun.Of(layer, Sample(x, n), Sample(dy, n));
            sample.Y.Values.CopyTo(y.Values[(n * sample.Y.Shape.Count)..]);
            sample.Dx.Values.CopyTo(dx.Values[(n * sample.Dx.Shape.Count)..]);
            for (var p = 0; p < sums.Length; p++) sums[p] = Adjoint.Plus(sums[p], sample.Gradients[p]);
        }
        return CheckOutcome.Of(Difference.BeyondRounding(
            LayerRun.Of(layer, x, dy).Everything(layer), new LayerRun(y, dx, sums).Everything(layer),
            () => Rounding.Of([x, dy], arguments =>
                [.. LayerRun.Of(layer, arguments[0], arguments[1]).Everything(layer).Select(result => result.Value)])));
    }

    private static Tensor<double> Sample(Tensor<double> batch, int n)
    {
        var shape = batch.Shape.WithoutFirstAxis().WithBatch(1);
        return new(shape, batch.Values.Slice(n * shape.Count, shape.Count).ToArray());
    }
}
