using System.Text;

namespace CnnVerified.Verification;

/// <summary>How every check of a layer came out.</summary>
/// <param name="Subject">What was checked.</param>
/// <param name="Outcomes">The checks by name, in order.</param>
/// <param name="Waiver">Why undecided checks may pass; null if they may not.</param>
public sealed record ProofReport(
    string Subject, IReadOnlyList<(string Check, CheckOutcome Outcome)> Outcomes, string? Waiver = null)
{
    private IReadOnlyList<string>? blind;

    /// <summary>No check failed, and none is undecided unless waived.</summary>
    public bool Passed => Outcomes.All(o => o.Outcome.Status != CheckStatus.Failed
        && (o.Outcome.Status != CheckStatus.Undecided || Waiver is not null));

    /// <summary>
    /// Mistakes that the checks could not have seen, a sentence for each kind. Found when first asked for.
    /// </summary>
    public IReadOnlyList<string> Blind => blind ??= Confess();

    /// <summary>Finds what cannot be seen.</summary>
    internal Func<IReadOnlyList<string>> Confess { get; init; } = () => [];

    /// <summary>A line for each check, and what could not be seen.</summary>
    public override string ToString()
    {
        var width = Outcomes.Max(o => o.Check.Length);
        var text = new StringBuilder(Subject).Append(Headline());
        foreach (var (check, outcome) in Outcomes)
            text.Append($"  {check.PadRight(width)}  {Word(outcome.Status),-9}  {Reason(outcome)}".TrimEnd())
                .Append('\n');
        if (Blind.Count > 0)
            text.Append("\nThis proof cannot see:\n").AppendJoin("", Blind.Select(mistake => $"  {mistake}\n"));
        return text.ToString();
    }

    private string Headline() =>
        !Passed ? ": not proven.\n"
        : Outcomes.Any(o => o.Outcome.Status is CheckStatus.Undecided or CheckStatus.Excepted)
            ? ": every check passed but those that were waived or excepted.\n"
        : ": every check passed.\n";

    private string Reason(CheckOutcome outcome) =>
        outcome.Status == CheckStatus.Undecided && Waiver is not null ? $"{outcome.Reason} ({Waiver})" : outcome.Reason;

    private static string Word(CheckStatus status) => status switch
    {
        CheckStatus.Passed => "passed",
        CheckStatus.Failed => "FAILED",
        CheckStatus.Undecided => "undecided",
        CheckStatus.Excepted => "excepted",
        _ => "waived",
    };
}
