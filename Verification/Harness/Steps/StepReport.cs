namespace CnnVerified.Verification;

/// <summary>How the steps of an optimiser or of a training loop compare with those that belong.</summary>
/// <param name="Subject">What was checked.</param>
/// <param name="Parameters">What was found, parameter by parameter.</param>
public sealed record StepReport(string Subject, IReadOnlyList<StepsOnParameter> Parameters) : CheckReport
{
    private const int Shown = 5;

    /// <summary>Every parameter took the steps that belong, and moved; without a parameter nothing is proven.</summary>
    public override bool Passed => Parameters.Count > 0 && Parameters.All(parameter => parameter.Passed);

    internal override Page Page => new(
        Subject + (Passed ? ": every step is right."
            : Parameters.Any(p => p.Wrong.Count > 0) ? ": a step is wrong." : ": not proven."),
        new([["parameter", "shape", "steps", "signal", "wrong"], .. Parameters.Select(Row)], FlushLeft: 2),
        [.. Parameters.Select(Wrong).OfType<Passage>(), .. Parameters.Select(Unmoved).OfType<Passage>()])
    {
        Legend = [new("signal", "entries, over all steps, that moved far enough to show a gross mistake")],
        Annotations = [.. Parameters.Where(p => !p.Passed).Select(p => new Annotation($"{Subject}: {p.Name}",
            $"{Wrong(p) ?? Unmoved(p) ?? new("no step was compared")}"))],
    };

    private static string[] Row(StepsOnParameter found) =>
        [found.Name, $"{found.Shape}", Amount.Of(found.Steps), Amount.Of(found.Signal), Amount.Of(found.Wrong.Count)];

    private static Passage? Wrong(StepsOnParameter found)
    {
        if (found.Wrong.Count == 0) return null;
        Line[] worst = [.. found.Wrong.OrderByDescending(entry => entry.Error).Take(Shown)
            .Select(entry => (Line)$"{entry}")];
        return new(
            new(found.Name, $"{Amount.Of(found.Wrong.Count)} of {Amount.OfEntries(found.Shape.Count)} "
                + $"wrong in step {found.Steps}"),
            found.Factor is not { } factor ? worst : [.. worst, string.Create(
                CultureInfo.InvariantCulture, $"in all of them the step is {factor:G6} times what belongs")]);
    }

    private static Passage? Unmoved(StepsOnParameter found) => found is not { Steps: > 0, Signal: 0, Wrong.Count: 0 }
        ? null : new(new Line(found.Name, "no entry moved far enough to tell a right step from a wrong one; "
            + (found.Exception is { } reason ? $"excepted: {reason}" : "choose other values")));
}

/// <summary>What was found of the steps on one parameter, up to the first wrong one.</summary>
/// <param name="Name">The parameter; if several layers use it, all its names.</param>
/// <param name="Shape">Its shape.</param>
public sealed record StepsOnParameter(string Name, Shape Shape)
{
    /// <summary>How many steps were compared.</summary>
    public int Steps { get; init; }

    /// <summary>Entries, summed over the steps, that moved so far that a gross mistake would show.</summary>
    public int Signal { get; init; }

    /// <summary>The entries that are wrong after the last step.</summary>
    public IReadOnlyList<WrongEntry> Wrong { get; init; } = [];

    /// <summary>Why it may pass without having moved; null if it may not.</summary>
    public string? Exception { get; init; }

    /// <summary>No step is wrong, and some entry moved.</summary>
    public bool Passed => Wrong.Count == 0 && (Signal > 0 || Exception is not null);

    /// <summary>What all wrong steps are if divided by those that belong; null if they differ in that.</summary>
    public double? Factor
    {
        get
        {
            double[] factors = [.. Wrong.Select(entry => entry.Factor)];
            return factors.Length > 1 && factors.Max() - factors.Min() <= Tolerances.Resolution * Math.Abs(factors[0])
                ? factors[0] : null;
        }
    }
}

/// <summary>An entry of a parameter after a wrong step.</summary>
/// <param name="Step">The number of the step on the parameter: 1 at the first.</param>
/// <param name="Index">The entry, outermost axis first.</param>
/// <param name="Before">θ before the step.</param>
/// <param name="Found">θ after it.</param>
/// <param name="Belongs">What θ must be after it.</param>
public sealed record WrongEntry(int Step, IReadOnlyList<int> Index, double Before, double Found, double Belongs)
{
    /// <summary>|found − belongs|; infinite if one of them is not a number.</summary>
    public double Error => double.IsNaN(Found - Belongs) ? double.PositiveInfinity : Math.Abs(Found - Belongs);

    /// <summary>The step that was found divided by the one that belongs.</summary>
    public double Factor => (Found - Before) / (Belongs - Before) + 0.0;

    /// <summary>The numbers on one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"[{string.Join(", ", Index)}] from {Before:G10} to {Found:G10} where {Belongs:G10} belongs: ")
        + (double.IsFinite(Belongs)
            ? string.Create(
                CultureInfo.InvariantCulture, $"a step of {Found - Before:G10} instead of {Belongs - Before:G10}")
            : "the formula has no finite value here, with which a step could be compared");
}

/// <summary>A step is wrong, or nothing moved that could prove it.</summary>
/// <param name="report">What was found; its text is the message.</param>
public sealed class WrongStepException(StepReport report) : FailedCheckException<StepReport>(report);
