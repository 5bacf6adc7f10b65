namespace CnnVerified.Training.Learn;

/// <summary>One check of an exercise, with what to say if it fails.</summary>
/// <param name="Name">What is checked.</param>
/// <param name="Property">What must be so, the second hint.</param>
/// <param name="Usual">What is usually wrong, the third hint where the numbers themselves do not name it.</param>
/// <param name="Line">The line of the reference that decides, the last hint.</param>
/// <param name="Ask">Runs the student's code.</param>
internal sealed record Question(string Name, string Property, string Usual, string Line, Func<Answer> Ask)
{
    /// <summary>How long the code may take that is not in an endless loop.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What the student's code came to, unless it never returns.</summary>
    public Answer Answer()
    {
        try
        {
            return Ask();
        }
        catch (Exception e)
        {
            return Learn.Answer.Of(e);
        }
    }
}

/// <summary>A check with what came of it.</summary>
internal sealed record Finding(Question Question, Answer Answer)
{
    /// <summary>The hints, one after the other, each with a word for its kind.</summary>
    public IReadOnlyList<(string Kind, string Text)> Hints =>
    [
        ("where", Answer.Where),
        ("what must be so", Question.Property),
        ("the mistake", Answer.Mistake ?? $"Usual here: {Question.Usual}."),
        ("the line of the reference", Question.Line),
    ];
}
