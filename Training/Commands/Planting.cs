using System.CommandLine;
using static CnnVerified.Training.Commands.VerifyOptions;

namespace CnnVerified.Training.Commands;

/// <summary>
/// <c>verify --plant</c>: a mistake in the network, then in a single layer, with the answer or without it.
/// </summary>
internal static class Planting
{
    private const int Listed = 0, Failed = 1;

    /// <summary>Tells of a mistake, or of all, and returns the exit code.</summary>
    public static int Run(ParseResult parsed, string exercise)
    {
        if (exercise == Exercise.List)
        {
            Console.Out.Write(Lesson.List());
            return Listed;
        }
        if (exercise == Exercise.All) Console.Out.Write(new KillMatrix(Catalogue.All, MatrixCheck.All).Overview());
        else if (parsed.GetValue(Reveal)) Console.Out.Write(Lesson.Answer(Exercise.Find(exercise)!));
        else Tell(parsed, Exercise.Find(exercise)!);
        return Failed;
    }

    private static void Tell(ParseResult parsed, PlantedBug bug)
    {
        var (page, isHidden) = (VerifyCommand.PageOf(parsed), parsed.GetValue(HideAnswer));
        if (VerifyCommand.CheckOf(parsed, bug) is { } check)
            VerificationReport.Show(Console.Out, ReportFormat.Table, finished => check.Run(CheckShard.Whole, finished));
        Console.Out.Write($"\nThe same mistake in a single layer ({bug.Breaks}):\n\n");
        Console.Out.Write(isHidden ? Lesson.Puzzle(bug) : Lesson.Of(bug));
        if (isHidden)
            Console.Out.Write($"\nThe answer: verify {Planted.Name} {Exercise.NumberOf(bug)} {Reveal.Name}\n");
        page?.Write(Encoding.UTF8.GetBytes(LessonPage.Of(bug, isHidden).ToString()));
    }
}
