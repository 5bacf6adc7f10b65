namespace CnnVerified.Verification.Evaluation;

/// <summary>Outputs so near their ends that what feeds them hardly moves them.</summary>
internal static class Saturation
{
    /// <summary>
    /// Such as <c>2 of 2 outputs are saturated</c>; null if none is, or neither the network's last layer nor the loss
    /// is a sigmoid, tanh or softmax.
    /// </summary>
    public static string? OfOutputs(Network<double> network, Loss<double> loss, Tensor<double> y)
    {
        var count = network.Layers.Count > 0 && Count(network.Layers[^1], y) is { } saturated ? saturated
            : loss is SoftmaxCrossEntropy<double> ? Count(new Softmax<double>(), new Softmax<double>().Forward(y)) : 0;
        return count == 0 ? null : $"{count} of {(y.Shape.Count == 1 ? "1 output" : $"{y.Shape.Count} outputs")} "
            + $"{(count == 1 ? "is" : "are")} saturated";
    }

    /// <summary>
    /// How many outputs of a layer have a slope below <see cref="Tolerances.Saturated"/>; null if it cannot saturate.
    /// </summary>
    public static int? Count(Layer<double> layer, Tensor<double> y) => layer switch
    {
        Sigmoid<double> or Softmax<double> => Count(y, p => p * (1 - p)),
        Tanh<double> => Count(y, t => 1 - t * t),
        _ => null,
    };

    private static int Count(Tensor<double> y, Func<double, double> slope)
    {
        var count = 0;
        foreach (var value in y.Values)
            if (slope(value) < Tolerances.Saturated) count++;
        return count;
    }
}
