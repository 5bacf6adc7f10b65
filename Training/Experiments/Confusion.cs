namespace CnnVerified.Training.Experiments;

/// <summary>How often images of each class were taken for each class.</summary>
public sealed class Confusion
{
    private readonly int[,] counts;

    private Confusion(int[,] counts, int images) => (this.counts, Images) = (counts, images);

    /// <summary>How many classes there are.</summary>
    public int Classes => counts.GetLength(0);

    /// <summary>How many images were tested.</summary>
    public int Images { get; }

    /// <summary>How many images of a class were taken for another, or for what they are.</summary>
    public int this[int actual, int predicted] => counts[actual, predicted];

    /// <summary>How many images were taken for what they are.</summary>
    public int Correct => Enumerable.Range(0, Classes).Sum(label => counts[label, label]);

    /// <summary>
    /// Tests a network on images: each is taken for the class whose output is the largest, the first of equal ones; for
    /// none if an output is NaN.
    /// </summary>
    public static Confusion Of<T>(Network<T> network, Digits digits) where T : IFloatingPointIeee754<T>
    {
        var counts = new int[digits.Classes, digits.Classes];
        Parallel.For(0, digits.Count, () => new Tester<T>(network, digits), (i, _, tester) =>
        {
            if (tester.Predict(i) is { } predicted) Interlocked.Increment(ref counts[digits.Label(i), predicted]);
            return tester;
        }, _ => { });
        return new Confusion(counts, digits.Count);
    }

    /// <summary>A table of right-aligned columns, as wide as the largest count.</summary>
    public override string ToString()
    {
        var labels = Enumerable.Range(0, Classes).ToArray();
        int?[][] rows = [[null, .. labels], .. labels.Select(
            actual => (int?[])[actual, .. labels.Select(predicted => this[actual, predicted])])];
        var width = rows.Max(row => row.Max(count => Text(count).Length)) + 2;
        return string.Join(Environment.NewLine, rows
            .Select(row => string.Concat(row.Select(count => Text(count).PadLeft(width))))
            .Prepend("Digits shown (rows), and what they were taken for (columns)"));

        static string Text(int? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "";
    }

    /// <summary>Buffers of one thread.</summary>
    private sealed class Tester<T>(Network<T> network, Digits digits) where T : IFloatingPointIeee754<T>
    {
        private readonly Batch<T> batch = new(digits, 1);
        private readonly Trace<T> trace = new(network, Digits.ImageShape);

        public int? Predict(int i)
        {
            batch.Fill([i]);
            var outputs = network.Forward(batch.Images, trace).Values;
            var winner = 0;
            for (var label = 0; label < outputs.Length; label++)
            {
                if (T.IsNaN(outputs[label])) return null;
                if (outputs[label] > outputs[winner]) winner = label;
            }
            return winner;
        }
    }
}
