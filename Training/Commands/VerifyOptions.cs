using System.CommandLine;

namespace CnnVerified.Training.Commands;

/// <summary>The options of <c>verify</c>; <see cref="VerifyRules"/> says which go together.</summary>
internal static class VerifyOptions
{
    private const int MostProjections = 1_000;

    public static readonly Option<int?> Image = OptionOf.Value(
        "--image", "N",
        "Which of the embedded training images, from 0: all of the first digit, then all of the second, and so on. "
        + "[default: 0]", OptionOf.WholeNumbers(least: 0), text => OptionOf.WholeNumber(text, least: 0));

    public static readonly Option<int?> Projections = OptionOf.Value(
        "--projections", "K",
        "Checks K random directions a tensor instead of every entry, which takes a moment for a network of any size; "
        + "the report says which mistakes it cannot see.",
        OptionOf.WholeNumbers(most: MostProjections), text => OptionOf.WholeNumber(text, most: MostProjections));

    public static readonly Option<CheckShard?> Part = OptionOf.Value(
        "--shard", "I/N",
        "Checks only the I-th of N equal parts, for a job that is spread over N machines. Needs --output.",
        "such as 2/7: two whole numbers of at least 1, the first at most the second", CheckShard.TryParse);

    public static readonly Option<string?> Output = OptionOf.Text(
        "--output", "FILE",
        "Also writes the report to this file, as JSON, for --merge and other programs. A file of that name is "
        + "replaced, once all is known.");

    public static readonly Option<string[]> Merged = new("--merge")
    {
        HelpName = "FILES",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        Description = "Checks nothing, but joins the reports of all N shards into the verdict on the whole.",
    };

    public static readonly Option<string?> Planted = OptionOf.Value(
        "--plant", "NAME|random|list|all",
        "An exercise: puts a known mistake into the network and shows what a learner would see: the failing table, the "
        + "smallest counterexample, the diagnosis and the lesson. random: any mistake. list: all mistakes with their "
        + "lessons. all: which check finds which mistake.",
        $"{Exercise.Random}, {Exercise.List}, {Exercise.All} or the name of a planted mistake; --plant "
        + $"{Exercise.List} shows them",
        text => text is Exercise.List or Exercise.All || Exercise.Find(text) is not null ? text : null);

    public static readonly Option<bool> HideAnswer = new("--hide-answer")
    {
        Description = "With --plant: keeps the diagnosis and the lesson back, and says how to have them.",
    };

    public static readonly Option<bool> Reveal = new("--reveal")
    {
        Description = "With --plant: shows only what --hide-answer kept back.",
    };

    public static readonly Option<string?> Report = OptionOf.Text(
        "--report", "FILE",
        "Also writes a page for a browser to this file, with heat maps of the gradients. It loads nothing. A file of "
        + "that name is replaced, once all is known.");

    public static readonly Option<ReportFormat?> Format = OptionOf.Choice<ReportFormat, ReportFormat?>(
        "--format",
        "What is printed: a table with a row for each tensor; the report as one JSON object, or as Markdown for a pull "
        + "request; or the workflow commands that GitHub shows as annotations. [default: table]",
        Enum.GetValues<ReportFormat>(), format => $"{format}".ToLowerInvariant(), format => format);
}
