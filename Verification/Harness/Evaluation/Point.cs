using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>Where a gradient is checked: given tensors, or tensors drawn from a shape and a seed.</summary>
internal sealed record Point(Tensor<double>? X, Tensor<double>? Target, Tensor<double>? Dy, Shape? DrawnShape, int DrawSeed)
{
    /// <summary>The input's shape.</summary>
    /// <exception cref="InvalidOperationException">Neither an input nor a shape was given.</exception>
    public Shape Shape => X?.Shape ?? DrawnShape
        ?? throw new InvalidOperationException("the check has no point: call At with an input's shape or with an input.");

    /// <summary>The input: given, or standard normal.</summary>
    public Tensor<double> Input(Shape shape) => X ?? Draw.Normal(shape, DrawSeed);

    /// <summary>An input that a loss can take, whether it expects probabilities or logits.</summary>
    public Tensor<double> Probabilities() => X ?? Draw.Uniform(Shape, 0.05, 0.95, DrawSeed);

    /// <summary>The upstream gradient: given, or standard normal, so of either sign.</summary>
    public Tensor<double> Upstream(Shape output) => Dy ?? Draw.Normal(output, DrawSeed + 1);

    /// <summary>The target: given, or one-hot in each sample.</summary>
    public Tensor<double> TargetFor(Shape output)
    {
        if (Target is not null) return Target;
        var target = new Tensor<double>(output);
        var classes = output.Count / output[0];
        for (var n = 0; n < output[0]; n++) target[n * classes + (n + DrawSeed) % classes] = 1;
        return target;
    }
}
