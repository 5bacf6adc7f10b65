using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>dy = 0 gives dx = 0 and dθ = 0, exactly.</summary>
public sealed class ZeroUpstreamGivesZero() : LayerCheck("dy = 0 gives 0")
{
    /// <inheritdoc/>
    public override CheckOutcome Run(Layer<double> layer, Tensor<double> x, Tensor<double> dy) => CheckOutcome.Of(
        LayerRun.Of(layer, x, new Tensor<double>(dy.Shape)).Backwards(layer)
            .Select(result => Difference.InBits(result.Name, result.Value, new Tensor<double>(result.Value.Shape)))
            .FirstOrDefault(complaint => complaint is not null));
}

/// <summary>The backward pass is linear in dy: B(a·dy₁ + dy₂) = a·B(dy₁) + B(dy₂).</summary>
public sealed class LinearInUpstream() : LayerCheck("linear in dy")
{
    private const double Factor = -3;

    /// <inheritdoc/>
    public override CheckOutcome Run(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        var other = Draw.Normal(dy.Shape, 4);
        var expected = LayerRun.Of(layer, x, dy).Backwards(layer)
            .Zip(LayerRun.Of(layer, x, other).Backwards(layer),
                (a, b) => (a.Name, Value: ScaledPlus(a.Value, b.Value)));
        return CheckOutcome.Of(Difference.First(
            Difference.BeyondRounding, LayerRun.Of(layer, x, ScaledPlus(dy, other)).Backwards(layer), expected));
    }

    private static Tensor<double> ScaledPlus(Tensor<double> a, Tensor<double> b)
    {
        var result = b.Clone();
        for (var i = 0; i < a.Shape.Count; i++) result[i] += Factor * a[i];
        return result;
    }
}

/// <summary>Samples do not mix: a batch gives each sample's own y and dx, and the sum of the samples' dθ.</summary>
public sealed class BatchIsSumOfSamples() : LayerCheck("batch = Σ samples")
{
    /// <inheritdoc/>
    public override CheckOutcome Run(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        if (x.Shape[0] == 1) return CheckOutcome.NotApplicable("the batch has one sample");
        if (dy.Shape[0] != x.Shape[0]) return CheckOutcome.NotApplicable("the output belongs to the batch as a whole");
        var batch = LayerRun.Of(layer, x, dy);
        var sums = layer.NewGradients();
        for (var n = 0; n < x.Shape[0]; n++)
        {
            var sample = LayerRun.Of(layer, Sample(x, n), Sample(dy, n));
            for (var p = 0; p < sums.Length; p++) sums[p] = Adjoint.Plus(sums[p], sample.Gradients[p]);
            var complaint = Difference.BeyondRounding($"y of sample {n}, y", Sample(batch.Y, n), sample.Y)
                ?? Difference.BeyondRounding($"dx of sample {n}, dx", Sample(batch.Dx, n), sample.Dx);
            if (complaint is not null) return CheckOutcome.Failed(complaint);
        }
        return CheckOutcome.Of(
            layer.Parameters.Select((p, i) => Difference.BeyondRounding($"d{p.Name}", batch.Gradients[i], sums[i]))
            .FirstOrDefault(complaint => complaint is not null));
    }

    private static Tensor<double> Sample(Tensor<double> batch, int n)
    {
        var shape = batch.Shape.WithoutFirstAxis().WithBatch(1);
        return new(shape, batch.Values.Slice(n * shape.Count, shape.Count).ToArray());
    }
}
