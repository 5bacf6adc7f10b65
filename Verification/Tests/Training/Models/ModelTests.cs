namespace CnnVerified.Verification.Tests.Training.Models;

[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ModelTests : IDisposable
{
    private static readonly Dictionary<string, string> NoMetadata = [];
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose() => folder.Delete(recursive: true);

    [Test]
    public void A_run_that_goes_on_from_a_saved_one_equals_an_uninterrupted_one_bit_for_bit(
        [Values("double", "float")] string precision)
    {
        string[] options =
            ["--seed", "3", "--learning-rate", "0.05", "--samples-per-class", "4", "--initialization", "scaled",
                "--precision", precision];
        var whole = Train([.. options, "--epochs", "3", "--save", At("whole")]);
        Train([.. options, "--epochs", "1", "--save", At("begun")]);
        var rest = Train(["--load", At("begun"), "--epochs", "2", "--save", At("rest")]);
        Assert.That(Told(rest), Is.EqualTo(Told(whole)[1..]).And.Exactly(1).StartsWith("Epoch 3/3 - Loss: "));
        Assert.That(File.ReadAllBytes(At("rest")).SequenceEqual(File.ReadAllBytes(At("whole"))));
        Assert.That(folder.GetFiles(), Has.Length.EqualTo(3));
    }

    [Test]
    public void Mini_batches_go_on_with_the_same_orders_learning_rates_and_optimiser_state(
        [Values("momentum", "adam")] string optimizer)
    {
        string[] options =
            ["--experiment", "small", "--optimizer", optimizer, "--batch-size", "7", "--decay", "0.5",
                "--learning-rate", "0.001", "--samples-per-class", "3"];
        var whole = Train([.. options, "--epochs", "3", "--save", At("whole")]);
        Train([.. options, "--epochs", "2", "--save", At("begun")]);
        var rest = Train(["--load", At("begun"), "--epochs", "1", "--save", At("rest")]);
        Assert.That(Told(rest), Is.EqualTo(Told(whole)[2..]));
        Assert.That(File.ReadAllBytes(At("rest")).SequenceEqual(File.ReadAllBytes(At("whole"))));
        Assert.That(
            SafeTensorsFile.Read(File.ReadAllBytes(At("rest"))).Tensors.Select(tensor => tensor.Name),
            Has.Some.EqualTo(
                optimizer == "adam" ? "optimizer.Dense[4].weights.mean" : "optimizer.Dense[4].weights.velocity"));
    }

    [Test]
    public void Options_that_are_given_win_over_those_of_the_model()
    {
        Train(["--samples-per-class", "2", "--epochs", "1", "--save", At("model")]);
        var slower = Train(["--load", At("model"), "--epochs", "2", "--learning-rate", "0.001", "--save", At("model")]);
        var faster = Train(["--load", At("model"), "--epochs", "1", "--learning-rate=0.002", "--save", At("model")]);
        Assert.That(Told(slower)[1], Does.StartWith("Epoch 3/3"));
        Assert.That(Told(faster)[0], Does.StartWith("Epoch 4/4"));
        Assert.That(new Model(At("model")).Options, Is.EquivalentTo(new Dictionary<string, string>
        {
            ["--samples-per-class"] = "2",
            ["--learning-rate"] = "0.002",
        }));
    }

    [Test]
    public void A_file_has_the_parameters_by_their_names_in_the_network()
    {
        Train(["--samples-per-class", "1", "--epochs", "1", "--precision", "float", "--save", At("model")]);
        var file = SafeTensorsFile.Read(File.ReadAllBytes(At("model")));
        Assert.That(file.Tensors.Select(tensor => $"{tensor.Name} {tensor.DataType} {tensor.Shape}"), Is.EqualTo(new[]
        {
            "Convolution[0].kernels F32 5×1×3×3", "Convolution[0].bias F32 5×26×26", "Dense[3].weights F32 100×3380",
            "Dense[3].bias F32 100", "Dense[5].weights F32 2×100", "Dense[5].bias F32 2",
        }));
    }

    [Test]
    public void A_model_of_the_other_precision_is_converted()
    {
        Write(Network().Parameters.Select(SafeTensor.Of));
        var experiment = new Experiment<float>(new() { SamplesPerClass = 1 });
        new Model(At("model")).Resume(experiment);
        Assert.That(
            experiment.Network.Parameters[0].Value.Values.ToArray(),
            Is.EqualTo(Array.ConvertAll(Network().Parameters[0].Value.Values.ToArray(), value => (float)value)));
    }

    [Test]
    public void A_tensor_of_another_shape_is_named_with_both_shapes() => Refuses(
        Network().Parameters.Select(SafeTensor.Of)
            .Select(tensor => tensor.Shape == "2×100" ? tensor with { Sizes = [100, 2] } : tensor),
        "has Dense[5].weights of shape 100×2, but the network's has shape 2×100");

    [Test]
    public void A_missing_tensor_is_named_with_its_shape() => Refuses(
        Network().Parameters.Skip(1).Select(SafeTensor.Of),
        "has no Convolution[0].kernels, which in the network has shape 5×1×3×3");

    [Test]
    public void A_foreign_tensor_is_named_with_its_shape() => Refuses(
        Network().Parameters.Append(new("conv1.weight", new Tensor<double>(new Shape(2, 3)))).Select(SafeTensor.Of),
        "has conv1.weight of shape 2×3, which the network does not have");

    [Test]
    public void A_tensor_of_other_numbers_is_named() => Refuses(
        Network().Parameters.Select(SafeTensor.Of)
            .Select(tensor => tensor with { DataType = tensor.Shape == "2" ? "I64" : "F64" }),
        "has Dense[5].bias in I64 numbers, but they must be F64, F32, F16 or BF16");

    [Test]
    public void A_number_that_is_not_finite_is_refused_with_its_tensor(
        [Values(double.NaN, double.PositiveInfinity, 1e300)] double number, [Values] bool isOptimizers)
    {
        var parameters = Network().Parameters.Select(SafeTensor.Of).ToArray();
        var tensor = SafeTensor.Of(new Parameter<double>("Dense[5].bias", new Tensor<double>(new Shape(2), 1, number)));
        Write(isOptimizers
            ? [.. parameters, tensor with { Name = "optimizer.Dense[5].bias.velocity" }]
            : [.. parameters[..^1], tensor]);
        var experiment = new Experiment<float>(new() { SamplesPerClass = 1, Optimizer = OptimizerKind.Momentum });
        var name = isOptimizers ? "optimizer.Dense[5].bias.velocity" : "Dense[5].bias";
        Assert.That(
            () => new Model(At("model")).Resume(experiment),
            Throws.TypeOf<InvalidDataException>()
                .With.Message.Contain($"in {name}, where only finite numbers can be used"));
    }

    [TestCase("F16", 0x3e00, 1.5)]
    [TestCase("F16", 0xc000, -2.0)]
    [TestCase("BF16", 0x3fc0, 1.5)]
    [TestCase("BF16", 0xc000, -2.0)]
    public void Weights_of_16_bits_are_read(string type, int bits, double number)
    {
        var tensor = new SafeTensor("w", type, [1], new[] { (byte)bits, (byte)(bits >> 8) });
        Assert.That(
            tensor.CopyTo(new Parameter<float>("w", new Tensor<float>(new Shape(1)))).Value[0], Is.EqualTo(number));
    }

    [Test]
    public void A_training_that_was_stopped_in_mid_epoch_and_goes_on_has_the_bits_of_one_that_was_not(
        [Values("original", "small")] string name, [Values(0, 1, 3, 5)] int stopAfter)
    {
        var settings = ExperimentDefinition.Find(name)!.Settings with
        {
            SamplesPerClass = 10,
            BatchSize = 3,
            Optimizer = OptimizerKind.Momentum,
        };
        var (whole, begun, rest) = (
            new Experiment<float>(settings), new Experiment<float>(settings), new Experiment<float>(settings));
        double[] losses = [whole.TrainEpoch(), whole.TrainEpoch(), whole.TrainEpoch()];
        using var stop = new CancellationTokenSource();
        var steps = 0;
        begun.TrainEpoch();
        if (stopAfter == 0) stop.Cancel();
        begun.TrainEpoch(() => { if (++steps == stopAfter) stop.Cancel(); }, stop.Token);
        File.WriteAllBytes(At("model"), Model.ToBytes(begun, NoMetadata));
        var told = new Model(At("model")).Resume(rest);
        Assert.That(
            told,
            stopAfter == 0 ? Is.Null : Is.EqualTo($"Going on in epoch 2 after {stopAfter} of {rest.Steps} steps."));
        Assert.That(new[] { losses[0], rest.TrainEpoch(), rest.TrainEpoch() }, Is.EqualTo(losses));
        Assert.That(Model.ToBytes(rest, NoMetadata).SequenceEqual(Model.ToBytes(whole, NoMetadata)));
        Assert.That(begun.TrainEpoch(), Is.EqualTo(losses[1]), "the same process may go on, too");
    }

    [Test]
    public void An_epoch_that_was_begun_with_other_images_begins_anew_and_that_is_said()
    {
        Write(
            Network().Parameters.Select(SafeTensor.Of),
            new() { ["epochs"] = "1", ["begun"] = "3 2 1 0", ["--samples-per-class"] = "4" });
        var same = Train(["--load", At("model"), "--epochs", "1"]);
        var other = Train(["--load", At("model"), "--epochs", "1", "--samples-per-class", "5"]);
        Assert.That(same[0], Is.EqualTo("Going on in epoch 2 after 3 of 8 steps."));
        Assert.That(other[0], Is.EqualTo("Epoch 2 begins anew: 3 of its images were shown with other options."));
        Assert.That(new[] { same[1], other[1] }, Has.All.StartsWith("Epoch 2/2 - Loss: "));
        Write(Network().Parameters.Select(SafeTensor.Of), new() { ["begun"] = "3 NaN 1 0" });
        TrainingProgram.Refuses(
            $"'{At("model")}' says that '3 NaN 1 0' of an epoch was trained, which cannot be gone on from.",
            "--load", At("model"));
    }

    [Test]
    public void A_model_remembers_where_its_images_are_wherever_it_is_used()
    {
        var images = Path.GetRelativePath(Environment.CurrentDirectory, folder.CreateSubdirectory("images").FullName);
        foreach (var (name, content) in Data.SmallMnist.Contents)
            File.WriteAllBytes(Path.Combine(images, name), content);
        Train(["--data", images, "--samples-per-class", "1", "--epochs", "1", "--save", At("model")]);
        Assert.That(new Model(At("model")).Options["--data"], Is.EqualTo(Path.GetFullPath(images)));
        Directory.Delete(images, recursive: true);
        TrainingProgram.Refuses(
            $"The model was trained with --data '{Path.GetFullPath(images)}', which is not there; "
            + "say with --data where the images are now.", "--load", At("model"));
    }

    [TestCase("-1")]
    [TestCase("five")]
    [TestCase("99999999999")]
    public void Epochs_that_are_no_number_are_told(string epochs)
    {
        Write(Network().Parameters.Select(SafeTensor.Of), new() { ["epochs"] = epochs });
        Assert.That(
            () => new Model(At("model")),
            Throws.TypeOf<InvalidDataException>().With.Message.EqualTo(
                $"'{At("model")}' says that it was trained for '{epochs}' epochs."));
    }

    [Test]
    public void A_training_of_many_epochs_is_gone_on_from_and_one_of_too_many_is_told()
    {
        Dictionary<string, string> After(int epochs) =>
            new() { ["epochs"] = $"{epochs}", ["--samples-per-class"] = "5" };
        Write(Network().Parameters.Select(SafeTensor.Of), After(1_000_000));
        Assert.That(Train(["--load", At("model"), "--epochs", "1"])[0], Does.StartWith("Epoch 1000001/1000001 - "));
        Write(Network().Parameters.Select(SafeTensor.Of), After(int.MaxValue));
        TrainingProgram.Refuses(
            $"'{At("model")}' says that it was trained for 2147483647 epochs, "
            + "but can be gone on from after at most 100000000 with 10 images.",
            "--load", At("model"), "--epochs", "1000000000");
    }

    [Test]
    public void Options_of_a_model_are_checked_as_those_of_the_command_line()
    {
        Write(Network().Parameters.Select(SafeTensor.Of), new() { ["--seed"] = "-1", ["--unknown"] = "x" });
        TrainingProgram.Refuses(
            "The model was trained with an option that is not possible: --seed is '-1', "
            + "but must be a whole number from 0 to 4294967295.",
            "--load", At("model"));
    }

    [Test]
    public void A_file_that_is_no_model_is_told_in_one_sentence()
    {
        File.WriteAllText(At("model"), "{}");
        TrainingProgram.Refuses($"'{At("model")}' is a text, but must be a safetensors file.", "--load", At("model"));
        TrainingProgram.Refuses($"Could not find file '{At("none")}'.", "--load", At("none"));
        TrainingProgram.Refuses($"'{folder.FullName}' is a directory and must be a file.", "--load", folder.FullName);
    }

    [Test]
    public void A_place_that_cannot_be_written_is_refused_before_training()
    {
        TrainingProgram.Refuses($"--save is '{At("missing/model")}', but must be in a directory that exists.", "--save",
            At("missing/model"));
        TrainingProgram.Refuses(
            $"--save is '{folder.FullName}', but is a directory and must be a file.", "--save", folder.FullName);
        Assert.That(folder.GetFiles(), Is.Empty);
    }

    private static Network<double> Network() => Networks.Original(new NumPyRandom(7), Initialization.Scaled);

    private static string[] Train(string[] arguments)
    {
        var (exitCode, output, error) = TrainingProgram.Run(arguments);
        Assert.That((exitCode, error), Is.EqualTo((0, "")));
        return [.. output.Split('\n').Select(line => line.TrimEnd())];
    }

    /// <summary>What is printed but for the time.</summary>
    private static string[] Told(string[] lines) =>
        [.. lines.Where(line => !line.StartsWith("Time", StringComparison.Ordinal))];

    private void Refuses(IEnumerable<SafeTensor> tensors, string complaint)
    {
        Write(tensors);
        Assert.That(
            () => new Model(At("model")).Restore(Network()),
            Throws.TypeOf<InvalidDataException>().With.Message.EqualTo($"'{At("model")}' {complaint}."));
    }

    private void Write(IEnumerable<SafeTensor> tensors, Dictionary<string, string>? metadata = null) =>
        File.WriteAllBytes(At("model"), new SafeTensorsFile([.. tensors], metadata ?? NoMetadata).ToBytes());

    private string At(string name) => Path.Combine(folder.FullName, name);
}
