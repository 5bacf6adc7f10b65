namespace CnnVerified.Verification.Benchmarks;

/// <summary>What a map of costs says: as CSV, and in a few lines as a Markdown table.</summary>
internal static class MapReport
{
    private const double Cliff = 3;

    /// <summary>A line for each shape of each pass; texts that may have a comma are in quotes.</summary>
    public static IEnumerable<string> Csv(CostMap map) =>
        from sheet in map.Sheets
        from place in sheet.Places
        let numbers = new[] { sheet.Cost(place), sheet.OfNeighbours(place), map.OfPeak(sheet, place) }
        select string.Join(
            ',',
            [
                $"\"{sheet.Operation.Name}\"", sheet.Pass, $"{sheet.Scalar}", $"{sheet.Threads}",
                $"\"{sheet.Operation.Text(place)}\"", sheet.Operation.Unit, .. numbers.Select(Csv),
            ]);

    /// <summary>The names of the columns of <see cref="Csv(CostMap)"/>.</summary>
    public const string Header = "operation,pass,scalar,threads,shape,unit,ns a unit,of its neighbours,of the peak";

    /// <summary>
    /// A row for each pass of each operation, over all scalars and numbers of threads: the shape that costs most beside
    /// its neighbours, how many cost more than thrice as much, and the least share of the peak.
    /// </summary>
    public static IEnumerable<string> Table(CostMap map)
    {
        yield return "| operation | pass | cells | worst beside its neighbours | over 3 × | least of peak |";
        yield return "|---|---|---:|---|---:|---|";
        foreach (var pass in map.Sheets.GroupBy(sheet => (sheet.Operation, sheet.Pass)))
        {
            var cells = pass.SelectMany(sheet => sheet.Places.Select(place => (Sheet: sheet, Place: place))).ToArray();
            var worst = cells.MaxBy(cell => cell.Sheet.OfNeighbours(cell.Place));
            var cliffs = cells.Count(cell => cell.Sheet.OfNeighbours(cell.Place) > Cliff);
            var bounded = cells.Where(cell => !double.IsNaN(map.OfPeak(cell.Sheet, cell.Place))).ToArray();
            var least = bounded.Length == 0 ? "" : Least(bounded.MinBy(cell => map.OfPeak(cell.Sheet, cell.Place)));
            yield return Text($"| {pass.Key.Operation.Name} | {pass.Key.Pass} | {cells.Length} ")
                + Text($"| {worst.Sheet.OfNeighbours(worst.Place):F1} ×: {Words(worst)} | {cliffs} | {least} |");
        }

        string Least((Sheet Sheet, int Place) cell) =>
            Text($"{100 * map.OfPeak(cell.Sheet, cell.Place):F0} %: {Words(cell)}");
    }

    private static string Words((Sheet Sheet, int Place) cell) => Text(
        $"{cell.Sheet.Operation.Text(cell.Place)}, {cell.Sheet.Scalar}, threads {cell.Sheet.Threads}");

    private static string Csv(double number) =>
        double.IsNaN(number) ? "" : number.ToString("G3", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
