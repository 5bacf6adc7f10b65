using System.Text.Json;

namespace CnnVerified.Training.Learn;

/// <summary>The same for a course's server: one JSON object.</summary>
internal static class CourseJson
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>What was checked; without a built assembly, the compiler's errors.</summary>
    public static string Of(IReadOnlyList<Progress> all, IReadOnlyList<string> errors) => JsonSerializer.Serialize(
        new
        {
            right = all.Count(one => one.Outcome == Outcome.Right),
            of = Course.Assignments.Count,
            errors,
            exercises = all.Select(one => new
            {
                number = one.Assignment.Number,
                name = one.Assignment.Name,
                outcome = Word(one.Outcome),
                checks = one.Findings.Select(finding => new
                {
                    name = finding.Question.Name,
                    outcome = Word(finding.Answer.Outcome),
                    message = finding.Answer.Account,
                    hints = finding.Answer.Outcome == Outcome.Wrong
                        ? finding.Hints.Select(hint => new { kind = hint.Kind, text = hint.Text }) : [],
                }),
            }),
        }, Format);

    private static string Word(Outcome outcome) => $"{outcome}".ToLowerInvariant();
}
