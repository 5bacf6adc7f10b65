using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using CnnVerified.Training.Data;
using CnnVerified.Training.Models;

namespace CnnVerified.Training;

/// <summary>What a run of the experiment came to.</summary>
/// <param name="Losses">The mean loss of every epoch.</param>
/// <param name="Correct">How many held-out images were told right at the end.</param>
/// <param name="HeldOut">How many there are.</param>
internal sealed record TrainingOutcome(IReadOnlyList<double> Losses, int Correct, int HeldOut)
{
    /// <summary>The share of held-out images told right, from 0 to 1.</summary>
    public double Accuracy => (double)Correct / HeldOut;
}

/// <summary>One run of the experiment, told on the console as it goes.</summary>
internal static class TrainingRun
{
    /// <summary>Trains and evaluates in one precision.</summary>
    /// <param name="settings">What distinguishes this run from others.</param>
    /// <param name="data">What it trains on and is tested with.</param>
    /// <param name="start">Where an earlier run ended, if this one goes on from there.</param>
    /// <param name="keep">Told of the experiment when it is over.</param>
    public static TrainingOutcome Of<T>(
        ExperimentSettings settings, DataSet data, Model? start = null, Action<Experiment<T>>? keep = null)
        where T : IFloatingPointIeee754<T>
    {
        var watch = Stopwatch.StartNew();
        var experiment = new Experiment<T>(settings, data);
        start?.Resume(experiment);
        var losses = new List<double>();
        var last = experiment.Epochs + settings.Epochs;
        while (experiment.Epochs < last)
        {
            losses.Add(TrainWithProgress($"Epoch {experiment.Epochs + 1}/{last}", experiment));
            Write($"Epoch {experiment.Epochs}/{last} - Loss: {losses[^1]}");
        }
        keep?.Invoke(experiment);
        var outcome = new TrainingOutcome(losses, experiment.Test(data.HeldOut).Correct, data.HeldOut.Count);
        Write($"Held-out: {outcome.Correct:N0} of {outcome.HeldOut:N0} correct ({100 * outcome.Accuracy:F2} %)");
        Write($"Time: {watch.Elapsed.TotalSeconds:F2} s");
        return outcome;
    }

    private static double TrainWithProgress<T>(string title, Experiment<T> experiment)
        where T : IFloatingPointIeee754<T> =>
        ProgressBar.Show(title, advance => experiment.TrainEpoch(() => advance(1.0 / experiment.Steps)));

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
