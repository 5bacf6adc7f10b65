using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>Where something is checked: at given tensors, or at tensors drawn from a shape and a seed.</summary>
internal sealed record Point
{
    /// <summary>Nothing given yet.</summary>
    public static Point Default { get; } = new();

    /// <summary>The input, if given.</summary>
    public Tensor<double>? X { get; init; }

    /// <summary>The target of a loss, if given.</summary>
    public Tensor<double>? Target { get; init; }

    /// <summary>The upstream gradient, if given.</summary>
    public Tensor<double>? Upstream { get; init; }

    /// <summary>The shape of an input to draw.</summary>
    public Shape? DrawnShape { get; init; }

    /// <summary>What draws depend on.</summary>
    public int DrawSeed { get; init; } = 20_240_607;

    /// <summary>The input: given, or standard normal.</summary>
    public Tensor<double> Input() => X ?? Draw.Normal(Shape, DrawSeed);

    /// <summary>An input that a loss can take, whether it expects probabilities or logits.</summary>
    public Tensor<double> Probabilities() => X ?? Draw.Uniform(Shape, 0.05, 0.95, DrawSeed);

    /// <summary>The upstream gradient: given, or standard normal and so of either sign.</summary>
    /// <exception cref="ArgumentException">What is given is not of the output's shape.</exception>
    public Tensor<double> UpstreamFor(Shape output)
    {
        if (Upstream is null) return Draw.Normal(output, DrawSeed + 1);
        CnnVerified.Layers.Shape.Require(Upstream.Shape, output, "upstream");
        return Upstream;
    }

    /// <summary>The target: given, or one-hot in each sample.</summary>
    public Tensor<double> TargetFor(Shape output)
    {
        if (Target is not null) return Target;
        var target = new Tensor<double>(output);
        var classes = output.Count / output[0];
        for (var n = 0; n < output[0]; n++) target[n * classes + (n + DrawSeed) % classes] = 1;
        return target;
    }

    private Shape Shape => DrawnShape
        ?? throw new InvalidOperationException(
            "the check has no point: call At with an input's shape or with an input.");
}
