namespace CnnVerified.Training.Page;

/// <summary>Losses beside the original's, and accuracy, through the epochs.</summary>
internal static class LossFigures
{
    /// <summary>Both charts and all digits.</summary>
    public static Figure Of(Recording recording)
    {
        Moment[] epochs = [.. recording.Moments.Skip(1)];
        var images = recording.Data.HeldOut.Count;
        var across = new Axis("epoch", 0, epochs.Length);
        (double, double)[] ours = [.. epochs.Select((one, i) => (i + 1.0, one.Loss!.Value))];
        (double, double)[] theirs = [.. OriginalLosses.All.Select((loss, i) => (i + 1.0, loss))];
        (double, double)[] right = [.. recording.Moments.Select((one, i) => ((double)i, 100.0 * one.Right / images))];
        var losses = new Chart(across, Axis.Logarithmic("mean loss, nats", [.. ours.Select(one => one.Item2)]), [
            new("this program", 0, IsLine: true, ours), new("the Python original", 1, IsLine: false, theirs),
        ]).Markup("Loss", $"the loss falls from {Digits(ours[0].Item2)} in epoch 1 to {Digits(ours[^1].Item2)}");
        var accuracy = new Chart(across, new Axis("held-out images told right, %", 0, 100), [
            new("", 0, IsLine: true, right), new("", 0, IsLine: false, right),
        ]).Markup("Accuracy", $"{right[0].Item2:F1} % are told right before training, {right[^1].Item2:F1} % after it");
        var table = HtmlTable.Of("All digits", ["epoch", "loss", "the original's loss", "difference", "told right"],
            epochs.Select((one, i) => new[]
            {
                $"{i + 1}", Digits(one.Loss!.Value), Digits(OriginalLosses.All[i]),
                (one.Loss.Value - OriginalLosses.All[i]).ToString("0.0e+00", CultureInfo.InvariantCulture),
                $"{one.Right} of {images}",
            }));
        return new("losses", "Losses and accuracy", Markup.Of($"{losses}{accuracy}"), Markup.Of($"""
            The diamonds of the original lie on our line: both agree in twelve digits and more, and what is left is the
            order of sums. The original used a gradient twice too large with half the learning rate.
            """))
        { Below = table };
    }

    private static string Digits(double loss) => loss.ToString("R", CultureInfo.InvariantCulture);
}
