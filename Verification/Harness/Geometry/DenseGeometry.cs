namespace CnnVerified.Verification;

/// <summary>A dense layer to test: its sizes, and a seed for the values.</summary>
/// <param name="N">Samples in the batch.</param>
/// <param name="Inputs">Features of a sample.</param>
/// <param name="Outputs">Features of an output.</param>
/// <param name="Seed">From which parameters, input and upstream gradient are drawn.</param>
public sealed record DenseGeometry(int N, int Inputs, int Outputs, int Seed) : IGeometry<DenseGeometry>
{
    /// <summary>The shape of the input.</summary>
    public Shape X => new(N, Inputs);

    /// <summary>The shape of the output.</summary>
    public Shape Y => new(N, Outputs);

    /// <summary>The layer with an input and an upstream gradient, all of them normal draws.</summary>
    public (Dense<T> Layer, Tensor<T> X, Tensor<T> Dy) Draw<T>() where T : IFloatingPointIeee754<T>
    {
        var values = new NormalValues(Seed);
        var layer = new Dense<T>(values.Tensor<T>(new Shape(Outputs, Inputs)), values.Tensor<T>(new Shape(Outputs)));
        return (layer, values.Tensor<T>(X), values.Tensor<T>(Y));
    }

    /// <inheritdoc/>
    public string Description => $"x of {N}×{Inputs} to {Outputs} outputs";

    /// <summary>The sizes and the seed.</summary>
    public override string ToString() => $"{Description}, seed {Seed}";

    /// <summary>Geometries that are smaller along one axis.</summary>
    public IEnumerable<DenseGeometry> Shrink() =>
    [
        .. Sizes.Below(N, 1).Select(n => this with { N = n }),
        .. Sizes.Below(Inputs, 1).Select(inputs => this with { Inputs = inputs }),
        .. Sizes.Below(Outputs, 1).Select(outputs => this with { Outputs = outputs }),
    ];
}
