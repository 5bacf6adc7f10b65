namespace CnnVerified.Verification.Tests.Training;

[Parallelizable(ParallelScope.All)]
public sealed class ExperimentTests
{
    private static readonly double[][] PythonLosses =
    [
        [0.851928316337978, 0.25086921015037605, 0.1603108803373177, 0.11816458841008362, 0.09772345054220018],
        [0.33387974326481945, 0.10717413149792225, 0.07864116521517163, 0.06425758937614275, 0.05537195235007784],
        [0.8240630468781734, 0.32349117322593074, 0.2214824873904556, 0.16563165273623548, 0.13265498895868688],
        [0.6501601329222777, 0.195878816961647, 0.14402420715263142, 0.12022370402575686, 0.10302831658900302],
        [0.663049693282732, 0.23156891456283074, 0.15417258367016368, 0.1084758742020915, 0.08049180056103168],
    ];

    [Test]
    public void Losses_of_seeds_0_to_4_equal_the_Python_originals_within_1e_9([Range(0, 4)] int seed) =>
        Assert.That(Losses<double>(new() { Seed = (uint)seed }),
            Is.EqualTo(PythonLosses[seed]).Within(Tolerances.PythonLosses));

    [Test]
    public void Seed_0_tells_2040_of_the_2115_held_out_digits_right()
    {
        var experiment = new Experiment<double>(new());
        for (var epoch = 0; epoch < 5; epoch++) experiment.TrainEpoch();
        Assert.That(experiment.Test(DataSet.ZerosAndOnes.HeldOut).Correct, Is.EqualTo(2040));
    }

    [Test]
    public void Floats_stay_near_doubles_without_equalling_them()
    {
        var losses = Losses<float>(new());
        Assert.That(losses, Is.EqualTo(PythonLosses[0]).Within(Tolerances.FloatLosses));
        Assert.That(losses, Is.Not.EqualTo(PythonLosses[0]).Within(Tolerances.PythonLosses));
    }

    [Test]
    public void The_original_network_has_341727_parameters_drawn_in_the_original_order()
    {
        var network = Networks.Original(new NumPyRandom(12345), Initialization.Original);
        var random = new NumPyRandom(12345);
        var drawn = network.Parameters.SelectMany(parameter => parameter.Value.Values.ToArray()).ToArray();
        Assert.That(drawn, Has.Length.EqualTo(341_727));
        Assert.That(drawn, Is.EqualTo(Enumerable.Range(0, drawn.Length).Select(_ => random.Normal())));
    }

    [Test]
    public void Scaled_parameters_learn_at_the_default_rate()
    {
        var losses = Losses<double>(new() { Initialization = Initialization.Scaled });
        Assert.That(losses[^1], Is.LessThan(losses[0] / 5));
    }

    [Test]
    public void A_loss_that_is_not_a_number_ends_the_epoch_with_a_sentence()
    {
        var experiment = new Experiment<double>(new() { SamplesPerClass = 1 });
        experiment.Network.Parameters[0].Value[0] = double.NaN;
        Assert.That(
            () => experiment.TrainEpoch(),
            Throws.TypeOf<NotFiniteNumberException>()
                .With.Message.EqualTo("The loss became NaN: the learning rate, 0.02, must be smaller."));
    }

    [Test]
    public void A_learning_rate_that_leaves_the_loss_far_above_guessing_ends_the_epoch_with_a_sentence()
    {
        var experiment = new Experiment<double>(new() { LearningRate = 3 });
        Assert.That(
            () => experiment.TrainEpoch(),
            Throws.TypeOf<InvalidDataException>().With.Message.EqualTo(
                "The loss went up to 17.3, where guessing gives 0.693: the learning rate, 3, must be smaller."));
    }

    [Test]
    public void A_network_that_predicts_no_numbers_tells_no_digit_right()
    {
        var experiment = new Experiment<double>(new());
        experiment.Network.Parameters[0].Value[0] = double.NaN;
        Assert.That(experiment.Test(DataSet.ZerosAndOnes.HeldOut).Correct, Is.Zero);
    }

    private static double[] Losses<T>(ExperimentSettings settings) where T : System.Numerics.IFloatingPointIeee754<T>
    {
        var experiment = new Experiment<T>(settings);
        return [.. Enumerable.Range(0, settings.Epochs).Select(_ => experiment.TrainEpoch())];
    }
}
