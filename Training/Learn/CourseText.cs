namespace CnnVerified.Training.Learn;

/// <summary>What a student reads after a check: 80 columns of plain text, the same on any terminal.</summary>
internal static class CourseText
{
    private const int Columns = 80, Bar = 28;

    /// <summary>The exercise that was checked: what is right, what is wrong, and so many hints.</summary>
    public static string Of(Progress progress, int hints)
    {
        var text = new StringBuilder($"{progress.Assignment.File}: {progress.Assignment.Title}\n\n");
        foreach (var (question, answer) in progress.Findings)
            text.Append($"  {Word(answer.Outcome),-5}  {question.Name}\n");
        if (progress.First is not { } first) return text.ToString();
        if (first.Answer.Outcome == Outcome.Todo)
            return text.Append("\nThe formula and an example worked by hand stand in the file.\n").ToString();
        text.Append($"\n{first.Question.Name}:\n{Wrapped(first.Answer.Account.TrimEnd(), 0)}\n");
        foreach (var ((kind, hint), k) in first.Hints.Take(hints).Select((hint, k) => (hint, k + 1)))
            text.Append($"\nhint {k} of {first.Hints.Count}, {kind}\n{Wrapped(hint.TrimEnd(), 2)}\n");
        if (hints < first.Hints.Count)
            text.Append($"\nA next check reveals hint {hints + 1} of {first.Hints.Count}: "
                + $"{first.Hints[hints].Kind}.\n");
        return text.ToString();
    }

    /// <summary>What the compiler says.</summary>
    public static string OfErrors(IReadOnlyList<string> errors)
    {
        const int Shown = 5;
        var more = errors.Count > Shown ? $"\n  and {errors.Count - Shown} more" : "";
        return $"It does not compile:\n{Wrapped(string.Join('\n', errors.Take(Shown)), 2)}{more}\n";
    }

    /// <summary>A line for each exercise.</summary>
    public static string Of(IReadOnlyList<Progress> all) => string.Concat(all.Select(
        one => $"  {Word(one.Outcome),-5}  {one.Assignment.File[..^3],-26}  {one.Assignment.Title}\n"));

    /// <summary>How far the student is, and what comes next.</summary>
    public static string Standing(int right, Assignment? next)
    {
        var all = Course.Assignments.Count;
        var done = Bar * right / all;
        return $"[{new string('#', done)}{new string('.', Bar - done)}] {right} of {all} right"
            + (next is null ? ": that was all\n" : $"; next: {next.File}\n");
    }

    private static string Word(Outcome outcome) => outcome switch
    {
        Outcome.Right => "right",
        Outcome.Wrong => "WRONG",
        _ => "todo",
    };

    /// <summary>Lines of words; tables, which fit, stay as they are.</summary>
    private static string Wrapped(string text, int indent)
    {
        var lines = new List<string>();
        foreach (var paragraph in text.Split('\n').Select(line => new string(' ', indent) + line.TrimEnd()))
        {
            var rest = paragraph;
            var hang = paragraph.Length - paragraph.TrimStart().Length;
            while (rest.Length > Columns && rest.LastIndexOf(' ', Columns) is var gap && gap > hang)
            {
                lines.Add(rest[..gap].TrimEnd());
                rest = new string(' ', hang) + rest[(gap + 1)..];
            }
            lines.Add(rest);
        }
        return string.Join('\n', lines);
    }
}
