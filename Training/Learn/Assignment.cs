namespace CnnVerified.Training.Learn;

/// <summary>An exercise: one file with one class of the same name.</summary>
/// <param name="Number">Its place in the course, from 1.</param>
/// <param name="Name">The name of the class.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Questions">The checks of a student's class, in order.</param>
internal sealed record Assignment(
    int Number, string Name, string Title, Func<StudentCode, IReadOnlyList<Question>> Questions)
{
    /// <summary>The name of its file.</summary>
    public string File => $"{Number:00}-{Name}.cs";

    /// <summary>Asks all questions; one whose method is missing is a finding too.</summary>
    /// <param name="code">The student's class.</param>
    /// <param name="ask">Asks a question, the k-th of this exercise, somewhere else; null to ask it here.</param>
    public Progress Check(StudentCode code, Func<Question, int, Answer>? ask = null)
    {
        try
        {
            var findings = new List<Finding>();
            foreach (var (k, question) in Questions(code).Index())
            {
                findings.Add(new(question, ask?.Invoke(question, k) ?? question.Answer()));
                if (findings[^1].Answer.IsLast) break;
            }
            return new(this, findings);
        }
        catch (StudentCodeException e)
        {
            return new(this, [new(new("the methods", e.Message, "a renamed method or another type", e.Message,
                () => Answer.Right), Answer.Of(e))]);
        }
    }
}

/// <summary>How far a student is with an exercise.</summary>
internal sealed record Progress(Assignment Assignment, IReadOnlyList<Finding> Findings)
{
    /// <summary>Right if all is; still to do if nothing is wrong but something not written.</summary>
    public Outcome Outcome =>
        Findings.All(one => one.Answer.Outcome == Outcome.Right) ? Outcome.Right
        : Findings.Any(one => one.Answer.Outcome == Outcome.Wrong) ? Outcome.Wrong : Outcome.Todo;

    /// <summary>What to look at first; null if all is right.</summary>
    public Finding? First => Findings.FirstOrDefault(one => one.Answer.Outcome == Outcome.Wrong)
        ?? Findings.FirstOrDefault(one => one.Answer.Outcome == Outcome.Todo);
}
