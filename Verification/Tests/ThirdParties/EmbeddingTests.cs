namespace CnnVerified.Verification.Tests.ThirdParties;

/// <summary>A table of word vectors, looked up by label and averaged to a sentence after a projection.</summary>
public class EmbeddingTests
{
    private static readonly int[] Labels = [3, 0, 3, 2, 3, 0];

    private static readonly double[,] Table =
        { { 0.5, -1, 0.25 }, { 1.5, 0.3, -0.6 }, { -0.2, 0.9, 1.1 }, { 0.7, 0.2, -0.5 } };

    private enum Slip { None, LastWins, PositionForLabel, NoCount }

    [Test]
    public void Repeated_labels_add_up() => Check(Slip.None, Vectors, VectorsBack).Verify();

    [Test]
    public void A_label_that_never_comes_has_no_gradient() => Assert.That(
        Check(Slip.None, Vectors, VectorsBack).Run().Variables[0].Entries.Skip(3).Take(3).Select(e => e.Analytic),
        Is.All.Zero);

    [Test]
    public void A_mean_of_vectors_is_right() => Check(Slip.None, Sentence, SentenceBack).Verify();

    [Test]
    public void A_last_label_that_wins_is_wrong() => IsWrong(Check(Slip.LastWins, Vectors, VectorsBack));

    [Test]
    public void A_position_taken_for_a_label_is_wrong() => IsWrong(Check(Slip.PositionForLabel, Vectors, VectorsBack));

    [Test]
    public void A_mean_without_its_count_is_wrong() => IsWrong(Check(Slip.NoCount, Sentence, SentenceBack));

    private static void IsWrong(GradientCheck check) => Assert.That(check.Run().Count(Verdict.Wrong), Is.Positive);

    private static GradientCheck Check<T>(
        Slip slip, Func<double[,], int[], T> forward,
        Func<double[,], int[], T, Slip, double[,]> backward) where T : class =>
        GradientCheck.OfBackward(
            a => forward(a.Of<double[,]>("table"), a.Of<int[]>("labels")),
            (a, dy) => [("table", backward(a.Of<double[,]>("table"), a.Of<int[]>("labels"), dy, slip))])
        .At(("table", Table), ("labels", Labels));

    private static double[,] Vectors(double[,] table, int[] labels)
    {
        var y = new double[labels.Length, table.GetLength(1)];
        for (var n = 0; n < labels.Length; n++)
            for (var d = 0; d < table.GetLength(1); d++) y[n, d] = table[labels[n], d];
        return y;
    }

    private static double[,] VectorsBack(double[,] table, int[] labels, double[,] dy, Slip slip)
    {
        var gradient = new double[table.GetLength(0), table.GetLength(1)];
        for (var n = 0; n < labels.Length; n++)
            for (var d = 0; d < table.GetLength(1); d++)
            {
                var row = slip == Slip.PositionForLabel ? n % table.GetLength(0) : labels[n];
                gradient[row, d] = slip == Slip.LastWins ? dy[n, d] : gradient[row, d] + dy[n, d];
            }
        return gradient;
    }

    private static double[] Sentence(double[,] table, int[] labels)
    {
        var mean = new double[table.GetLength(1)];
        for (var d = 0; d < mean.Length; d++)
            mean[d] = Math.Tanh(labels.Average(label => table[label, d]));
        return mean;
    }

    private static double[,] SentenceBack(double[,] table, int[] labels, double[] dy, Slip slip)
    {
        var (gradient, y) = (new double[table.GetLength(0), table.GetLength(1)], Sentence(table, labels));
        foreach (var label in labels)
            for (var d = 0; d < y.Length; d++)
                gradient[label, d] += dy[d] * (1 - y[d] * y[d]) / (slip == Slip.NoCount ? 1 : labels.Length);
        return gradient;
    }
}
