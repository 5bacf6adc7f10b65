using System.Globalization;
using System.Numerics;
using CnnVerified.Layers;
using CnnVerified.Training.Data;
using CnnVerified.Training.Random;

namespace CnnVerified.Training;

/// <summary>
/// The original's experiment: telling handwritten zeros from ones, trained one image at a time with binary
/// cross-entropy. The random numbers are drawn in its order: the network's parameters, then the order of the images,
/// which is kept in every epoch.
/// </summary>
/// <typeparam name="T">The scalar of the whole network.</typeparam>
public sealed class Experiment<T> where T : IFloatingPointIeee754<T>
{
    private readonly (Tensor<T> Image, Tensor<T> Target)[] samples;
    private readonly Optimizer<T> optimizer;
    private readonly Trainer<T> trainer;
    private readonly double learningRate;

    /// <summary>Draws the network and loads the images; nothing is trained yet.</summary>
    /// <param name="settings">What distinguishes this run from others.</param>
    /// <param name="data">Zeros and ones; the embedded ones if none are given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A learning rate or a number of samples that is not possible.</exception>
    public Experiment(ExperimentSettings settings, DataSet? data = null)
    {
        var random = new NumPyRandom(settings.Seed);
        learningRate = settings.LearningRate;
        Network = OriginalNetwork.Create(random, settings.Initialization).Over<T>()!;
        optimizer = new Sgd<T>(T.CreateChecked(learningRate));
        trainer = new Trainer<T>(Network, new BinaryCrossEntropy<T>(), optimizer, OriginalNetwork.ImageShape);

        var digits = (data ?? DataSet.ZerosAndOnes).Training;
        var chosen = digits.FirstOfEachClass(settings.SamplesPerClass);
        samples = [.. random.Permutation(chosen.Length).Select(k => chosen[k])
            .Select(i => (digits.Image<T>(i), digits.Target<T>(i)))];
    }

    /// <summary>The network in its present state.</summary>
    public Network<T> Network { get; }

    /// <summary>What the optimiser remembers, named such as <c>Dense[3].weights.velocity</c>.</summary>
    public IEnumerable<Parameter<T>> OptimizerState =>
        from parameter in Network.Parameters
        from state in optimizer.StateOf(parameter.Value)
        select state with { Name = $"{parameter.Name}.{state.Name}" };

    /// <summary>For how many epochs the network was trained.</summary>
    public int Epochs { get; private set; }

    /// <summary>How many images one epoch shows.</summary>
    public int Samples => samples.Length;

    /// <summary>Shows every image once and takes a step on each.</summary>
    /// <param name="stepTaken">Called after every step.</param>
    /// <returns>The mean over the images of the loss before that image's step.</returns>
    /// <exception cref="NotFiniteNumberException">A loss is NaN or infinite; the message is one sentence.</exception>
    public double TrainEpoch(Action? stepTaken = null)
    {
        var sum = 0.0;
        foreach (var (image, target) in samples)
        {
            sum += RequireFinite(trainer.Step(image, target));
            stepTaken?.Invoke();
        }
        Epochs++;
        return sum / samples.Length;
    }

    /// <summary>Goes to where so many epochs would lead, but for the network and the optimiser's state.</summary>
    internal void Skip(int epochs) => Epochs += epochs;

    /// <summary>How many images the network tells right: its output for the true digit is the larger one.</summary>
    public int CountCorrect(Digits digits)
    {
        var correct = 0;
        Parallel.For(0, digits.Count, () => new Trace<T>(Network, OriginalNetwork.ImageShape), (i, _, trace) =>
        {
            var prediction = Network.Forward(digits.Image<T>(i), trace);
            var isRight = digits.Label(i) == 0 ? prediction[0] >= prediction[1] : prediction[1] > prediction[0];
            if (isRight) Interlocked.Increment(ref correct);
            return trace;
        }, _ => { });
        return correct;
    }

    private double RequireFinite(T loss)
    {
        var number = double.CreateChecked(loss);
        return double.IsFinite(number)
            ? number
            : throw new NotFiniteNumberException(string.Create(
                CultureInfo.InvariantCulture,
                $"The loss became {number}: the learning rate, {learningRate}, must be smaller."), number);
    }
}
