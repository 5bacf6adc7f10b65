namespace CnnVerified.Training.Experiments;

/// <summary>The networks of the experiments. Parameters are drawn layer by layer, weights before biases.</summary>
public static class Networks
{
    /// <summary>
    /// That of the Python program that this project began as, 341,727 parameters: 1×28×28 → convolution with 5 kernels
    /// 3×3 and a bias for each output position → sigmoid → 3380 → dense 100 → sigmoid → dense 2 → sigmoid.
    /// </summary>
    public static Network<double> Original(NumPyRandom random, Initialization initialization)
    {
        const int Kernels = 5, Convolved = 26;
        var draw = new Initializer(random, initialization);
        return new Network<double>(
            draw.Convolution(Kernels, 1, 3, biases: new Shape(Kernels, Convolved, Convolved)), new Sigmoid<double>(),
            new Reshape<double>(new Shape(Kernels * Convolved * Convolved)),
            draw.Dense(100, Kernels * Convolved * Convolved), new Sigmoid<double>(),
            draw.Dense(2, 100), new Sigmoid<double>());
    }

    /// <summary>
    /// 85,660 parameters: 1×28×28 → convolution with 5 kernels 3×3 → ReLU → max-pooling 2×2 → 5×13×13 → dense 100
    /// → ReLU → dense 10, whose outputs are logits.
    /// </summary>
    public static Network<double> Small(NumPyRandom random, Initialization initialization)
    {
        const int Pooled = 5 * 13 * 13;
        var draw = new Initializer(random, initialization);
        return new Network<double>(
            draw.Convolution(5, 1, 3), new ReLU<double>(), new MaxPooling<double>(2),
            new Reshape<double>(new Shape(Pooled)),
            draw.Dense(100, Pooled), new ReLU<double>(),
            draw.Dense(10, 100));
    }

    /// <summary>
    /// 52,754 parameters, after LeNet-5 (Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-Based Learning
    /// Applied to Document Recognition", 1998): 1×28×28 → convolution with 8 kernels 5×5, padding 2 → ReLU →
    /// max-pooling 2×2 → 8×14×14 → convolution with 16 kernels 5×5 → ReLU → max-pooling 2×2 → 16×5×5 → dense 120 → ReLU
    /// → dense 10, whose outputs are logits.
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
            draw.Dense(10, 120));
    }
}
