namespace CnnVerified.Verification;

/// <summary>
/// Every derivative of every output with respect to one tensor, as the backward pass gives it and as it is measured.
/// </summary>
public sealed class JacobianReport
{
    private const int MostRows = 12, MostColumns = 12;

    private readonly EntryReport[][] found;

    internal JacobianReport(
        string subject, IReadOnlyList<string> outputs, IReadOnlyList<string> entries, EntryReport[][] found)
    {
        (Subject, Outputs, Entries, this.found) = (subject, outputs, entries, found);
        Analytic = Matrix(entry => entry.Analytic);
        Numeric = Matrix(entry => entry.Decisive.Value);
        Difference = Matrix(entry => entry.Analytic - entry.Decisive.Value);
    }

    /// <summary>What was checked.</summary>
    public string Subject { get; }

    /// <summary>The names of the outputs, such as <c>y[0, 1]</c>: the rows.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>The names of the tensor's entries, such as <c>x[2]</c>: the columns.</summary>
    public IReadOnlyList<string> Entries { get; }

    /// <summary>∂yₖ/∂xᵢ by the backward pass, for dy = 1 at output k and 0 elsewhere.</summary>
    public double[,] Analytic { get; }

    /// <summary>∂yₖ/∂xᵢ by finite differences, or by what decided in their place.</summary>
    public double[,] Numeric { get; }

    /// <summary>Analytic − numeric.</summary>
    public double[,] Difference { get; }

    /// <summary>What was found for one derivative, with its verdict.</summary>
    /// <param name="output">k.</param>
    /// <param name="entry">i.</param>
    public EntryReport this[int output, int entry] => found[output][entry];

    /// <summary>How many derivatives have a verdict.</summary>
    public int Count(Verdict verdict) => found.Sum(row => row.Count(entry => entry.Verdict == verdict));

    /// <summary>
    /// Both matrices and where they differ, on a screen of 80 columns; of large ones, a part with what differs.
    /// </summary>
    public override string ToString()
    {
        var rows = Shown(Outputs.Count, MostRows, k => found[k]);
        var columns = Shown(Entries.Count, MostColumns, i => found.Select(row => row[i]));
        var (size, wrong) = ($"{Amount.Of(Outputs.Count)} × {Amount.Of(Entries.Count)}", Count(Verdict.Wrong));
        var text = new StringBuilder(Wrapping.Of($"{Subject}: "
            + (wrong > 0 ? $"{Amount.Of(wrong)} of {size} derivatives wrong." : $"none of {size} derivatives wrong.")));
        if (rows.Length < Outputs.Count || columns.Length < Entries.Count)
            text.Append($"\nShown are {rows.Length} × {columns.Length} of them, those first that differ.");
        text.Append('\n');
        foreach (var (title, cell) in Blocks)
            for (var (left, count) = (columns, 0); left.Length > 0; left = left[count..])
            {
                for (count = left.Length; count > 1 && !Table(left[..count]).Fits; count--) { }
                text.Append('\n').Append(Table(left[..count]));

                TextTable Table(int[] some) => new(
                    [[title, .. some.Select(i => Entries[i][Math.Max(0, Entries[i].LastIndexOf('['))..])],
                        .. rows.Select(k => some.Select(i => cell(found[k][i])).Prepend(Outputs[k]).ToArray())],
                    FlushLeft: 1);
            }
        return text.Append("\n  · agrees, ? undecided\n").ToString();
    }

    private static readonly (string Title, Func<EntryReport, string> Cell)[] Blocks =
    [
        ("analytic", entry => Number(entry.Analytic)),
        ("numeric", entry => Number(entry.Decisive.Value)),
        ("difference", entry => entry.Verdict switch
        {
            Verdict.Correct => "·",
            Verdict.Wrong => Number(entry.Analytic - entry.Decisive.Value),
            _ => "?",
        }),
    ];

    /// <summary>The first places, but those before others where something differs.</summary>
    private static int[] Shown(int count, int most, Func<int, IEnumerable<EntryReport>> entries) =>
        [.. Enumerable.Range(0, count).OrderBy(place => entries(place).All(entry => entry.Verdict != Verdict.Wrong))
            .Take(most).Order()];

    private double[,] Matrix(Func<EntryReport, double> value)
    {
        var matrix = new double[Outputs.Count, Entries.Count];
        for (var k = 0; k < Outputs.Count; k++)
            for (var i = 0; i < Entries.Count; i++) matrix[k, i] = value(found[k][i]);
        return matrix;
    }

    private static string Number(double value) => (value == 0 ? 0 : value).ToString("G5", CultureInfo.InvariantCulture);
}
