using CnnVerified.Layers;
using CnnVerified.Training.Random;

namespace CnnVerified.Training;

/// <summary>
/// Networks that tell the ten digits apart. Their outputs are logits, for <see cref="SoftmaxCrossEntropy{T}"/>;
/// parameters are drawn layer by layer, weights before biases.
/// </summary>
public static class TenDigitNetworks
{
    /// <summary>What they tell apart.</summary>
    public const int Classes = 10;

    /// <summary>
    /// 85,660 parameters: 1×28×28 → convolution with 5 kernels 3×3 → ReLU → max-pooling 2×2 → 5×13×13 → dense 100
    /// → ReLU → dense 10.
    /// </summary>
    public static Network<double> Small(NumPyRandom random, Initialization initialization)
    {
        const int Pooled = 5 * 13 * 13;
        var draw = new Initializer(random, initialization);
        return new Network<double>(
            draw.Convolution(5, 1, 3), new ReLU<double>(), new MaxPooling<double>(2),
            new Reshape<double>(new Shape(Pooled)),
            draw.Dense(100, Pooled), new ReLU<double>(),
            draw.Dense(Classes, 100));
    }

    /// <summary>
    /// 52,754 parameters, after LeNet-5 (Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-Based Learning
    /// Applied to Document Recognition", 1998): 1×28×28 → convolution with 8 kernels 5×5, padding 2 → ReLU →
    /// max-pooling 2×2 → 8×14×14 → convolution with 16 kernels 5×5 → ReLU → max-pooling 2×2 → 16×5×5 → dense 120 → ReLU
    /// → dense 10.
    /// </summary>
    public static Network<double> Digits(NumPyRandom random, Initialization initialization)
    {
        const int Pooled = 16 * 5 * 5;
        var draw = new Initializer(random, initialization);
        return new Network<double>(
            draw.Convolution(8, 1, 5, padding: 2), new ReLU<double>(), new MaxPooling<double>(2),
            draw.Convolution(16, 8, 5), new ReLU<double>(), new MaxPooling<double>(2),
            new Reshape<double>(new Shape(Pooled)),
            draw.Dense(120, Pooled), new ReLU<double>(),
            draw.Dense(Classes, 120));
    }
}
