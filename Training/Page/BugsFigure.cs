namespace CnnVerified.Training.Page;

/// <summary>Training with planted mistakes, as the gate has approved it: many wrong gradients still learn.</summary>
internal static class BugsFigure
{
    /// <summary>The losses of every epoch with each mistake.</summary>
    public static Figure Of()
    {
        var lines = ApprovedText.Lines("training-with-bugs");
        var rows = lines.Select(ApprovedText.Words).Where(words => words.Length > 4 && words[^2] == "of"
            && (words[0] == "right" || Catalogue.Find(words[0]) is not null)).ToArray();
        var right = rows.First(row => row[0] == "right");
        string[][] harmful = [.. rows.Where(row => row != right && !Losses(row).SequenceEqual(Losses(right)))
            .OrderByDescending(row => Losses(row)[^1])];
        var epochs = Losses(right).Length;
        var all = rows.SelectMany(Losses).ToArray();
        var chart = new Chart(new Axis("epoch", 1, epochs), Axis.Logarithmic("mean loss, nats", all), [
            .. harmful.Select((row, i) =>
                new Series(i == 0 ? "with a planted mistake" : "", 2, IsLine: true, Points(row))),
            new("right", 0, IsLine: true, Points(right)), new("", 0, IsLine: false, Points(right)),
        ]);
        var table = HtmlTable.Of("Mistakes that change a loss, the worst first",
            ["mistake", .. Enumerable.Range(1, epochs).Select(epoch => $"epoch {epoch}"), "told right"],
            harmful.Append(right).Select(row =>
                (string[])[row[0], .. row[1..(epochs + 1)], string.Join(' ', row[^3..])]));
        return new("training-with-bugs", "Training with a mistake", Markup.Of($"""
            {chart.Markup("Loss through the epochs", $"{harmful.Length} curves with mistakes around the right one")}
            """), Markup.Of($"""
            A falling loss proves nothing: of {rows.Length - 1} mistakes, {rows.Length - 1 - harmful.Length} change no
            loss in three digits here, and with most others the network learns all the same. Only a check tells them.
            {string.Join(' ', lines.TakeWhile(line => line.Length > 0))}
            """))
        {
            Below = Markup.Of($"<details><summary>All numbers</summary>{table}</details>"),
        };
    }

    private static double[] Losses(string[] row) =>
        [.. row[1..^3].Select(text => double.Parse(text, CultureInfo.InvariantCulture))];

    private static (double, double)[] Points(string[] row) =>
        [.. Losses(row).Select((loss, i) => (i + 1.0, loss))];
}
