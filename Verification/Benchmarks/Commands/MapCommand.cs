using System.CommandLine;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>
/// The command <c>map</c>: what every operation costs for each unit of its work, over grids of shapes.
/// </summary>
internal static class MapCommand
{
    private static readonly Argument<string> Csv = new("CSV") { Description = "The CSV file to write." };

    private static readonly Argument<string> Svg = new("SVG") { Description = "The heat map to write." };

    private static readonly Option<bool> Quick = new("--quick")
    {
        Description = "Float on one thread only.",
    };

    private static readonly Option<int> Rounds = new("--rounds")
    {
        HelpName = "N",
        Description = "How often everything is measured; the least counts.",
        DefaultValueFactory = _ => 3,
    };

    private static readonly Option<string> Only = new("--only")
    {
        HelpName = "NAME",
        Description = "Only operations whose name contains this.",
        DefaultValueFactory = _ => "",
    };

    /// <summary>The command, ready to parse.</summary>
    public static Command Create()
    {
        var command = new Command(
            "map",
            "Measures what a multiply-add, a tap or an entry costs over grids of shapes, and says where it costs more "
            + "than beside it. The picture shows float on one thread. Takes a quarter of an hour.")
        {
            Csv, Svg, Quick, Rounds, Only,
        };
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult parsed)
    {
        var (quick, only) = (parsed.GetValue(Quick), parsed.GetValue(Only)!);
        Operation[] operations = [.. Operations.All.Where(operation => operation.Name.Contains(only))];
        if (operations.Length == 0)
            throw new InvalidDataException(
                $"'{only}' is in no operation's name: there are "
                + $"{string.Join("; ", Operations.All.Select(operation => operation.Name))}.");
        var rounds = parsed.AtLeastOne(Rounds);
        int[] threads = quick ? [1] : [.. new[] { 1, Environment.ProcessorCount }.Distinct()];
        var map = new CostMap(operations, quick ? [Precision.Float] : [Precision.Float, Precision.Double], threads);
        for (var round = 1; round <= rounds; round++)
            map.Measure(what => Console.Error.Write($"\r{round}/{rounds} {what,-60}"));
        Console.Error.WriteLine();
        File.WriteAllLines(parsed.GetValue(Csv)!, MapReport.Csv(map).Prepend(MapReport.Header));
        var drawn = map.Sheets.Where(sheet => (sheet.Scalar, sheet.Threads) == (Precision.Float, 1));
        File.WriteAllText(parsed.GetValue(Svg)!, HeatMaps.Draw(drawn));
        foreach (var line in MapReport.Table(map)) Console.WriteLine(line);
    }
}
