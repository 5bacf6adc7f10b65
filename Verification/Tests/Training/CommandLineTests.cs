namespace CnnVerified.Verification.Tests.Training;

[Parallelizable(ParallelScope.All)]
public sealed class CommandLineTests
{
    private static readonly Lazy<(int ExitCode, string Output, string Error)> Help =
        new(() => TrainingProgram.Run("--help"));

    [Test]
    public void Without_arguments_it_prints_five_losses_the_held_out_result_and_the_time_and_nothing_else()
    {
        var (exitCode, output, error) = TrainingProgram.Run();
        Assert.That(output, Does.Match(
            @"\AEpoch 1/5 - Loss: 0\.85192831633797\d*\r?\nEpoch 2/5 - Loss: 0\.2508692101503\d*\r?\n"
            + @"Epoch 3/5 - Loss: 0\.1603108803373\d*\r?\nEpoch 4/5 - Loss: 0\.1181645884100\d*\r?\n"
            + @"Epoch 5/5 - Loss: 0\.0977234505422\d*\r?\nHeld-out: 2,040 of 2,115 correct \(96\.45 %\)\r?\n"
            + @"Time: \d+\.\d\d s\r?\n\z"));
        Assert.That(error, Is.Empty);
        Assert.That(exitCode, Is.Zero);
    }

    [Test]
    public void Ten_digits_end_with_a_table_of_what_each_was_taken_for()
    {
        var (exitCode, output, error) = TrainingProgram.Run(
            "--experiment", "small", "--epochs", "1", "--samples-per-class", "30");
        Assert.That(output, Does.Match(
            @"\AEpoch 1/1 - Loss: \d\.\d+\r?\nHeld-out: \d+ of 1,000 correct \(\d\d\.\d0 %\)\r?\n"
            + @"Digits shown \(rows\), and what they were taken for \(columns\)\r?\n +0 +1 +2 +3 +4 +5 +6 +7 +8 +9\r?\n"
            + @"(?:( +\d+){11}\r?\n){10}Time: \d+\.\d\d s\r?\n\z"));
        Assert.That(error, Is.Empty);
        Assert.That(exitCode, Is.Zero);
    }

    [TestCase("INT", 2)]
    [TestCase("TERM", 15)]
    [TestCase("HUP", 1)]
    [Platform(Exclude = "Win", Reason = "Windows has no kill command to send signals to another process with.")]
    public void A_signal_ends_training_after_the_present_step_and_what_was_learned_is_still_told(
        string signal, int number)
    {
        TrainingProgram.IgnoreIfIgnored(number);
        var (exitCode, output, error) = TrainingProgram.Interrupt(
            signal, "Epoch 1/", "--epochs", "1000000", "--samples-per-class", "5");
        Assert.That(output, Does.Match(
            @"(Stopped in epoch \d+/1000000 after \d of 10 steps\.(\r?\nLoss so far: .*)?|"
            + @"Epoch \d+/1000000 - Loss: .*)\r?\nHeld-out: [\d,]+ of 2,115 correct .*\r?\nTime: .* s\r?\n"));
        Assert.That(error, Is.Empty);
        Assert.That(exitCode, Is.EqualTo(128 + number));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows has no kill command to send signals to another process with.")]
    public void A_signal_that_is_also_passed_on_by_the_program_that_started_this_one_counts_once()
    {
        var model = Path.GetTempFileName();
        var run = TrainingProgram.Interrupt(
            "TERM", 3, "Epoch 1/", "--epochs", "1000000", "--samples-per-class", "5", "--save", model);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((143, "")));
        Assert.That(new FileInfo(model).Length, Is.Positive);
        File.Delete(model);
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows has no such signal, and .NET does not tell.")]
    public void A_reader_who_leaves_ends_training_as_the_signal_PIPE_would_and_what_was_learned_is_saved()
    {
        var model = Path.GetTempFileName();
        var (exitCode, line, error) = TrainingProgram.ReadOneLine(
            "--epochs", "1000000", "--samples-per-class", "2", "--save", model);
        Assert.That((exitCode, error), Is.EqualTo((141, "")));
        Assert.That(line, Does.StartWith("Epoch 1/1000000 - Loss: "));
        Assert.That(TrainingProgram.Run("--load", model, "--epochs", "1").ExitCode, Is.Zero);
        File.Delete(model);
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows has no such signal, and .NET does not tell.")]
    public void A_reader_who_leaves_ends_predictions()
    {
        var images = Path.GetTempFileName();
        var model = Path.GetTempFileName();
        TrainingProgram.Run("--epochs", "1", "--samples-per-class", "2", "--save", model);
        File.WriteAllBytes(images, Data.SmallMnist.Images(100_000));
        var (exitCode, line, error) = TrainingProgram.ReadOneLine("predict", images, "--load", model);
        Assert.That((exitCode, error), Is.EqualTo((141, "")), line);
        File.Delete(images);
        File.Delete(model);
    }

    [Test]
    public void Printed_losses_read_back_as_the_very_numbers()
    {
        var lines = TrainingProgram.FirstLines(2, ["--seed", "4294967295", "--samples-per-class", "5"]);
        var experiment = new Experiment<double>(new() { Seed = uint.MaxValue, SamplesPerClass = 5 });
        foreach (var line in lines)
            Assert.That(
                double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture),
                Is.EqualTo(experiment.TrainEpoch()));
    }

    [Test]
    public void Every_option_changes_the_losses()
    {
        string[] plain = ["--samples-per-class", "2"];
        string[][] variations =
        [
            plain, ["--samples-per-class", "3"], [.. plain, "--seed", "1"], [.. plain, "--learning-rate", "0.03"],
            [.. plain, "--initialization", "scaled"], [.. plain, "--initialization", "glorot"],
            [.. plain, "--initialization", "he"], [.. plain, "--precision", "float"], [.. plain, "--decay", "0.5"],
            [.. plain, "--batch-size", "3"], [.. plain, "--optimizer", "momentum"], [.. plain, "--optimizer", "adam"],
            [.. plain, "--experiment", "small", "--epochs", "5"], [.. plain, "--experiment", "digits", "--epochs", "5"],
        ];
        var losses = new string[variations.Length];
        Parallel.For(0, losses.Length, i => losses[i] = TrainingProgram.FirstLines(2, variations[i])[1]);
        Assert.That(losses, Is.Unique.And.All.StartsWith("Epoch 2/5 - Loss: "));
    }

    [TestCase("--epochs is '0', but must be a whole number from 1 to 1000000000.", "--epochs", "0")]
    [TestCase("--epochs is '1e3', but must be a whole number from 1 to 1000000000.", "--epochs", "1e3")]
    [TestCase("--epochs needs a value; --help says which.", "--epochs")]
    [TestCase("--epochs is '--seed', but must be a whole number from 1 to 1000000000.", "--epochs", "--seed", "1")]
    [TestCase("--seed is '-1', but must be a whole number from 0 to 4294967295.", "--seed", "-1")]
    [TestCase("--seed is '4294967296', but must be a whole number from 0 to 4294967295.", "--seed=4294967296")]
    [TestCase("--samples-per-class is '501', but must be a whole number from 1 to 500, or all.",
        "--samples-per-class", "501")]
    [TestCase("--samples-per-class is '0', but must be a whole number from 1 to 2147483647, or all.",
        "--samples-per-class", "0")]
    [TestCase("--initialization is 'He', but must be original, scaled, glorot or he.", "--initialization", "He")]
    [TestCase("--precision is 'half', but must be double or float.", "--precision", "half")]
    [TestCase("--experiment is 'mnist', but must be original, small or digits.", "--experiment", "mnist")]
    [TestCase("--optimizer is 'lion', but must be sgd, momentum or adam.", "--optimizer", "lion")]
    [TestCase("--batch-size is '0', but must be a whole number from 1 to 2147483647.", "--batch-size", "0")]
    [TestCase("--decay is '1.5', but must be a number greater than 0 and at most 1.", "--decay", "1.5")]
    [TestCase("--decay is 'NaN', but must be a number greater than 0 and at most 1.", "--decay", "NaN")]
    [TestCase("'--epoch' is not an option; did you mean --epochs?", "--epoch", "3")]
    [TestCase("'--lerning-rate' is not an option; did you mean --learning-rate?", "--lerning-rate", "3")]
    [TestCase("'--eopchs' is not an option; did you mean --epochs?", "--eopchs", "3", "--seed", "x")]
    [TestCase("--seed is 'x', but must be a whole number from 0 to 4294967295.", "--seed", "x", "--eopchs", "3")]
    [TestCase("'verfy' is not a command; did you mean verify?", "verfy")]
    [TestCase("'Predict' is not a command; did you mean predict?", "Predict", "digit.png")]
    [TestCase("'--frobnicate' is not an option; --help lists what there is.", "--frobnicate")]
    [TestCase("--save is '', but must be the name of a file.", "--save", "")]
    [TestCase("A file's name is empty.", "--load", "")]
    [TestCase("'5' is not an option; --help lists what there is.", "5")]
    [TestCase("--epochs is '1000000001', but must be a whole number from 1 to 1000000000.", "--epochs", "1000000001")]
    [TestCase("--epochs is given more than once.", "--epochs", "3", "--epochs", "4")]
    [TestCase("--seed stands before predict, but must stand behind it.", "--seed", "3", "predict", "digit.png")]
    [TestCase("--load stands before predict, but must stand behind it.", "--load", "m", "predict", "digit.png")]
    [TestCase("--seed stands before report, but must stand behind it.", "--seed", "3", "report")]
    [TestCase("predict needs a FILE; --help says which.", "predict", "--load", "model")]
    [TestCase("'b.png' is one too many: predict takes one FILE.", "predict", "a.png", "b.png", "--load", "model")]
    [TestCase("'--load' stands behind --, after which there are no options.", "predict", "--", "a.png", "--load", "m")]
    [TestCase("--mirror is '…@x', but must be an address that begins with http:// or https://.",
        "--mirror", "ftp://me:secret@x")]
    [TestCase("--mirror is 'ftp://x?…', but must be an address that begins with http:// or https://.",
        "--mirror", "ftp://x?key=secret")]
    [TestCase("'http://…@x/' is not an option; --help lists what there is.", "http://me:sec@ret@x/")]
    [TestCase("'--miror' is not an option; did you mean --mirror?", "--miror=http://me:secret@x")]
    [TestCase("--data is 'https://…@x', but must be embedded, full or a directory that exists.",
        "--data", "https://me:secret@x")]
    [TestCase("--save is 'a.json', but --metrics writes that file already.",
        "--save", "a.json", "--metrics", "./a.json")]
    [TestCase("'@file' is not an option; --help lists what there is.", "@file")]
    public void A_wrong_argument_ends_with_one_sentence_that_names_it(string sentence, params string[] arguments) =>
        TrainingProgram.Refuses(sentence, arguments);

    [TestCase("NaN")]
    [TestCase("-0.1")]
    [TestCase("0")]
    [TestCase("Infinity")]
    [TestCase("1e-60")]
    [TestCase("0,5")]
    public void A_wrong_learning_rate_ends_with_one_sentence_that_names_it(string rate) => TrainingProgram.Refuses(
        $"--learning-rate is '{rate}', "
        + "but must be a number greater than 0 that a float can hold: from 1.5e-45 to 3.4e38.",
        "--learning-rate", rate);

    [TestCase("--seed", "0")]
    [TestCase("--epochs", "5; digits: 10")]
    [TestCase("--learning-rate", "0.02; small: 0.0015; digits: 0.0015")]
    [TestCase("--decay", "1; small: 0.75; digits: 0.75")]
    [TestCase("--batch-size", "1; small: 32; digits: 32")]
    [TestCase("--optimizer", "sgd; small: adam; digits: adam")]
    [TestCase("--samples-per-class", "100; small: all; digits: all")]
    [TestCase("--initialization", "original; small: he; digits: he")]
    [TestCase("--precision", "double; small: float; digits: float")]
    public void Help_names_the_default_of_every_experiment(string option, string usual)
    {
        Assert.That(Help.Value.Output, Does.Match($@"{option} <[\w|]+> .*\[default: {usual}\]"));
        Assert.That(Help.Value.ExitCode, Is.Zero);
    }
}
