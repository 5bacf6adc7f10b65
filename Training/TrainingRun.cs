using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using CnnVerified.Training.Data;

namespace CnnVerified.Training;

/// <summary>What a run of an experiment came to.</summary>
/// <param name="Losses">The mean loss of every epoch that was completed.</param>
/// <param name="Correct">How many held-out images were told right at the end.</param>
/// <param name="HeldOut">How many there are.</param>
internal sealed record TrainingOutcome(IReadOnlyList<double> Losses, int Correct, int HeldOut)
{
    /// <summary>The share of held-out images told right, from 0 to 1.</summary>
    public double Accuracy => (double)Correct / HeldOut;
}

/// <summary>One run of an experiment, told on the console as it goes.</summary>
internal static class TrainingRun
{
    /// <summary>Trains and evaluates in one precision.</summary>
    /// <param name="settings">Which experiment, and how.</param>
    /// <param name="data">Its images.</param>
    /// <param name="stop">Ends training after the present step; what was learned is still evaluated.</param>
    public static TrainingOutcome Of<T>(ExperimentSettings settings, DataSet data, CancellationToken stop)
        where T : IFloatingPointIeee754<T>
    {
        var watch = Stopwatch.StartNew();
        var experiment = new Experiment<T>(settings, data);
        var losses = LiveView.Show(view => Train(experiment, settings.Epochs, data.HeldOut, view, watch, stop));
        var confusion = experiment.Test(data.HeldOut);
        var outcome = new TrainingOutcome(losses, confusion.Correct, confusion.Images);
        Write($"Held-out: {outcome.Correct:N0} of {outcome.HeldOut:N0} correct ({100 * outcome.Accuracy:F2} %)");
        if (confusion.Classes > 2) ConfusionTable.Write(confusion);
        Write($"Time: {watch.Elapsed.TotalSeconds:F2} s");
        return outcome;
    }

    private static List<double> Train<T>(
        Experiment<T> experiment, int epochs, Digits heldOut, LiveView view, Stopwatch watch, CancellationToken stop)
        where T : IFloatingPointIeee754<T>
    {
        var losses = new List<double>();
        for (var epoch = 1; epoch <= epochs && !stop.IsCancellationRequested; epoch++)
        {
            var steps = 0;
            var loss = experiment.TrainEpoch(() => view.Advance(epoch, (double)++steps / experiment.Steps), stop);
            if (steps < experiment.Steps)
            {
                view.WriteLine($"Stopped in epoch {epoch}/{epochs} after {steps:N0} of {experiment.Steps:N0} steps.");
                break;
            }
            losses.Add(loss);
            view.WriteLine($"Epoch {epoch}/{epochs} - Loss: {loss}");
            watch.Stop();
            view.Complete(epoch, loss, () => experiment.Test(heldOut));
            watch.Start();
        }
        return losses;
    }

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
