using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using CnnVerified.Training.Data;

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
    public static TrainingOutcome Of<T>(ExperimentSettings settings, DataSet data) where T : IFloatingPointIeee754<T>
    {
        var watch = Stopwatch.StartNew();
        var experiment = new Experiment<T>(settings, data);
        var losses = new List<double>();
        for (var epoch = 1; epoch <= settings.Epochs; epoch++)
        {
            losses.Add(TrainWithProgress($"Epoch {epoch}/{settings.Epochs}", experiment));
            Write($"Epoch {epoch}/{settings.Epochs} - Loss: {losses[^1]}");
        }
        var outcome = new TrainingOutcome(losses, experiment.CountCorrect(data.HeldOut), data.HeldOut.Count);
        Write($"Held-out: {outcome.Correct:N0} of {outcome.HeldOut:N0} correct ({100 * outcome.Accuracy:F2} %)");
        Write($"Time: {watch.Elapsed.TotalSeconds:F2} s");
        return outcome;
    }

    private static double TrainWithProgress<T>(string title, Experiment<T> experiment)
        where T : IFloatingPointIeee754<T> =>
        ProgressBar.Show(title, advance => experiment.TrainEpoch(() => advance(1.0 / experiment.Samples)));

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
