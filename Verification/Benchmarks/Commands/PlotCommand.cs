using System.CommandLine;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>The command <c>plot</c>: draws what <c>scaling</c> has measured.</summary>
internal static class PlotCommand
{
    private static readonly Argument<string> Csv = new("CSV") { Description = "The file that scaling wrote." };

    private static readonly Argument<string> Svg = new("SVG") { Description = "The picture to write." };

    /// <summary>The command, ready to parse.</summary>
    public static Command Create()
    {
        var command = new Command("plot", "Draws the measurements of a CSV file, one plot a series, as an SVG picture.")
        {
            Csv, Svg,
        };
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult parsed)
    {
        var picture = Plots.Draw(Measurement.Read(parsed.GetValue(Csv)!));
        File.WriteAllText(parsed.GetValue(Svg)!, picture);
    }
}
