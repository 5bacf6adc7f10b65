using CnnVerified.Training.Data;
using CnnVerified.Training.Random;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>
/// The networks that are measured. Weights are drawn small enough that no unit saturates: numbers near the smallest
/// that a scalar can hold would be slow for a reason of their own.
/// </summary>
internal static class Workloads
{
    private const int Size = 28;

    /// <summary>The original's network, 341,727 parameters, with binary cross-entropy.</summary>
    public static Workload Seed() => new(
        Networks.Original(new NumPyRandom(0), Initialization.Scaled), new BinaryCrossEntropy<double>(),
        new Shape(1, 1, Size, Size));

    /// <summary>The network of the experiment <c>small</c>, 85,660 parameters.</summary>
    public static Workload Small() => OfDigits(Networks.Small(new NumPyRandom(0), Initialization.He));

    /// <summary>The network of the experiment <c>digits</c>, 52,754 parameters.</summary>
    public static Workload Digits() => OfDigits(Networks.Digits(new NumPyRandom(0), Initialization.He));

    /// <summary>
    /// 61,706 parameters in the layout of LeNet-5 (Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-Based
    /// Learning Applied to Document Recognition", 1998), each feature map of the second convolution seeing all of the
    /// first.
    /// </summary>
    public static Workload LeNet()
    {
        const int Pooled = 16 * 5 * 5;
        var draw = new Initializer(new NumPyRandom(0), Initialization.Glorot);
        return OfDigits(new Network<double>(
            draw.Convolution(6, 1, 5, padding: 2), new Tanh<double>(), new AveragePooling<double>(2),
            draw.Convolution(16, 6, 5), new Tanh<double>(), new AveragePooling<double>(2),
            new Reshape<double>(new Shape(Pooled)),
            draw.Dense(120, Pooled), new Tanh<double>(),
            draw.Dense(84, 120), new Tanh<double>(),
            draw.Dense(10, 84)));
    }

    /// <summary>The original's network with another number of hidden units: about 3,382 parameters each.</summary>
    public static Workload Wide(int hidden)
    {
        const int Kernels = 5, Convolved = 26, Classes = 2;
        var draw = new Initializer(new NumPyRandom(0), Initialization.Scaled);
        return Seed() with
        {
            Network = new Network<double>(
                draw.Convolution(Kernels, 1, 3, biases: new Shape(Kernels, Convolved, Convolved)),
                new Sigmoid<double>(),
                new Reshape<double>(new Shape(Kernels * Convolved * Convolved)),
                draw.Dense(hidden, Kernels * Convolved * Convolved), new Sigmoid<double>(),
                draw.Dense(Classes, hidden), new Sigmoid<double>()),
        };
    }

    /// <summary>The layout of <c>small</c> in other sizes.</summary>
    /// <param name="image">Height and width of an image.</param>
    /// <param name="kernels">Kernels 3×3 of the convolution.</param>
    /// <param name="hidden">Outputs of the first dense layer.</param>
    public static Workload LikeSmall(int image = Size, int kernels = 5, int hidden = 100)
    {
        var pooled = kernels * ((image - 2) / 2) * ((image - 2) / 2);
        var draw = new Initializer(new NumPyRandom(0), Initialization.He);
        return new(
            new Network<double>(
                draw.Convolution(kernels, 1, 3), new ReLU<double>(), new MaxPooling<double>(2),
                new Reshape<double>(new Shape(pooled)),
                draw.Dense(hidden, pooled), new ReLU<double>(),
                draw.Dense(10, hidden)),
            new SoftmaxCrossEntropy<double>(), new Shape(1, 1, image, image));
    }

    /// <summary>A dense layer alone.</summary>
    public static Dense<double> Dense(int inputs, int outputs) =>
        new Initializer(new NumPyRandom(0), Initialization.Scaled).Dense(outputs, inputs);

    private static Workload OfDigits(Network<double> network) =>
        new(network, new SoftmaxCrossEntropy<double>(), new Shape(1, 1, Size, Size));
}
