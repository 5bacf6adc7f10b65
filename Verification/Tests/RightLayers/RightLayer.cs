namespace CnnVerified.Verification.Tests.RightLayers;

/// <summary>Draws a layer of the library for an input: of every kind that can take it, in every geometry.</summary>
internal static class RightLayer
{
    private const int MostOutputs = 5, LargestKernel = 3, LargestStride = 3;

    /// <summary>A layer for inputs of a shape.</summary>
    public static Layer<double> Draw(Values values, Shape x) => (x.Rank, values.Next(8)) switch
    {
        (_, 0) => values.Noted("sigmoid", new Sigmoid<double>()),
        (_, 1) => values.Noted("tanh", new Tanh<double>()),
        (_, 2) => values.Noted("ReLU", new ReLU<double>()),
        (4, 3) => Flattened(values, x),
        (4, 4 or 5) => Convolution(values, x),
        (4, 6) => Pooling(
            values, x, "max-pooling", (size, stride, padding) => new MaxPooling<double>(size, stride, padding)),
        (4, _) => Pooling(
            values, x, "average-pooling", (size, stride, padding) => new AveragePooling<double>(size, stride, padding)),
        (_, 3) => values.Noted("softmax", new Softmax<double>()),
        (_, 4) => values.Noted("reshape to 1×1", new Reshape<double>(new Shape(x[1], 1, 1))),
        _ => Dense(values, x[1]),
    };

    /// <summary>A reshape to one axis beside the batch.</summary>
    public static Layer<double> Flattened(Values values, Shape x) =>
        values.Noted("flatten", new Reshape<double>(new Shape(x.WithoutFirstAxis().Count)));

    private static Dense<double> Dense(Values values, int inputs)
    {
        var outputs = values.Size(MostOutputs);
        return values.Noted($"dense {inputs}→{outputs}", new Dense<double>(
            values.Tensor("weights", new Shape(outputs, inputs)), values.Tensor("bias", new Shape(outputs))));
    }

    private static Convolution<double> Convolution(Values values, Shape x)
    {
        var (size, stride, padding) = Window(values, x);
        var kernels = new Shape(values.Size(3), x[1], size.Height, size.Width);
        var (height, width) = new SlidingWindow(size, stride, padding).OutputSize((x[2], x[3]));
        var bias = values.Next(2) == 0 ? new Shape(kernels[0]) : new Shape(kernels[0], height, width);
        return values.Noted(
            $"convolution {kernels}, stride {stride}, padding {padding}, bias {bias}", new Convolution<double>(
                values.Tensor("kernels", kernels), values.Tensor("bias", bias), stride, padding));
    }

    private static Layer<double> Pooling(
        Values values, Shape x, string name, Func<Extent, Extent, Extent, Layer<double>> make)
    {
        var (size, stride, padding) = Window(values, x);
        return values.Noted($"{name} {size}, stride {stride}, padding {padding}", make(size, stride, padding));
    }

    private static (Extent Size, Extent Stride, Extent Padding) Window(Values values, Shape x)
    {
        var (height, width) = (Axis(x[2]), Axis(x[3]));
        return ((height.Size, width.Size), (height.Stride, width.Stride), (height.Padding, width.Padding));

        (int Size, int Stride, int Padding) Axis(int image)
        {
            var size = values.Size(LargestKernel);
            var least = Math.Max(0, (size - image + 1) / 2);
            return (size, values.Size(LargestStride), least + values.Next(size - least));
        }
    }
}
