namespace CnnVerified.Verification.Steps;

/// <summary>
/// A layer that changes nothing forward and, backward, each number by an error of its own, larger than any rounding:
/// <c>y = x</c>, <c>dx = dy·(1 + shift·ε·r)</c> with normal numbers r.
/// </summary>
/// <remarks>
/// Between the layers of a network it shows how far rounding may move each gradient: where terms cancel, errors do not.
/// </remarks>
internal sealed class RoundingErrors(int shift, int seed) : Layer<double>
{
    /// <summary>The layers of a network with errors behind each of them.</summary>
    public static Network<double> Between(Network<double> network, int shift) =>
        new([.. network.Layers.SelectMany((layer, k) => new[] { layer, new RoundingErrors(shift, seed: k) })]);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape x) => x;

    /// <inheritdoc/>
    public override void Forward(Tensor<double> x, Tensor<double> y) => x.Values.CopyTo(y.Values);

    /// <inheritdoc/>
    public override void Backward(
        Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double>? dx,
        ReadOnlySpan<Tensor<double>> gradients)
    {
        if (dx is null) return;
        var errors = new NormalValues(seed);
        for (var i = 0; i < dy.Shape.Count; i++)
            dx[i] = dy[i] * (1 + shift * Tolerances.AnalyticRounding * errors.Next());
    }
}
