using CnnVerified.Layers;
using CnnVerified.Training.Random;

namespace CnnVerified.Training;

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
        var draw = new Initializer(random, initialization);
        return new Network<double>(
            draw.Convolution(Kernels, 1, KernelSize, biases: new Shape(Kernels, ConvolvedSize, ConvolvedSize)),
            new Sigmoid<double>(),
            new Reshape<double>(new Shape(Convolved)),
            draw.Dense(Hidden, Convolved),
            new Sigmoid<double>(),
            draw.Dense(Classes, Hidden),
            new Sigmoid<double>());
    }
}
