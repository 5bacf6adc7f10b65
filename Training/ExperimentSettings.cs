using System.Diagnostics.CodeAnalysis;

namespace CnnVerified.Training;

/// <summary>The scalar that a network computes with.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The scalars are called so.")]
public enum Precision
{
    /// <summary>64 bits, as the original.</summary>
    Double,

    /// <summary>32 bits.</summary>
    Float,
}

/// <summary>What distinguishes one run of the experiment from another. The defaults are the original's.</summary>
public sealed record ExperimentSettings
{
    /// <summary>Starts the random numbers: the parameters, then the order of the images.</summary>
    public uint Seed { get; init; }

    /// <summary>How often every image is shown.</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>The step of gradient descent. 0.02 is the original's 0.01: its gradient was twice too large.</summary>
    public double LearningRate { get; init; } = 0.02;

    /// <summary>How many images of each class are shown; all that there are if none is said.</summary>
    public int? SamplesPerClass { get; init; } = 100;

    /// <summary>How the parameters are drawn.</summary>
    public Initialization Initialization { get; init; }

    /// <summary>The scalar of the whole network.</summary>
    public Precision Precision { get; init; }
}
