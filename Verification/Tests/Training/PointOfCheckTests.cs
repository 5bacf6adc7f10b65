using CnnVerified.Verification.Tests.Gradients;

namespace CnnVerified.Verification.Tests.Training;

[Parallelizable]
public sealed class PointOfCheckTests
{
    private static Digits Images => DataSet.ZerosAndOnes.Training;

    /// <summary>A place of ink in the first image and of paper in the second.</summary>
    private static int Pixel => Enumerable.Range(0, Digits.Size * Digits.Size).First(
        i => Images.Image<double>(0)[i] > 0.9 && Images.Image<double>(1)[i] == 0);

    [Test]
    public void A_point_that_can_tell_is_kept() =>
        Assert.That(Check(Watching(1)).Subject, Is.EqualTo("network at 1×1×28×28"));

    [Test]
    public void Where_the_clipped_loss_is_flat_the_next_image_is_checked_and_named()
    {
        var report = Check(Watching(1_000));
        Assert.That(report.Headline(), Does.StartWith(
            "network at image 1, as Dense[1].weights, Dense[1].bias, x cannot move the loss at image 0: "
            + "no wrong gradient"));
        Assert.That(report.Passed, report.ToString);
    }

    [Test]
    public void Where_it_is_flat_at_every_image_the_parameters_are_divided()
    {
        var report = Check(Watching(0, bias: 1_000));
        Assert.That(report.Subject, Does.StartWith("network with parameters ÷ 32 at image 0, as Dense[1].weights"));
        Assert.That(report.Passed, report.ToString);
    }

    [Test]
    public void Where_nothing_helps_nothing_passes()
    {
        var report = Check(new(new Reshape<double>(new Shape(784)), new Dense<double>(Zero(3, 784), Zero(3)),
            new ReLU<double>(), new Dense<double>(Zero(2, 3), Zero(2)), new Sigmoid<double>()));
        Assert.That(report.Passed, Is.False, report.ToString);
        Assert.That(report.Headline(), Does.Contain("no signal"));
    }

    [Test]
    public void A_mistake_that_the_flat_loss_would_hide_is_found_at_the_other_point() =>
        Assert.That(
            Check(Watching(1_000), Examples.MissingMean).Passed, Is.False);

    [Test]
    public void Tensors_behind_which_all_is_zero_are_named()
    {
        var network = new Network<double>(
            new Dense<double>(Zero(4, 4), Zero(4)), new ReLU<double>(), new Dense<double>(Zero(3, 4), Zero(3)));
        Assert.That(GradientCheck.Of(network, new SoftmaxCrossEntropy<double>()).At(2, 4).Silent(),
            Is.EqualTo(new[] { "Dense[0].weights", "Dense[0].bias", "Dense[2].weights", "x" }));
    }

    private static GradientSummary Check(Network<double> network, Loss<double>? loss = null) =>
        PointOfCheck.Near(network, loss ?? new BinaryCrossEntropy<double>(), Images, 0).Run().Summary;

    /// <summary>Two sigmoids that see one pixel alone.</summary>
    private static Network<double> Watching(double weight, double bias = 0)
    {
        var weights = Draw.Normal(new Shape(2, 784), seed: 1);
        foreach (ref var w in weights.Values) w /= 1_000;
        (weights[0, Pixel], weights[1, Pixel]) = (weight, weight);
        return new(new Reshape<double>(new Shape(784)),
            new Dense<double>(weights, new Tensor<double>(new Shape(2), bias, bias)), new Sigmoid<double>());
    }

    private static Tensor<double> Zero(params int[] shape) => new(new Shape(shape));
}
