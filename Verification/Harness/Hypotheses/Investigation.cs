using System.Globalization;

namespace CnnVerified.Verification.Hypotheses;

/// <summary>Where hypotheses about one tensor's gradient come from.</summary>
internal delegate IEnumerable<Hypothesis> Source(WrongPass wrong, int variable, Deadline deadline);

/// <summary>
/// Tries every hypothesis on one wrong gradient, and keeps those that explain all its numbers, there and at other
/// points.
/// </summary>
internal sealed class Investigation(WrongPass wrong, int variable, Deadline deadline)
{
    private readonly WrongPass wrong = wrong;
    private readonly Deadline deadline = deadline;
    private const int MostRivals = 4, MostLines = 3, FewLines = 2;
    private readonly Source[] last =
    [
        Operators.Of, Monomials.Short, WrongParts.Of, KnownMistakes.OnPathsOtherwise, Monomials.Long,
        KnownMistakes.OnPathsVaguely,
    ];

    private readonly TensorGradient gradient = wrong.Gradients[variable];
    private readonly Constant constant = new(wrong);
    private readonly Dictionary<int, double> missed = [];                      // by weight, by how much at least

    /// <summary>What explains the gradient so far.</summary>
    private IReadOnlyList<Candidate> found = [];

    /// <summary>
    /// The diagnoses of some tensors' gradients. What takes long is tried on none before all else is on each.
    /// </summary>
    public static IEnumerable<Diagnosis> Run(IReadOnlyList<Investigation> investigations)
    {
        // They are needed for all tensors, and no search may leave them without time.
        foreach (var one in investigations.Take(1)) Repaired.Prepare(one.wrong, one.deadline);
        foreach (var one in investigations) one.found = one.First(one.Quick());
        foreach (var one in investigations) if (one.found.Count == 0) one.found = one.First(one.Slow());
        if (investigations.Any(one => !one.found.Any(found => found.TellsWhy) && one.IsFinite))
            Repaired.Finish(investigations[0].wrong, investigations[0].deadline);
        // What is known already costs nothing.
        foreach (var one in investigations)
            if (one.found.Count == 0 && one.IsFinite) one.found = one.First([Repaired.Of]);
        return [.. investigations.Select(one => one.Judged())];
    }

    /// <summary>
    /// A twin in the library shows at once what mistakes would give; without one what follows from the numbers alone
    /// comes first.
    /// </summary>
    private IEnumerable<Source> Quick() =>
        !IsFinite ? []
        : wrong.Pass is not NumericPass ? [KnownMistakes.Single]
        : wrong.Paths(deadline)?[variable] is { IsDiagonal: false }
            ? [KnownMistakes.DirectAndOnPaths, InCode, KnownMistakes.Mechanisms, .. last]
        : [KnownMistakes.DirectAndMechanisms, InCode, KnownMistakes.OnPaths, .. last];

    private IEnumerable<Source> Slow() =>
        !IsFinite ? []
        : wrong.Pass is NumericPass ? [KnownMistakes.Substituted, KnownMistakes.OfAnyDy]
        : gradient.Value.Shape.Count <= Tolerances.PairwiseEntries
            ? [InCode, KnownMistakes.Double, KnownMistakes.Mechanisms, KnownMistakes.OnPaths, .. last]
        : [InCode, KnownMistakes.Mechanisms, KnownMistakes.OnPaths, .. last];

    /// <summary>What the operations show, of the forward pass and of the backward pass.</summary>
    private static IEnumerable<Hypothesis> InCode(WrongPass wrong, int variable, Deadline deadline) =>
        WrongSteps.Of(wrong, variable, deadline).Concat(Repaired.Of(wrong, variable, deadline));

    private bool IsFinite => gradient.Given.Values.ToArray().All(double.IsFinite);

    private IReadOnlyList<Candidate> First(IEnumerable<Source> sources) =>
        sources.Select(source => Guarded(() => Holding(source)) ?? []).FirstOrDefault(found => found.Count > 0) ?? [];

    private Diagnosis Judged()
    {
        if (!IsFinite) return new(gradient.Name, [], string.Create(CultureInfo.InvariantCulture,
            $"{gradient.Given.Values.ToArray().Count(value => !double.IsFinite(value)):N0} of "
            + $"{gradient.Value.Shape.Count:N0} entries are infinite or not a number."));
        var diagnosis = Explained();
        return (deadline.IsOver ? diagnosis.CutShort() : diagnosis) with { Place = wrong.Name };
    }

    private Diagnosis Explained()
    {
        var (explanations, why) = (Array.Empty<Explanation>(), "");
        // What is more far-fetched than the explanation may nearly fit by chance.
        if (found.Count > 0 && Next(found.Min(one => one.Weight)) >= Tolerances.ExplanationMargin * wrong.Tolerance)
            explanations = Told(found);
        // With a twin in the library the mistake is among them. Two at once may be told in either order.
        if (explanations.Length > MostRivals && wrong.Pass is null or NumericPass
            && !Array.TrueForAll(explanations, one => one.Look.Contains("; and ", StringComparison.Ordinal)))
            (explanations, why) = ([], $" {explanations.Length} mistakes would give these numbers, so none is named.");
        // Where the numbers do not tell, a change of the code may.
        if (explanations.Length == 0) explanations = Told(Holding(Repaired.Of));
        if (explanations.Length == 0) return new(gradient.Name, [], Where() + why)
        { Repair = Repaired.Bottleneck(wrong, variable, deadline) };
        Explanation[] lines = [.. explanations.Where(one => IsALine(one.Look, Repaired.Look))];
        var now = explanations.Except(lines).ToArray();
        // What makes a part right is no cause of what is told already.
        var isLine = lines.Length > 0;
        if (!isLine) lines = Told(Holding(Repaired.OfAll));
        // Which outputs or entries are wrong is told better by the line.
        if (isLine || lines.Length == 1 && Array.TrueForAll(now, one => PathRows.IsPlace(one.Look)))
            explanations = [.. lines, .. lines.Length == 1 && now.Length == 1 ? now : []];
        var mending = explanations.Count(one => IsALine(one.Look, Repaired.Look));
        return new(gradient.Name, explanations, Evidence())
        {
            Mending = mending,
            IsLineKnown = lines.Length == 1,
            Repair = mending > 0 ? null
                : lines.Length == 0 ? Repaired.Bottleneck(wrong, variable, deadline, FewLines)
                : string.Join("\nor it is ", lines.Select((line, i) => RightSide(line) is var words && i == 0
                    ? Repaired.At(line.Look, words) : words)),
        };

        string RightSide(Explanation one) => one.Equation[(EntryName.OfGradient(gradient.Name).Length + 3)..];
    }

    /// <summary>The likeliest of what was found, in words: what was tried in the code itself comes first.</summary>
    private Explanation[] Told(IReadOnlyList<Candidate> candidates)
    {
        Explanation[] all = [.. candidates.Where(one => one.Weight == candidates.Min(other => other.Weight))
            .Select(candidate => new Explanation(
                $"{EntryName.OfGradient(gradient.Name)} = {candidate.RightSide}{candidate.Hypothesis.Here}",
                candidate.Hypothesis.Look))
            .DistinctBy(explanation => explanation.Equation)
            .GroupBy(one => one.Look is Slopes.Look or Regions.Look || IsALine(one.Look, Repaired.Look)
                ? one.Look : one.Equation)
            .Select(same => same.First() with { Equation = Repaired.Joined(same.First().Look, same.Select(
                one => one.Equation)) })
            .OrderBy(one => !IsALine(one.Look, Repaired.Look))];
        return Array.TrueForAll(all, one => IsALine(one.Look, Repaired.Look) || IsALine(one.Look, WrongSteps.Look))
            ? [.. all.Take(MostLines)] : all;
    }

    private static bool IsALine(string look, string of) => look.StartsWith(of, StringComparison.Ordinal);

    private string Where() => Location.Of(gradient, wrong.Tolerance)
        + Location.Masked(gradient, wrong.Tolerance) + Location.Sums(gradient, wrong.Tolerance)
        + (wrong.Paths(deadline) is { } all ? PathEvidence.Of(wrong, all[variable], all) : "")
        + Repaired.Where(wrong, variable, deadline);

    /// <summary>
    /// What explains the gradient here and where values differ. Of that only what holds at other sizes too, if anything
    /// does: code may have its sizes written into it.
    /// </summary>
    private IReadOnlyList<Candidate> Holding(Source source)
    {
        var hypotheses = source(wrong, variable, deadline);
        // What is known already costs nothing.
        Candidate[] here = [.. (hypotheses as Hypothesis[] ?? hypotheses.TakeWhile(_ => !deadline.IsOver))
            .Select(Try).OfType<Candidate>()];
        var withOtherValues = At(wrong.OtherValues, here);
        if (withOtherValues.Count == 0) return [];
        // A 2 may be one of many sizes: where they cannot differ, it is only a 2.
        if (wrong.OtherSizes.Value is null) return [.. withOtherValues.Select(candidate => candidate.WithoutGuesses())];
        return At(wrong.OtherSizes, withOtherValues) is { Count: > 0 } withOtherSizes
            ? withOtherSizes : withOtherValues;

        IReadOnlyList<Candidate> At(Lazy<WrongPass?> elsewhere, IReadOnlyList<Candidate> candidates)
        {
            if (candidates.Count == 0 || elsewhere.Value is not { } there) return candidates;
            var (names, given) = (new Constant(there), there.Gradients[variable]);
            var keys = candidates.Select(candidate => candidate.Hypothesis.Key).ToHashSet();
            var same = source(there, variable, deadline).Where(hypothesis => keys.Contains(hypothesis.Key))
                .ToLookup(hypothesis => hypothesis.Key);
            (Candidate Candidate, bool Shows)[] holding =
            [
                .. from candidate in candidates
                   from found in same[candidate.Hypothesis.Key].Select(hypothesis => (
                       Candidate: Guarded(() => candidate.At(hypothesis, given, names, there.Tolerance)),
                       Shows: hypothesis.Region is not { } region || region.Contains(true) && region.Contains(false)))
                       .Where(one => one.Candidate is not null).Take(1)
                   select (found.Candidate!, found.Shows),
            ];
            // A place that is all there or nothing confirms less than one that is seen.
            var isSeen = holding.Any(one => one.Shows);
            return [.. holding.Where(one => one.Shows || !isSeen).Select(one => one.Candidate)];
        }
    }

    private Candidate? Try(Hypothesis hypothesis) => Guarded(() =>
    {
        var fit = Fit.Of(hypothesis, gradient, wrong.Tolerance);
        if (!double.IsFinite(fit.C.Value)) return null;
        if (!(fit.Miss <= wrong.Tolerance))
        {
            var weight = hypothesis.Weight + (fit.C.Is(1) ? 0 : fit.C.IsPlain ? 1 : 4);
            if (fit.Miss < missed.GetValueOrDefault(weight, double.PositiveInfinity)) missed[weight] = fit.Miss;
            return null;
        }
        // What is the right gradient but for a factor tells no story of its own.
        if (hypothesis is { Role: Role.Multiple, Where: "", Words: not "correct" } && !fit.C.Is(1)
            && Fit.Of(hypothesis, gradient with { Given = gradient.Right }, wrong.Tolerance).Miss <= wrong.Tolerance)
            return null;
        var candidate = new Candidate(
            hypothesis, fit.C, [.. constant.Names(fit.C).Distinct()], fit.Informative);
        var isRight = hypothesis is { Role: Role.Multiple, Words: "correct", Where: "" } && fit.C.Is(1)
            || hypothesis.Region is not null && fit.Informative == 0
                && hypothesis.Predict().Values.ContainsAnyExcept(0.0);
        return isRight || !candidate.IsFactorKnown && fit.Informative < Candidate.FewestEntries
            && wrong.OtherValues.Value is null ? null : candidate;
    });

    /// <summary>Null where the hypothesis would have the code work on what it cannot.</summary>
    private static TResult? Guarded<TResult>(Func<TResult?> run) where TResult : class
    {
        try
        {
            return run();
        }
        catch (Exception e) when (e is CheckedCodeException || CheckedCode.IsToBlame(e))
        {
            return null;
        }
    }

    private double Next(int weight) =>
        missed.Where(one => one.Key <= weight).Select(one => one.Value).Append(double.PositiveInfinity).Min();

    private string Evidence()
    {
        var entries = gradient.Value.Shape.Count == 1 ? "in its one entry"
            : string.Create(CultureInfo.InvariantCulture, $"in all {gradient.Value.Shape.Count:N0} entries");
        var next = Next(int.MaxValue);
        var percent = (100 * next).ToString(next < 0.1 ? "G2" : "F0", CultureInfo.InvariantCulture);
        return double.IsInfinity(next) ? entries : $"{entries}; the next explanation misses by {percent} %";
    }
}
