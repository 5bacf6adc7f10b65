using System.Diagnostics;

namespace CnnVerified.Training.Runs;

/// <summary>What a run of an experiment came to.</summary>
/// <param name="Losses">The mean loss of every epoch that was completed.</param>
/// <param name="Correct">How many held-out images were told right at the end.</param>
/// <param name="HeldOut">How many there are.</param>
/// <param name="Earlier">How many epochs it had been trained before.</param>
internal sealed record TrainingOutcome(IReadOnlyList<double> Losses, int Correct, int HeldOut, int Earlier = 0)
{
    /// <summary>The share of held-out images told right, from 0 to 1.</summary>
    public double Accuracy => (double)Correct / HeldOut;
}

/// <summary>One run of an experiment, told on the console as it goes.</summary>
internal static class TrainingRun
{
    /// <summary>Trains and evaluates.</summary>
    /// <param name="experiment">What is trained, and where it starts.</param>
    /// <param name="epochs">How many epochs, further ones if it was trained before.</param>
    /// <param name="heldOut">The images that it is tested with.</param>
    /// <param name="stop">Ends training after the present step; what was learned is still evaluated.</param>
    public static TrainingOutcome Of<T>(Experiment<T> experiment, int epochs, Digits heldOut, CancellationToken stop)
        where T : IFloatingPointIeee754<T>
    {
        var (watch, earlier) = (Stopwatch.StartNew(), experiment.Epochs);
        var losses = LiveView.Show(view => Train(experiment, epochs, heldOut, view, watch, stop));
        var confusion = experiment.Test(heldOut);
        var outcome = new TrainingOutcome(losses, confusion.Correct, confusion.Images, earlier);
        Write($"Held-out: {outcome.Correct:N0} of {outcome.HeldOut:N0} correct ({100 * outcome.Accuracy:F2} %)");
        if (confusion.Classes > 2) Console.WriteLine(confusion);
        Write($"Time: {watch.Elapsed.TotalSeconds:F2} s");
        if (losses.Count > 0 && losses[^1] > NearGuessing * experiment.LossOfGuessing)
        {
            const string Advice = "try another --learning-rate or --initialization, or more --epochs";
            Write($"The last loss is no better than what guessing gives, {experiment.LossOfGuessing:F3}: {Advice}.");
        }
        return outcome;
    }

    private const double NearGuessing = 0.97;

    private static List<double> Train<T>(
        Experiment<T> experiment, int epochs, Digits heldOut, LiveView view, Stopwatch watch, CancellationToken stop)
        where T : IFloatingPointIeee754<T>
    {
        var losses = new List<double>();
        var last = experiment.Epochs + epochs;
        for (var epoch = experiment.Epochs + 1; epoch <= last && !stop.IsCancellationRequested; epoch++)
        {
            var steps = experiment.StepsOfBegun;
            var loss = experiment.TrainEpoch(() => view.Advance(epoch, (double)++steps / experiment.Steps), stop);
            if (steps < experiment.Steps)
            {
                view.WriteLine($"Stopped in epoch {epoch}/{last} after {steps:N0} of {experiment.Steps:N0} steps.");
                if (steps > 0) view.WriteLine($"Loss so far: {loss}");
                break;
            }
            losses.Add(loss);
            view.WriteLine($"Epoch {epoch}/{last} - Loss: {loss}");
            watch.Stop();
            view.Complete(epoch, loss, () => experiment.Test(heldOut));
            watch.Start();
        }
        return losses;
    }

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
