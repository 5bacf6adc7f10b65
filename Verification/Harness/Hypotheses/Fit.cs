namespace CnnVerified.Verification.Hypotheses;

/// <summary>How well a hypothesis explains one tensor's gradient.</summary>
/// <param name="C">The factor of least squares in front of its prediction.</param>
/// <param name="Miss">
/// The largest entry that is left over, as a share of the size of the given or the right gradient.
/// </param>
/// <param name="Informative">How many entries tell something of the factor.</param>
internal readonly record struct Fit(Ratio C, double Miss, int Informative)
{
    /// <summary>Fits a hypothesis to a gradient.</summary>
    /// <param name="hypothesis">The mistake.</param>
    /// <param name="gradient">The gradient.</param>
    /// <param name="tolerance">How closely it is known, as a share of its size.</param>
    public static Fit Of(Hypothesis hypothesis, TensorGradient gradient, double tolerance)
    {
        var prediction = hypothesis.Predict();
        var noise = tolerance * RootMeanSquare.Of(gradient.Given.Values);
        var data = hypothesis.Role is Role.Added ? gradient.Error : gradient.Given;
        if (hypothesis.Region is { } region)
        {
            (data, prediction) = (Only(region, data), Only(region, prediction));
            var (inside, entries) = Factor(data.Values, prediction.Values, noise);
            for (var i = 0; i < region.Length; i++)
                if (!region[i]) (data[i], prediction[i]) = (gradient.Error[i], 0);
            return new(inside, LeftOver(data.Values, prediction.Values, inside.Value, gradient), entries);
        }
        var (c, informative) = hypothesis.Role is Role.Exactly
            ? (new(1, 0), prediction.Shape.Count) : Factor(data.Values, prediction.Values, noise);
        return new(c, LeftOver(data.Values, prediction.Values, c.Value, gradient), informative);
    }

    private static Tensor<double> Only(bool[] region, Tensor<double> tensor) =>
        new(tensor.Shape, [.. tensor.Values.ToArray().Select((value, i) => region[i] ? value : 0)]);

    private static (Ratio C, int Informative) Factor(
        ReadOnlySpan<double> data, ReadOnlySpan<double> prediction, double noise)
    {
        var (product, squares, sum, informative) = (0.0, 0.0, 0.0, 0);
        for (var i = 0; i < data.Length; i++)
        {
            product += data[i] * prediction[i];
            squares += prediction[i] * prediction[i];
            sum += Math.Abs(prediction[i]);
            if (prediction[i] != 0) informative++;
        }
        return (squares == 0 ? new(1, 0) : new(product / squares, noise * sum / squares), informative);
    }

    private static double LeftOver(
        ReadOnlySpan<double> data, ReadOnlySpan<double> prediction, double c, TensorGradient gradient)
    {
        var largest = 0.0;
        for (var i = 0; i < data.Length; i++) largest = Math.Max(largest, Math.Abs(data[i] - c * prediction[i]));
        var size = RootMeanSquare.Of(gradient.Given.Values);
        return largest == 0 ? 0 : largest / (size > 0 ? size : RootMeanSquare.Of(gradient.Right.Values));
    }
}
