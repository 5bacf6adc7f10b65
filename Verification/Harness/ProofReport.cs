namespace CnnVerified.Verification;

/// <summary>How every check of a layer came out.</summary>
/// <param name="Subject">What was checked.</param>
/// <param name="Outcomes">The checks by name, in order.</param>
/// <param name="Waiver">Why undecided checks may pass; null if they may not.</param>
public sealed record ProofReport(
    string Subject, IReadOnlyList<(string Check, CheckOutcome Outcome)> Outcomes, string? Waiver = null) : CheckReport
{
    private static readonly int StatusWidth = Word(CheckStatus.Undecided).Length;

    private IReadOnlyList<string>? blind;

    /// <summary>No check failed, and none is undecided unless waived.</summary>
    public override bool Passed => !Outcomes.Any(IsInTheWay);

    /// <summary>
    /// Mistakes that the checks could not have seen, a sentence for each kind. Found when first asked for.
    /// </summary>
    public IReadOnlyList<string> Blind => blind ??= Confess();

    /// <summary>
    /// Where several checks failed, which of them to look at first and what it can explain, in a sentence; null
    /// otherwise.
    /// </summary>
    public string? FirstCause
    {
        get
        {
            string[] failed = [.. EveryCheck.All.Select(check => check.Name).Where(
                name => Outcomes.Any(o => o.Check == name && o.Outcome.Status == CheckStatus.Failed))];
            if (failed.Length < 2) return null;
            string[] own = [.. failed.Skip(1).Where(other => !EveryCheck.Explains(failed[0], other))];
            return $"Look first at \"{failed[0]}\""
                + (own.Length == 0 ? ": it can explain what else failed."
                    : own.Length == failed.Length - 1 ? $"; {Quoted(own)} failed for {Reasons(own)}."
                    : $": it can explain what else failed, but not {Quoted(own)}.");

            static string Quoted(string[] names) => string.Join(", ", names.Select(name => $"\"{name}\""));
            static string Reasons(string[] names) => names.Length == 1 ? "a reason of its own" : "reasons of their own";
        }
    }

    /// <summary>Finds what cannot be seen.</summary>
    internal Func<IReadOnlyList<string>> Confess { get; init; } = () => [];

    /// <summary>What there is to see of the layer's gradients. Drawn when first asked for.</summary>
    internal Func<IReadOnlyList<Figure>> Draw { get; init; } = () => [];

    internal override IReadOnlyList<Figure> Figures => Draw();

    internal override Page Page => new(
        Subject + Verdict(),
        new([["check", "outcome", "reason"], .. Outcomes.Select(Row)], FlushLeft: 3),
        Blind.Count == 0 ? [] : [new Passage("This proof cannot see:", [.. Blind.Select(mistake => (Line)mistake)])])
    {
        Lead = FirstCause is { } cause ? [cause] : [],
        Annotations = [.. Outcomes.Where(IsInTheWay).Select(
            o => new Annotation($"{Subject}: {o.Check}", $"{Word(o.Outcome.Status)}: {o.Outcome.Reason}"))],
    };

    private bool IsInTheWay((string Check, CheckOutcome Outcome) one) => one.Outcome.Status == CheckStatus.Failed
        || one.Outcome.Status == CheckStatus.Undecided && Waiver is null;

    private string Verdict() =>
        Outcomes.Any(o => o.Outcome.Status == CheckStatus.Failed) ? ": not proven."
        : !Passed ? ": not proven, as not everything could be decided."
        : Outcomes.Any(o => o.Outcome.Status is CheckStatus.Undecided or CheckStatus.Excepted)
            ? ": every check passed but those that were waived or excepted."
        : ": every check passed.";

    private string[] Row((string Check, CheckOutcome Outcome) one) =>
    [
        one.Check, Word(one.Outcome.Status).PadRight(StatusWidth), one.Outcome.Status == CheckStatus.Undecided
            && Waiver is not null ? $"{one.Outcome.Reason} ({Waiver})" : one.Outcome.Reason,
    ];

    private static string Word(CheckStatus status) => status switch
    {
        CheckStatus.Passed => "passed",
        CheckStatus.Failed => "FAILED",
        CheckStatus.Undecided => "undecided",
        CheckStatus.Excepted => "excepted",
        _ => "waived",
    };
}
