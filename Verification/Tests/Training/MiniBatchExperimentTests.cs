namespace CnnVerified.Verification.Tests.Training;

/// <summary>The experiments of ten digits, shown a few images.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class MiniBatchExperimentTests
{
    private static readonly ExperimentSettings Few =
        ExperimentDefinition.Find("small")!.Settings with { SamplesPerClass = 5, Epochs = 2, BatchSize = 16 };

    [Test]
    public void An_epoch_shows_every_image_in_batches_of_which_the_last_may_be_smaller()
    {
        var (experiment, steps) = (new Experiment<float>(Few), 0);
        experiment.TrainEpoch(() => steps++);
        Assert.That((experiment.Samples, experiment.Steps, steps), Is.EqualTo((50, 4, 4)));
    }

    [Test]
    public void The_loss_of_an_epoch_is_the_mean_over_the_images_whatever_their_batch()
    {
        // At a rate that changes nothing, batches of 16, 16, 16 and 2 have the loss of one batch of all.
        var still = Few with { LearningRate = 1e-40, Optimizer = OptimizerKind.Sgd, Precision = Precision.Double };
        var (parts, whole) = (new Experiment<double>(still), new Experiment<double>(still with { BatchSize = 1000 }));
        Assert.That(whole.Steps, Is.EqualTo(1));
        Assert.That(parts.TrainEpoch(), Is.EqualTo(whole.TrainEpoch()).Within(Tolerances.Oracle));
    }

    [Test]
    public void Every_epoch_of_ten_digits_has_an_order_of_its_own_and_the_original_keeps_one()
    {
        Assert.That(FirstLosses(Few), Is.Unique);
        Assert.That(FirstLosses(new ExperimentSettings { SamplesPerClass = 5 }).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void The_learning_rate_decays_after_each_epoch_and_never_to_zero()
    {
        // A decay to nearly nothing: the second epoch finds the network as the first one left it.
        var settings = Few with { Decay = 1e-30, Optimizer = OptimizerKind.Sgd, LearningRate = 0.1 };
        var experiment = new Experiment<float>(settings);
        experiment.TrainEpoch();
        var learned = Parameters(experiment);
        for (var epoch = 2; epoch <= 4; epoch++) experiment.TrainEpoch();
        Assert.That(Parameters(experiment), Is.EqualTo(learned).Within(Tolerances.Oracle));
    }

    [Test]
    public void A_request_to_stop_ends_the_epoch_after_the_present_step()
    {
        using var stop = new CancellationTokenSource();
        var (experiment, steps) = (new Experiment<float>(Few), 0);
        var loss = experiment.TrainEpoch(() => { if (++steps == 2) stop.Cancel(); }, stop.Token);
        Assert.That(steps, Is.EqualTo(2));
        Assert.That(loss, Is.Positive);
    }

    [TestCase("small", 85_660)]
    [TestCase("digits", 52_754)]
    public void The_networks_of_ten_digits_have_as_many_parameters_as_they_say(string name, int parameters)
    {
        var network = new Experiment<double>(ExperimentDefinition.Find(name)!.Settings).Network;
        Assert.That(network.Parameters.Sum(parameter => parameter.Value.Shape.Count), Is.EqualTo(parameters));
        Assert.That(network.OutputShape(new Shape(3, 1, 28, 28)), Is.EqualTo(new Shape(3, 10)));
    }

    [TestCase(Initialization.Scaled, 1 / 25.0, 1 / 200.0)]
    [TestCase(Initialization.Glorot, 2 / 225.0, 2 / 600.0)]
    [TestCase(Initialization.He, 2 / 25.0, 2 / 200.0)]
    public void Weights_start_with_the_variance_of_their_initialization_and_biases_at_zero(
        Initialization initialization, double firstKernels, double secondKernels)
    {
        // 8 kernels of 1×5×5: 25 inputs, 8·25 outputs; 16 kernels of 8×5×5: 200 inputs, 16·25 outputs.
        var settings = ExperimentDefinition.Find("digits")!.Settings;
        var scaled = Parameters(new Experiment<double>(settings with { Initialization = initialization }));
        var drawn = Parameters(new Experiment<double>(settings with { Initialization = Initialization.Original }));
        foreach (var (p, variance) in new[] { (0, firstKernels), (2, secondKernels) })
            for (var i = 0; i < drawn[p].Length; i++)
                Assert.That(scaled[p][i], Is.EqualTo(drawn[p][i] * Math.Sqrt(variance)).Within(Tolerances.Oracle));
        Assert.That(scaled[1].Concat(scaled[3]), Is.All.Zero);
    }

    [Test]
    public void Every_held_out_image_counts_once_under_its_digit()
    {
        var experiment = new Experiment<float>(Few);
        experiment.TrainEpoch();
        var heldOut = DataSet.TenDigits.HeldOut;
        var confusion = experiment.Test(heldOut);
        var rows = Enumerable.Range(0, 10)
            .Select(actual => Enumerable.Range(0, 10).Sum(taken => confusion[actual, taken]));
        Assert.That(rows, Is.EqualTo(Enumerable.Range(0, 10).Select(
            digit => Enumerable.Range(0, heldOut.Count).Count(i => heldOut.Label(i) == digit))));
        Assert.That(confusion.Correct, Is.EqualTo(Enumerable.Range(0, 10).Sum(digit => confusion[digit, digit])));
        Assert.That(confusion.Images, Is.EqualTo(heldOut.Count));
    }

    private static T[][] Parameters<T>(Experiment<T> experiment) where T : IFloatingPointIeee754<T> =>
        [.. experiment.Network.Parameters.Select(parameter => parameter.Value.Values.ToArray())];

    /// <summary>The loss of the first image that each of three epochs shows, at a rate that changes nothing.</summary>
    private static double[] FirstLosses(ExperimentSettings settings)
    {
        var still = settings with { BatchSize = 1, LearningRate = 1e-300, Optimizer = OptimizerKind.Sgd, Decay = 1 };
        return [.. Enumerable.Range(0, 3).Select(earlier =>
        {
            var experiment = new Experiment<double>(still);
            for (var epoch = 0; epoch < earlier; epoch++) experiment.TrainEpoch();
            using var stop = new CancellationTokenSource();
            return experiment.TrainEpoch(stop.Cancel, stop.Token);
        })];
    }
}
