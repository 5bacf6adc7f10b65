namespace CnnVerified.Verification.Tests.PlantedBugs;

/// <summary>
/// The original's network trained with each bug in every layer of its kind: many wrong gradients still learn.
/// </summary>
public class TrainingWithBugs
{
    private const int SamplesPerClass = 15;
    private const int Epochs = 4;
    private const double LearningRate = 0.02;

    [Test]
    public Task Is_an_approved_table()
    {
        string[] kinds = [nameof(Convolution<>), nameof(Dense<>), nameof(Sigmoid<>), nameof(BinaryCrossEntropy<>)];
        PlantedBug?[] bugs = [null, .. Catalogue.All.Where(bug => kinds.Contains(bug.Breaks))];
        var rows = new string[bugs.Length];
        Parallel.For(0, bugs.Length, b => Parallelism.Alone(() => rows[b] = Row(bugs[b])));
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"""
            The original's network from scaled weights on {2 * SamplesPerClass} images, {Epochs} epochs,
            one image a step, learning rate {LearningRate}: the mean loss of every epoch,
            and how many of the images are told right at the end.


            """);
        return Snapshot.Approve("training-with-bugs", text.AppendJoin('\n', rows).ToString());
    }

    private static string Row(PlantedBug? bug)
    {
        var random = new NumPyRandom(0);
        var right = Networks.Original(random, Initialization.Scaled);
        Loss<double> loss = new BinaryCrossEntropy<double>();
        var network = new Network<double>(
            [.. right.Layers.Select(layer => layer.Name == bug?.Breaks ? bug.PlantIn(layer) : layer)]);
        if (loss.Name == bug?.Breaks) loss = bug.PlantIn(loss);
        var trainer = new Trainer<double>(network, loss, new Sgd<double>(LearningRate), Digits.ImageShape);
        var digits = DataSet.ZerosAndOnes.Training;
        var chosen = digits.FirstOfEachClass(SamplesPerClass);
        (Tensor<double> Image, Tensor<double> Target)[] samples =
            [.. random.Permutation(chosen.Length)
                .Select(k => (digits.Image<double>(chosen[k]), digits.Target<double>(chosen[k])))];

        var row = new StringBuilder((bug?.Name ?? "right").PadRight(Catalogue.All.Max(b => b.Name.Length)));
        for (var epoch = 0; epoch < Epochs; epoch++)
            row.Append(samples.Average(sample => trainer.Step(sample.Image, sample.Target))
                .ToString("F3", CultureInfo.InvariantCulture).PadLeft(9));
        var trace = new Trace<double>(network, Digits.ImageShape);
        var correct = samples.Count(sample =>
        {
            var p = network.Forward(sample.Image, trace);
            return (p[0] > p[1]) == (sample.Target[0] > sample.Target[1]);
        });
        return row.Append(CultureInfo.InvariantCulture, $"{correct,6} of {samples.Length}").ToString();
    }
}
