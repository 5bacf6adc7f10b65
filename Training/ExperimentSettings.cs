using System.Diagnostics.CodeAnalysis;

namespace CnnVerified.Training;

/// <summary>What is trained, on what.</summary>
public enum ExperimentKind
{
    /// <summary>The original's: zeros and ones, <see cref="OriginalNetwork"/>, binary cross-entropy.</summary>
    Original,

    /// <summary>Ten digits, <see cref="TenDigitNetworks.Small"/>, softmax cross-entropy.</summary>
    Small,

    /// <summary>Ten digits, <see cref="TenDigitNetworks.Digits"/>, softmax cross-entropy.</summary>
    Digits,
}

/// <summary>How a gradient changes a parameter.</summary>
public enum OptimizerKind
{
    /// <summary><see cref="Layers.Sgd{T}"/>.</summary>
    Sgd,

    /// <summary><see cref="Layers.Momentum{T}"/> with μ = 0.9.</summary>
    Momentum,

    /// <summary><see cref="Layers.Adam{T}"/> with β₁ = 0.9 and β₂ = 0.999.</summary>
    Adam,
}

/// <summary>The scalar that a network computes with.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The scalars are called so.")]
public enum Precision
{
    /// <summary>64 bits, as the original.</summary>
    Double,

    /// <summary>32 bits.</summary>
    Float,
}

/// <summary>What distinguishes one run of an experiment from another. The defaults are the original's.</summary>
public sealed record ExperimentSettings
{
    /// <summary>The usual settings of an experiment.</summary>
    public static ExperimentSettings Of(ExperimentKind experiment) => experiment switch
    {
        ExperimentKind.Original => new(),
        ExperimentKind.Small => TenDigits with { Experiment = experiment, Epochs = 5 },
        _ => TenDigits with { Experiment = experiment },
    };

    /// <summary>What is trained, on what.</summary>
    public ExperimentKind Experiment { get; init; }

    /// <summary>Starts the random numbers: the parameters, then the order of the images.</summary>
    public uint Seed { get; init; }

    /// <summary>How often every image is shown.</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>The step of gradient descent. 0.02 is the original's 0.01: its gradient was twice too large.</summary>
    public double LearningRate { get; init; } = 0.02;

    /// <summary>What the learning rate is multiplied by after each epoch.</summary>
    public double Decay { get; init; } = 1;

    /// <summary>How many images a step takes the mean gradient of.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>How the gradient changes the parameters.</summary>
    public OptimizerKind Optimizer { get; init; }

    /// <summary>How many images of each class are shown; all that there are if none is said.</summary>
    public int? SamplesPerClass { get; init; } = 100;

    /// <summary>How the parameters are drawn.</summary>
    public Initialization Initialization { get; init; }

    /// <summary>The scalar of the whole network.</summary>
    public Precision Precision { get; init; }

    private static ExperimentSettings TenDigits => new()
    {
        Epochs = 10,
        LearningRate = 0.0015,
        Decay = 0.75,
        BatchSize = 32,
        Optimizer = OptimizerKind.Adam,
        SamplesPerClass = null,
        Initialization = Initialization.He,
        Precision = Precision.Float,
    };
}
