using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace CnnVerified.Training.Experiments;

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
    /// <summary>What is trained, on what.</summary>
    [JsonIgnore]
    public ExperimentDefinition Definition { get; init; } = ExperimentDefinition.Original;

    /// <summary>The name of what is trained.</summary>
    public string Experiment => Definition.Name;

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
}
