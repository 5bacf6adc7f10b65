namespace CnnVerified.Verification;

/// <summary>The outcome of a gradient check, entry by entry.</summary>
/// <param name="Subject">What was checked, such as <c>Dense at 4×7</c>.</param>
/// <param name="Variables">What was found, tensor by tensor.</param>
/// <param name="Waiver">Why inconclusive entries may pass; null if they may not.</param>
public sealed record GradientReport(
    string Subject, IReadOnlyList<VariableReport> Variables, string? Waiver = null) : CheckReport
{
    private readonly GradientSummary found = new(Subject, [.. Variables.Select(variable => variable.Summary)], Waiver);
    private IReadOnlyList<Diagnosis>? diagnoses;
    private IReadOnlyList<string>? blind;

    /// <summary>The same in numbers, with what could not be seen.</summary>
    public GradientSummary Summary => found with
    {
        Blind = Blind,
        Breaches = Breaches,
        Saturated = Saturated,
        NotNumbers = NotNumbers,
        Leeway = Leeway,
    };

    /// <summary>
    /// All entries that are wrong or inconclusive. Their text is the way to print only these.
    /// </summary>
    public FailedEntries Failures => new(Variables.Select(variable => (variable.Summary, variable.Failures)));

    /// <summary>
    /// What makes the gradient worthless whatever its entries are, a sentence each: a pass that changes what it is
    /// given, or an <c>Over</c> that gives another function.
    /// </summary>
    public IReadOnlyList<string> Breaches { get; internal init; } = [];

    /// <summary>Such as <c>2 of 2 outputs are saturated</c>; null if none is, or there is no loss.</summary>
    public string? Saturated { get; internal init; }

    /// <summary>By how much entries may be off, and why; null if by no more than can be told.</summary>
    public string? Leeway { get; internal init; }

    /// <summary>Why the function is not a number, a sentence without its full stop each.</summary>
    internal IReadOnlyList<string> NotNumbers { get; init; } = [];

    /// <summary>
    /// Which mistakes explain the wrong gradients; nothing if none is wrong. Found when first asked for.
    /// </summary>
    public IReadOnlyList<Diagnosis> Diagnoses => diagnoses ??= Count(Verdict.Wrong) > 0 ? Diagnose() : [];

    /// <summary>
    /// Mistakes that this check could not have seen, a sentence for each kind. Found when first asked for.
    /// </summary>
    public IReadOnlyList<string> Blind => blind ??= Confess();

    /// <summary>Finds the mistakes.</summary>
    internal Func<IReadOnlyList<Diagnosis>> Diagnose { get; init; } = () => [];

    /// <summary>Finds what cannot be seen.</summary>
    internal Func<IReadOnlyList<string>> Confess { get; init; } = () => [];

    /// <summary>Finds what the check was about.</summary>
    internal Func<CheckFingerprint> Identify { get; init; } = () => CheckFingerprint.None;

    /// <summary>No entry is wrong, none is inconclusive unless waived, and nothing was breached.</summary>
    public override bool Passed => found.Passed && Breaches.Count == 0;

    /// <summary>How many entries have a verdict.</summary>
    public int Count(Verdict verdict) => found.Count(verdict);

    /// <summary>How many entries there are.</summary>
    public int Entries => found.Entries;

    /// <summary>How many entries carry signal: would show a gross mistake.</summary>
    public int Signal => found.Signal;

    /// <summary>One report of checks of the same code at several points: a tensor has a row for each.</summary>
    internal static GradientReport OfPoints(IReadOnlyList<GradientReport> points) => points is [var only] ? only : new(
        $"{points[0].Subject}, {points.Count} points",
        [.. points.SelectMany((report, k) => report.Variables.Select(
            v => new VariableReport($"{v.Name} ({k + 1})", v.Shape, v.Entries, v.First)))],
        points[0].Waiver)
    {
        Breaches = [.. points.SelectMany(report => report.Breaches).Distinct()],
        Saturated = points.Select(report => report.Saturated).FirstOrDefault(text => text is not null),
        NotNumbers = [.. points.SelectMany(report => report.NotNumbers).Distinct()],
        Leeway = points[0].Leeway,
        Curve = (name, entry) => points.Index()
            .Where(one => name.EndsWith($" ({one.Index + 1})", StringComparison.Ordinal))
            .Select(one => one.Item.Curve(name[..name.LastIndexOf(' ')], entry)).FirstOrDefault(),
        Identify = points[0].Identify,
        Diagnose = () => points.Select(report => report.Diagnoses).FirstOrDefault(found => found.Count > 0, []),
        Confess = () => [.. points.Select(report => report.Blind).Aggregate((all, some) => [.. all.Intersect(some)])],
    };

    /// <summary>
    /// The report as a JSON object, that of <see cref="ShardReport.ToJson"/> for the whole check, with all failing
    /// entries and the diagnoses.
    /// </summary>
    public string ToJson() => ReportJson.Write(Whole, Failures, Diagnoses);

    /// <summary>The same as the only part of a check that is not split.</summary>
    internal ShardReport Whole => new(CheckShard.Whole, Identify(), Summary);

    /// <summary>
    /// Finds what central differences give at steps of many sizes, for an entry of a tensor by its name.
    /// </summary>
    internal Func<string, int, StepCurve?> Curve { get; init; } = (_, _) => null;

    internal override IReadOnlyList<Figure> Figures => GradientFigures.Of(this);

    internal override Page Page => Summary.PageOf(Failures, Diagnoses);
}
