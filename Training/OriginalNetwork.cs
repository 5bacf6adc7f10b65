using CnnVerified.Layers;
using CnnVerified.Training.Random;

namespace CnnVerified.Training;

/// <summary>How the weights of a new network are drawn.</summary>
public enum Initialization
{
    /// <summary>Everything from N(0, 1): with so many inputs most sigmoids start saturated.</summary>
    Original,

    /// <summary>
    /// The same draws, weights divided by √(number of inputs) and biases 0, so that sigmoids start where their slope is
    /// large. Y. LeCun, L. Bottou, G. Orr and K.-R. Müller, "Efficient BackProp" (1998), section 4.6.
    /// </summary>
    Scaled,
}

/// <summary>
/// The network of the Python program that this project began as, 341,727 parameters: 1×28×28 → convolution with
/// 5 kernels 3×3 and a bias for each output position → sigmoid → 3380 → dense 100 → sigmoid → dense 2 → sigmoid.
/// </summary>
public static class OriginalNetwork
{
    /// <summary>What it tells apart: zeros from ones.</summary>
    public const int Classes = 2;

    private const int Kernels = 5, KernelSize = 3, ConvolvedSize = 26, Hidden = 100;
    private const int Convolved = Kernels * ConvolvedSize * ConvolvedSize;

    /// <summary>The shape of one image, as a batch of one.</summary>
    public static Shape ImageShape => new(1, 1, 28, 28);

    /// <summary>A new network whose parameters are drawn layer by layer, weights before biases.</summary>
    public static Network<double> Create(NumPyRandom random, Initialization initialization)
    {
        return new Network<double>(
            new Convolution<double>(
                Weights(new Shape(Kernels, 1, KernelSize, KernelSize)),
                Biases(new Shape(Kernels, ConvolvedSize, ConvolvedSize))),
            new Sigmoid<double>(),
            new Reshape<double>(new Shape(Convolved)),
            new Dense<double>(Weights(new Shape(Hidden, Convolved)), Biases(new Shape(Hidden))),
            new Sigmoid<double>(),
            new Dense<double>(Weights(new Shape(Classes, Hidden)), Biases(new Shape(Classes))),
            new Sigmoid<double>());

        Tensor<double> Weights(Shape shape)
        {
            var inputs = shape.WithoutFirstAxis().Count;
            return Draw(shape, initialization is Initialization.Scaled ? 1 / Math.Sqrt(inputs) : 1);
        }

        Tensor<double> Biases(Shape shape) => Draw(shape, initialization is Initialization.Scaled ? 0 : 1);

        Tensor<double> Draw(Shape shape, double scale)
        {
            var tensor = new Tensor<double>(shape);
            foreach (ref var value in tensor.Values) value = scale * random.Normal();
            return tensor;
        }
    }
}
