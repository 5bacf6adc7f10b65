using System.Globalization;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>What a map of costs says: as CSV, and in a few lines as a Markdown table.</summary>
internal static class MapReport
{
    private const double Cliff = 3;

    /// <summary>A line for each shape of each pass; no text in it has a comma but the shape's, which is in quotes.</summary>
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
    /// A row for each pass of each operation: the shape that costs most beside its neighbours, how many cost more than
    /// thrice as much, and the least share of the peak.
    /// </summary>
    public static IEnumerable<string> Table(CostMap map)
    {
        yield return "| operation | pass | scalar | threads | shapes | worst beside its neighbours | over 3 × | least of peak |";
        yield return "|---|---|---|---:|---:|---|---:|---|";
        foreach (var sheet in map.Sheets)
        {
            var (name, places) = (sheet.Operation.Name, sheet.Places.ToArray());
            var worst = places.MaxBy(sheet.OfNeighbours);
            var cliffs = places.Count(place => sheet.OfNeighbours(place) > Cliff);
            var bounded = places.Where(place => double.IsFinite(map.OfPeak(sheet, place))).ToArray();
            var least = bounded.Length == 0 ? ""
                : bounded.MinBy(place => map.OfPeak(sheet, place)) is var low
                    ? Text($"{100 * map.OfPeak(sheet, low):F0} %: {sheet.Operation.Text(low)}") : "";
            yield return Text($"| {name} | {sheet.Pass} | {sheet.Scalar} | {sheet.Threads} | {places.Length} ")
                + Text($"| {sheet.OfNeighbours(worst):F1} ×: {sheet.Operation.Text(worst)} | {cliffs} | {least} |");
        }
    }

    private static string Csv(double number) =>
        double.IsNaN(number) ? "" : number.ToString("G3", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
