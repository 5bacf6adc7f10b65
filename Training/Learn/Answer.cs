using System.Diagnostics;

namespace CnnVerified.Training.Learn;

/// <summary>How far something is.</summary>
internal enum Outcome
{
    /// <summary>It is as it must be.</summary>
    Right,

    /// <summary>It is not.</summary>
    Wrong,

    /// <summary>It was not written yet.</summary>
    Todo,
}

/// <summary>What a student's code came to in one check.</summary>
/// <param name="Outcome">The verdict.</param>
/// <param name="Account">What a student sees at once: a table, or a sentence.</param>
/// <param name="Where">The entries that are most wrong, the first hint.</param>
/// <param name="Mistake">What explains all the numbers, if something does: the third hint.</param>
internal sealed record Answer(Outcome Outcome, string Account = "", string Where = "", string? Mistake = null)
{
    private const int Shown = 4;

    /// <summary>Whether no more questions are asked of this exercise, as each would take as long.</summary>
    public bool IsLast { get; init; }

    /// <summary>Everything was right.</summary>
    public static Answer Right { get; } = new(Outcome.Right);

    /// <summary>The verdict of a gradient check, whose report is told by degrees.</summary>
    public static Answer Of(GradientCheck check)
    {
        var report = check.Run();
        if (report.Passed) return Right;
        var failures = report.Failures.Take(Shown).Select(entry => $"{entry}");
        var more = report.Failures.Count > Shown ? $"\nand {report.Failures.Count - Shown} more" : "";
        return new(
            Outcome.Wrong, $"{report.Summary with { Blind = [] }}".Split("\n\n  signal")[0],
            report.Failures.Count > 0 ? string.Join('\n', failures) + more : string.Join('\n', report.Breaches),
            report.Diagnoses.FirstOrDefault(found => found.IsNamed)?.ToString());
    }

    /// <summary>What code that threw has to say, where the harness caught it or nobody did.</summary>
    public static Answer Of(Exception thrown)
    {
        while (thrown is CheckedCodeException { InnerException: { } inner }) thrown = inner;
        if (thrown is NotImplementedException) return new(Outcome.Todo, "It is still to be written.");
        var frame = new StackTrace(thrown, fNeedFileInfo: true).GetFrames()
            .FirstOrDefault(one => StudentCode.IsOfStudent(one.GetMethod()?.DeclaringType?.Assembly));
        var place = frame?.GetFileName() is { } file
            ? $"{Path.GetFileName(file)}, line {frame.GetFileLineNumber()}" : frame?.GetMethod()?.Name;
        return thrown is CheckedCodeException or StudentCodeException
            ? new(Outcome.Wrong, thrown.Message, thrown.Message)
            : new(Outcome.Wrong, $"It threw {thrown.GetType().Name}: {thrown.Message}",
                place is null ? "outside of your code" : $"in {place}", thrown switch
                {
                    IndexOutOfRangeException => "an index leaves its array: see the sizes, and where each loop ends",
                    NullReferenceException => "something was used that was never made",
                    _ => null,
                });
    }
}
