namespace CnnVerified.Verification;

/// <summary>The outcome of a gradient check in numbers, tensor by tensor.</summary>
/// <param name="Subject">What was checked, such as <c>Dense at 4×7</c>.</param>
/// <param name="Variables">What was found for each tensor.</param>
/// <param name="Waiver">Why inconclusive entries may pass; null if they may not.</param>
/// <param name="Blind">Mistakes that this check could not have seen, a sentence for each kind.</param>
public sealed record GradientSummary(
    string Subject, IReadOnlyList<VariableSummary> Variables, string? Waiver = null,
    IReadOnlyList<string>? Blind = null) : CheckReport
{
    private const int CorrectColumn = 3, ShapeColumn = 1;

    private static readonly string[] Columns =
        ["tensor", "shape", "entries", "correct", "wrong", "undecided", "signal", "worst error"];

    private static readonly Line[] Words =
    [
        new("signal", string.Create(CultureInfo.InvariantCulture,
            $"entries whose derivative is known to {100 * Tolerances.Signal} %: gross mistakes show")),
        new("worst error", "largest |analytic − numeric| / root mean square of the gradient"),
    ];

    /// <summary>What the words in the table mean, a line each.</summary>
    public static IReadOnlyList<string> Legend { get; } = [.. Words.Select(word => $"{word}")];

    /// <summary>What makes the gradient worthless whatever its entries are, a sentence each.</summary>
    public IReadOnlyList<string> Breaches { get; internal init; } = [];

    /// <summary>Such as <c>2 of 2 outputs are saturated</c>; null if none is, or there is no loss.</summary>
    public string? Saturated { get; internal init; }

    /// <summary>By how much entries may be off, and why; null if by no more than can be told.</summary>
    public string? Leeway { get; internal init; }

    /// <summary>Why the function is not a number, a sentence without its full stop each.</summary>
    internal IReadOnlyList<string> NotNumbers { get; init; } = [];

    /// <summary>No entry is wrong, none is inconclusive unless waived, and nothing was breached.</summary>
    public override bool Passed => Breaches.Count == 0 && Count(Verdict.Wrong) == 0
        && (Waiver is not null || Count(Verdict.Inconclusive) == 0);

    /// <summary>How many entries were checked.</summary>
    public int Entries => Variables.Sum(variable => variable.Entries);

    /// <summary>How many entries carry signal: would show a gross mistake.</summary>
    public int Signal => Variables.Sum(variable => variable.Signal);

    /// <summary>How many entries were decided in 30 digits, as double could not.</summary>
    public int Precise => Variables.Sum(variable => variable.Precise);

    /// <summary>How many entries have a verdict.</summary>
    public int Count(Verdict verdict) => Variables.Sum(variable => variable.Count(verdict));

    /// <summary>
    /// The worst three entries of each tensor that are wrong, and the worst three that are inconclusive; how many more
    /// there are says <see cref="FailedEntries.LeftOut"/>. A report of a whole check has all.
    /// </summary>
    public FailedEntries Failures => new(Variables.Select(variable => (variable, variable.Failures)));

    /// <summary>Why entries could not be decided, and how many for each reason.</summary>
    public IReadOnlyDictionary<Doubt, int> Doubts =>
        VariableSummary.Count(Variables.SelectMany(variable => variable.Doubts)
            .Select(doubt => (doubt.Key, doubt.Value)));

    /// <summary>The table: its headings, then a text for each tensor, which may be of two lines.</summary>
    public static IReadOnlyList<string> Table(IReadOnlyList<VariableSummary> variables) => TableOf(variables).Lines();

    /// <summary>The verdict in one sentence.</summary>
    public string Headline()
    {
        if (Breaches.Count > 0) return $"{Subject}: {string.Join("; ", Breaches)}.";
        var wrong = string.Join(
            ", ", Variables.Where(variable => variable.Wrong > 0).Select(variable => variable.Name));
        if (wrong.Length > 0) return $"{Subject}: the gradient of {wrong} is wrong.";
        if (!Passed)
            return $"{Subject}: {Amount.OfEntries(Count(Verdict.Inconclusive))} could not be decided ({Reasons()}).";
        var waived = Count(Verdict.Inconclusive) == 0 ? ""
            : $", {Amount.OfEntries(Count(Verdict.Inconclusive))} undecided ({Reasons()}; waived: {Waiver})";
        return $"{Subject}: no wrong gradient in {Amount.OfEntries(Entries)}, {Amount.Of(Signal)} with signal{waived}.";
    }

    /// <summary>The text without the table, for a screen that shows it already.</summary>
    public string WithoutTable() => Page.Text(withTable: false);

    internal override Page Page => PageOf(Failures, []);

    /// <summary>What a report says of this, with these failures and what explains them.</summary>
    internal Page PageOf(FailedEntries failures, IReadOnlyList<Diagnosis> diagnoses)
    {
        var isDoubtful = !Passed && Doubts.Count > 0;
        return new(Headline(), TableOf(Variables), [
            .. Said(Precision(), Leeway is null ? null : $"{Leeway}."),
            .. failures.Passages(),
            .. Said(Suspect()),
            .. Listed("undecided", !isDoubtful ? []
                : [.. Doubts.Select(Advice), .. NotNumbers.Select(why => (Line)$"{why}.")]),
            .. Listed("This check cannot see:", [.. (Blind ?? []).Select(mistake => (Line)mistake)]),
            .. Listed("diagnosis", Diagnosis.Lines(diagnoses)),
        ])
        {
            Legend = Words,
            Annotations = [
                .. Breaches.Select(breach => new Annotation(Subject, breach)),
                .. Variables.Where(Fails).Select(variable => new Annotation(
                    $"{Subject}: {variable.Name}", string.Join('\n', [
                        .. failures.PassagesOf(variable),
                        .. diagnoses.Where(one => one.IsOf(variable.Name))
                            .Select(one => new Passage("diagnosis", one.Line)),
                    ]))),
            ],
        };

        static Line Advice(KeyValuePair<Doubt, int> doubt) =>
            new($"{doubt.Key.Word()}, {Amount.OfEntries(doubt.Value)}", doubt.Key.Advice());
    }

    private static IEnumerable<Passage> Said(params string?[] sentences) =>
        sentences.OfType<string>().Select(sentence => new Passage(sentence));

    private static Passage[] Listed(string title, Line[] lines) =>
        lines.Length == 0 ? [] : [new Passage(title, lines)];

    private bool Fails(VariableSummary variable) =>
        variable.Wrong > 0 || variable.Inconclusive > 0 && Waiver is null;

    private static TextTable TableOf(IReadOnlyList<VariableSummary> variables) =>
        new([Columns, .. variables.Select(Row)], 2, CorrectColumn, ShapeColumn);

    private static string[] Row(VariableSummary variable) =>
    [
        variable.Name, variable.Shape.ToString(), Amount.Of(variable.Entries), Amount.Of(variable.Correct),
        Amount.Of(variable.Wrong), Amount.Of(variable.Inconclusive), Amount.Of(variable.Signal),
        variable.WorstError < Tolerances.ShownError ? "< 1e-9"
            : variable.WorstError.ToString("0.0e+00", CultureInfo.InvariantCulture),
    ];

    /// <summary>How many entries were beyond double, and that saturated outputs are why.</summary>
    private string? Precision() => (Saturated, Precise) switch
    {
        (null, 0) => null,
        (_, 0) => $"{Saturated}, but double's rounding hides no derivative.",
        _ => $"{Amount.OfEntries(Precise)} could be decided in 30 digits only: "
            + $"{(Saturated is null ? "" : $"{Saturated}, and ")}double's rounding hides what they do.",
    };

    /// <summary>Whom to suspect, where two oracles were asked.</summary>
    private string? Suspect()
    {
        if (Breaches.Count > 0) return null;
        EntryReport[] asked = [.. Variables.SelectMany(variable => variable.Failures)
            .Select(failure => failure.Report)
            .Where(entry => entry is { Dual: { } dual, Tolerance: null } && !double.IsNaN(dual))];
        return asked.Length == 0 ? null : asked.Any(entry => entry.OraclesDisagree)
            ? "Finite differences and dual numbers contradict each other: "
                + "suspect Over<U>(), which may give another function, or the harness."
            : "Finite differences and dual numbers agree with each other, so suspect the backward pass.";
    }

    private string Reasons() =>
        string.Join(", ", Doubts.Select(doubt => $"{Amount.Of(doubt.Value)} {doubt.Key.Word()}"));
}
