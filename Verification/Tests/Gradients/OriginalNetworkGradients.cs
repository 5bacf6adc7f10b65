namespace CnnVerified.Verification.Tests.Gradients;

/// <summary>
/// The original's network: the loss of a real image with respect to all 341,727 parameters and the 784 pixels.
/// </summary>
[Parallelizable]
public class OriginalNetworkGradients
{
    private const int Parameters = 341_727;
    private const int Pixels = 784;

    [TestCase(Initialization.Original)]
    [TestCase(Initialization.Scaled)]
    public void Every_entry_is_correct_on_a_real_image(Initialization initialization)
    {
        var network = Networks.Original(new NumPyRandom(0), initialization);
        var report = GradientCheck.Of(network, new BinaryCrossEntropy<double>())
            .At(DataSet.ZerosAndOnes.Training.Image<double>(0), DataSet.ZerosAndOnes.Training.Target<double>(0)).Run();
        TestContext.Out.WriteLine(report);
        Assert.That(report.Entries, Is.EqualTo(Parameters + Pixels));
        Assert.That(report.Passed, report.ToString);
        Assert.That(report.Signal, Is.AtLeast(initialization is Initialization.Scaled ? report.Entries / 2 : 1),
            report.ToString);
    }

    /// <summary>In a sixteenth of all entries, in which each tensor has a share.</summary>
    [Test]
    public void The_originals_missing_mean_is_wrong_in_every_entry_of_every_tensor()
    {
        var network = Networks.Original(new NumPyRandom(0), Initialization.Scaled);
        var report = GradientCheck.Of(network, Examples.MissingMean)
            .At(DataSet.ZerosAndOnes.Training.Image<double>(0), DataSet.ZerosAndOnes.Training.Target<double>(0))
            .Run(new CheckShard(14, 16)).Summary;
        Assert.That(report.Variables.Select(variable => variable.Entries), Has.All.Positive);
        Assert.That(report.Variables.Select(variable => variable.Wrong),
            Is.EqualTo(report.Variables.Select(variable => variable.Entries)));
    }
}
