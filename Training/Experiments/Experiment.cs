namespace CnnVerified.Training.Experiments;

/// <summary>
/// A network, the images it is trained on and the optimiser that trains it. The random numbers are drawn in the order
/// of the Python original: the network's parameters, then the order of the images, which the original's experiment
/// keeps in every epoch; the others draw a new one for each.
/// </summary>
/// <typeparam name="T">The scalar of the whole network.</typeparam>
public sealed class Experiment<T> where T : IFloatingPointIeee754<T>
{
    private readonly ExperimentSettings settings;
    private readonly NumPyRandom random;
    private readonly Optimizer<T> optimizer;
    private readonly int[] chosen;
    private readonly List<(Batch<T> Batch, Trainer<T> Trainer)> sizes = [];
    private int[]? order;
    private EpochPart? begun;

    /// <summary>Draws the network and chooses the images; nothing is trained yet.</summary>
    /// <param name="settings">What distinguishes this run from others.</param>
    /// <param name="data">The images; if none are given, the embedded ones of the experiment.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number that is not possible.</exception>
    public Experiment(ExperimentSettings settings, DataSet? data = null)
    {
        this.settings = settings;
        random = new NumPyRandom(settings.Seed);
        Network = settings.Definition.Network(random, settings.Initialization).Over<T>()!;
        Loss = settings.Definition.Loss.Over<T>()!;
        optimizer = NewOptimizer(T.CreateChecked(settings.LearningRate));

        var digits = (data ?? settings.Definition.Data()).Training;
        chosen = digits.FirstOfEachClass(settings.SamplesPerClass);
        var remainder = chosen.Length % settings.BatchSize;
        if (remainder < chosen.Length) AddSize(digits, settings.BatchSize);
        if (remainder > 0) AddSize(digits, remainder);
    }

    /// <summary>The network in its present state.</summary>
    public Network<T> Network { get; }

    /// <summary>What the optimiser remembers, named such as <c>Dense[3].weights.velocity</c>.</summary>
    public IEnumerable<Parameter<T>> OptimizerState =>
        from parameter in Network.Parameters
        from state in optimizer.StateOf(parameter.Value)
        select state with { Name = $"{parameter.Name}.{state.Name}" };

    /// <summary>For how many epochs the network was trained, each to its end.</summary>
    public int Epochs { get; private set; }

    /// <summary>What training makes small.</summary>
    public Loss<T> Loss { get; }

    /// <summary>The loss of a network that takes every class for equally likely.</summary>
    internal double LossOfGuessing => Math.Log(settings.Definition.Classes);

    /// <summary>How many images one epoch shows.</summary>
    public int Samples => chosen.Length;

    /// <summary>How many images a step is taken on.</summary>
    internal int BatchSize => settings.BatchSize;

    /// <summary>How many steps one epoch takes: the last one may have fewer images than the others.</summary>
    public int Steps => (Samples - 1) / settings.BatchSize + 1;

    /// <summary>Shows every image once and takes a step on each batch.</summary>
    /// <param name="stepTaken">Called after every step.</param>
    /// <param name="stop">Ends the epoch after the step that is being taken.</param>
    /// <returns>The mean over the images shown of the loss before their batch's step.</returns>
    /// <exception cref="NotFiniteNumberException">A loss is NaN or infinite; the message is one sentence.</exception>
    /// <exception cref="InvalidDataException">The loss went up far beyond what guessing gives.</exception>
    public double TrainEpoch(Action? stepTaken = null, CancellationToken stop = default)
    {
        if (begun is null) GoOn(EpochPart.None);
        var (shown, sum, first, secondHalf) = begun!;
        while (shown < order!.Length && !stop.IsCancellationRequested)
        {
            var size = Math.Min(settings.BatchSize, order.Length - shown);
            var (batch, trainer) = sizes.Find(one => one.Batch.Size == size);
            batch.Fill(order.AsSpan(shown, size));
            var loss = RequireFinite(trainer.Step(batch.Images, batch.Targets));
            if (shown == 0) first = loss;
            sum += size * loss;
            if (shown >= order.Length / 2) secondHalf += size * loss;
            shown += size;
            stepTaken?.Invoke();
        }
        begun = shown < order.Length ? new EpochPart(shown, sum, first, secondHalf) : null;
        if (begun is not null) return sum / shown;
        RequireLearning(first, secondHalf / (order.Length - order.Length / 2));
        EndEpoch();
        return sum / shown;
    }

    /// <summary>How much of an epoch was trained that was not trained to its end; null between epochs.</summary>
    internal EpochPart? Begun => begun;

    /// <summary>How many steps were taken in the epoch that was begun.</summary>
    internal int StepsOfBegun => (begun?.Shown ?? 0) / settings.BatchSize;

    /// <summary>
    /// Draws an epoch's order and goes to where a part of it would lead, but for network and optimiser.
    /// </summary>
    internal void GoOn(EpochPart part)
    {
        if (order is null || !settings.Definition.KeepsOrder)
            order = Array.ConvertAll(random.Permutation(chosen.Length), k => chosen[k]);
        begun = part;
    }

    /// <summary>Goes to where so many epochs would lead, but for the network and the optimiser's state.</summary>
    internal void Skip(int epochs)
    {
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            if (!settings.Definition.KeepsOrder) random.Permutation(chosen.Length);
            EndEpoch();
        }
    }

    /// <summary>What the network takes each image for: the class whose output is the largest.</summary>
    public Confusion Test(Digits digits) => Confusion.Of(Network, digits);

    private void EndEpoch()
    {
        optimizer.LearningRate = T.Max(optimizer.LearningRate * T.CreateChecked(settings.Decay), T.Epsilon);
        Epochs++;
    }

    private void AddSize(Digits digits, int size)
    {
        var batch = new Batch<T>(digits, size);
        sizes.Add((batch, new Trainer<T>(Network, Loss, optimizer, batch.Images.Shape)));
    }

    private Optimizer<T> NewOptimizer(T learningRate) => settings.Optimizer switch
    {
        OptimizerKind.Sgd => new Sgd<T>(learningRate),
        OptimizerKind.Momentum => new Momentum<T>(learningRate),
        _ => new Adam<T>(learningRate),
    };

    /// <summary>
    /// Where a loss cannot become infinite, steps that are too large leave it far above what guessing would give; a few
    /// images are not enough to tell.
    /// </summary>
    private void RequireLearning(double first, double later)
    {
        const int Enough = 100, Far = 10;
        if (Samples >= Enough && later > Far * LossOfGuessing && later > first)
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"The loss went up to {later:G3}, where guessing gives {LossOfGuessing:G3}: "
                + $"the learning rate, {settings.LearningRate}, must be smaller."));
    }

    private double RequireFinite(T loss)
    {
        var number = double.CreateChecked(loss);
        return double.IsFinite(number)
            ? number
            : throw new NotFiniteNumberException(string.Create(
                CultureInfo.InvariantCulture,
                $"The loss became {number}: the learning rate, {settings.LearningRate}, must be smaller."), number);
    }
}
