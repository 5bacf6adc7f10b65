namespace CnnVerified.Training.Experiments;

/// <summary>New layers whose parameters are drawn one after the other, weights before biases.</summary>
internal sealed class Initializer(NumPyRandom random, Initialization initialization)
{
    /// <summary>A convolution with square kernels and one bias for each, or biases of another shape.</summary>
    public Convolution<double> Convolution(
        int kernels, int channels, int size, int padding = 0, Shape? biases = null) =>
        new(Weights(new Shape(kernels, channels, size, size)), Biases(biases ?? new Shape(kernels)), padding: padding);

    /// <summary>A dense layer.</summary>
    public Dense<double> Dense(int outputs, int inputs) =>
        new(Weights(new Shape(outputs, inputs)), Biases(new Shape(outputs)));

    /// <summary>An output is the sum over inputs × taps; an input goes into outputs × taps sums.</summary>
    private Tensor<double> Weights(Shape shape)
    {
        var inputs = shape.WithoutFirstAxis().Count;
        var outputs = shape.Count / shape[1];
        return Draw(shape, initialization switch
        {
            Initialization.Original => 1,
            Initialization.Scaled => 1 / Math.Sqrt(inputs),
            Initialization.Glorot => Math.Sqrt(2.0 / (inputs + outputs)),
            _ => Math.Sqrt(2.0 / inputs),
        });
    }

    private Tensor<double> Biases(Shape shape) => Draw(shape, initialization is Initialization.Original ? 1 : 0);

    private Tensor<double> Draw(Shape shape, double deviation)
    {
        var tensor = new Tensor<double>(shape);
        foreach (ref var value in tensor.Values) value = deviation * random.Normal();
        return tensor;
    }
}
