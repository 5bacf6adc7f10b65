namespace CnnVerified.Verification.Benchmarks;

/// <summary>
/// A network with its loss, to be trained or checked on images of one shape. Pixels are drawn evenly from [0, 1).
/// </summary>
/// <param name="Network">What is trained.</param>
/// <param name="Loss">What is made small.</param>
/// <param name="Image">The shape of one image, as a batch of one.</param>
internal sealed record Workload(Network<double> Network, Loss<double> Loss, Shape Image)
{
    /// <summary>So small that ten thousands of steps on one batch leave the numbers as large as they were.</summary>
    private const double LearningRate = 1e-6;

    /// <summary>All parameters and all pixels of one image: what a full check looks at.</summary>
    public int Entries => Parameters + Image.Count;

    /// <summary>All parameters.</summary>
    public int Parameters => Network.Parameters.Sum(parameter => parameter.Value.Shape.Count);

    /// <summary>A training step, ready to be taken again and again on one batch; it returns the loss.</summary>
    public Func<T> Step<T>(int batch, OptimizerKind kind = OptimizerKind.Sgd) where T : IFloatingPointIeee754<T>
    {
        var images = Images(batch).Over<T>();
        var targets = Targets(batch).Over<T>();
        var trainer = new Trainer<T>(Network.Over<T>()!, Loss.Over<T>()!, NewOptimizer<T>(kind), images.Shape);
        return () => trainer.Step(images, targets);
    }

    /// <summary>An optimiser whose steps hardly change anything.</summary>
    public static Optimizer<T> NewOptimizer<T>(OptimizerKind kind) where T : IFloatingPointIeee754<T>
    {
        var rate = T.CreateChecked(LearningRate);
        return kind switch
        {
            OptimizerKind.Sgd => new Sgd<T>(rate),
            OptimizerKind.Momentum => new Momentum<T>(rate),
            _ => new Adam<T>(rate),
        };
    }

    /// <summary>A check of every parameter and every pixel of so many images, not yet run.</summary>
    public GradientCheck Check(int batch = 1) => GradientCheck.Of(Network, Loss).At(Images(batch), Targets(batch));

    private Tensor<double> Images(int batch) => Draw.Uniform(Image.WithoutFirstAxis().WithBatch(batch), 0, 1, seed: 0);

    private Tensor<double> Targets(int batch)
    {
        var classes = Network.OutputShape(Image)[1];
        return SoftmaxCrossEntropy<double>.OneHot(classes, [.. Enumerable.Range(0, batch).Select(n => n % classes)]);
    }
}
