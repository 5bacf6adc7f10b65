using System.CommandLine;

namespace CnnVerified.Training.Commands;

/// <summary>The command <c>report</c>: trains, verifies, and shows both on one page.</summary>
internal static class ReportCommand
{
    private const string Usual = "report.html";

    private static readonly Option<string?> Output = OptionOf.Text(
        "--output", "FILE", $"Where the page goes; a file of that name is replaced. [default: {Usual}]");

    /// <summary>The command, ready to parse.</summary>
    public static Command Create()
    {
        var command = new Command(
            "report",
            "Trains the original's network, verifies its gradients, and writes one HTML file for a browser, a "
            + "projector or paper, which loads nothing: losses beside the original's, heat maps of the gradients, a "
            + "microscope for one backward pass, a worksheet.")
        {
            Output,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var path = parsed.GetValue(Output) ?? Usual;
        var output = new OutputFile(Output.Name, path);
        output.Write(Encoding.UTF8.GetBytes(TrainingPage.Of(Recording.Of(OriginalLosses.Seed)).ToString()));
        Console.WriteLine($"{path} is written: open it in a browser.");
        return 0;
    }
}
