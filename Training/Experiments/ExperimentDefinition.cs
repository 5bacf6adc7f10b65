namespace CnnVerified.Training.Experiments;

/// <summary>
/// What is trained, on what, and what is usual for it. A new one needs its network and a line in the list.
/// </summary>
/// <param name="Name">The word for it on the command line.</param>
/// <param name="Classes">It tells the digits below this number apart.</param>
/// <param name="Network">Draws a network.</param>
/// <param name="Loss">What training makes small.</param>
/// <param name="Data">The embedded images.</param>
/// <param name="Usual">The settings of a run where none are said.</param>
/// <param name="Help">Says what it is.</param>
/// <param name="KeepsOrder">Whether every epoch shows the images in the same order.</param>
public sealed record ExperimentDefinition(
    string Name, int Classes, Func<NumPyRandom, Initialization, Network<double>> Network, Loss<double> Loss,
    Func<DataSet> Data, ExperimentSettings Usual, string Help, bool KeepsOrder = false)
{
    private static readonly ExperimentSettings TenDigits = new()
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

    /// <summary>The Python program's.</summary>
    public static readonly ExperimentDefinition Original = new(
        "original", 2, Networks.Original, new BinaryCrossEntropy<double>(), () => DataSet.ZerosAndOnes, new(),
        "the Python program's, which tells zeros from ones: convolution 5@3×3, dense 100, dense 2, with sigmoids and "
        + "binary cross-entropy", KeepsOrder: true);

    /// <summary>All of them; the first one is trained where none is named.</summary>
    public static readonly IReadOnlyList<ExperimentDefinition> All =
    [
        Original,
        new("small", 10, Networks.Small, new SoftmaxCrossEntropy<double>(), () => DataSet.TenDigits,
            TenDigits with { Epochs = 5 },
            "all ten digits: convolution 5@3×3, max-pooling 2, dense 100, dense 10, with ReLU and softmax "
            + "cross-entropy"),
        new("digits", 10, Networks.Digits, new SoftmaxCrossEntropy<double>(), () => DataSet.TenDigits, TenDigits,
            "all ten: convolution 8@5×5, max-pooling 2, convolution 16@5×5, max-pooling 2, dense 120, dense 10"),
    ];

    /// <summary>The settings of a run of it where none are said.</summary>
    public ExperimentSettings Settings => Usual with { Definition = this };

    /// <summary>The experiment of a name; null if there is none.</summary>
    public static ExperimentDefinition? Find(string name) => All.FirstOrDefault(one => one.Name == name);
}
