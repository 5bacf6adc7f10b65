using System.CommandLine;

namespace CnnVerified.Training.Commands;

/// <summary>What the program does when no command is named: one of the experiments, varied by options.</summary>
internal static class TrainCommand
{
    /// <summary>The command, ready to parse.</summary>
    public static RootCommand Create()
    {
        var command = new RootCommand(
            "Trains a convolutional network, written from scratch, on MNIST's handwritten digits, and tries it on "
            + "images it has not seen. Without options it repeats the original experiment: 200 zeros and ones, 5 "
            + "epochs, one step an image.");
        foreach (var option in TrainOptions.All) command.Add(option);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var model = parsed.GetValue(TrainOptions.Load) is { } load ? new Model(load) : null;
        RequireDataOf(model, parsed);
        var showsTheSame = model is null || TrainOptions.OfOrder.Given(parsed).All(
            given => model.Options.GetValueOrDefault(given.Key) == given.Value);
        if (model is not null) parsed = TrainOptions.Remembered.Complete(parsed, model.Options);
        var settings = TrainOptions.SettingsOf(parsed);
        Parallelism.Threads = parsed.GetValue(TrainOptions.Threads) ?? Parallelism.Threads;
        var metrics = parsed.GetValue(TrainOptions.Metrics) is { } path ? new MetricsFile(path) : null;
        var save = parsed.GetValue(TrainOptions.Save) is { } file ? new OutputFile(TrainOptions.Save.Name, file) : null;
        save?.RequireOtherThan(metrics?.File);
        var data = TrainOptions.LoadData(parsed, settings.Definition);
        if (settings.SamplesPerClass > data.Training.FewestOfAClass)
            throw new InvalidDataException(
                $"{TrainOptions.SamplesPerClass.Name} is '{settings.SamplesPerClass}', "
                + $"but must be a whole number from 1 to {data.Training.FewestOfAClass}, or all.");
        if (parsed.GetValue(TrainOptions.Data) is not (DataSource.Embedded or DataSource.Full)
            && LookAlike.RemarkOn(data.Training) is { } remark) Console.Error.WriteLine(remark);
        using var interruption = new Interruption();
        var outcome = settings.Precision is Precision.Float ? Of<float>() : Of<double>();
        return outcome.Losses.Count < settings.Epochs ? interruption.ExitCode : 0;

        TrainingOutcome Of<T>() where T : IFloatingPointIeee754<T>
        {
            var experiment = new Experiment<T>(settings, data);
            if (model?.Resume(experiment, showsTheSame) is { } told) Console.WriteLine(told);
            var outcome = TrainingRun.Of(experiment, settings.Epochs, data.HeldOut, interruption.Token);
            try
            {
                save?.Write(Model.ToBytes(experiment, Remembered(parsed)));
            }
            finally
            {
                metrics?.Write(settings, outcome);
            }
            return outcome;
        }
    }

    private static Dictionary<string, string> Remembered(ParseResult parsed)
    {
        var options = TrainOptions.Remembered.Given(parsed).ToDictionary();
        if (options.TryGetValue(TrainOptions.Data.Name, out var name))
            options[TrainOptions.Data.Name] = DataSource.Lasting(name);
        return options;
    }

    /// <summary>A model may remember a folder that is no more, or that another machine has.</summary>
    private static void RequireDataOf(Model? model, ParseResult parsed)
    {
        if (parsed.GetResult(TrainOptions.Data) is { Implicit: false }
            || model?.Options.GetValueOrDefault(TrainOptions.Data.Name) is not { } folder
            || folder is DataSource.Embedded or DataSource.Full || Directory.Exists(folder)) return;
        throw new DirectoryNotFoundException(
            $"The model was trained with {TrainOptions.Data.Name} '{Quoted.Of(folder)}', which is not there; "
            + $"say with {TrainOptions.Data.Name} where the images are now.");
    }
}
