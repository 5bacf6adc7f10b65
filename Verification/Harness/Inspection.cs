using System.Collections.Concurrent;

namespace CnnVerified.Verification;

/// <summary>
/// One run of a check: the subject at its point, the oracles that are asked about it, and the report.
/// </summary>
internal sealed class Inspection
{
    private readonly Network<double> network;
    private readonly Loss<double>? loss;
    private readonly Func<Point, Subject> subjectAt;
    private readonly Point point;
    private readonly CheckOptions options;
    private readonly Subject whole, subject;          // the same, unless it is checked along random directions
    private readonly Projection? projection;
    private readonly Watch watch;
    private readonly FiniteDifferenceOracle? differences;
    private readonly Judge judge;
    private readonly Lazy<bool> partsAreRight;
    private readonly Lazy<Inspection> entryByEntry;
    private readonly ConcurrentDictionary<int, EntryReport[]> entriesOf = [];

    /// <summary>Evaluates the subject at the point and calls the oracles.</summary>
    public Inspection(
        Network<double> network, Loss<double>? loss, Func<Point, Subject> subjectAt, Point point, CheckOptions options)
    {
        (this.network, this.loss) = (network, loss);
        (this.subjectAt, this.point, this.options) = (subjectAt, point, options);
        whole = At(point);
        projection = options.Projections is { } count ? new Projection(whole, count, point.DrawSeed) : null;
        subject = projection?.Subject ?? whole;
        watch = new(options.Progress, ExpectedCalls, options.Cancellation);
        if (whole.Code is { } code) code.Watch = watch;
        var exact = options.Dual ?? subject.Entries <= Tolerances.ThoroughEntries ? DualOracle.For(subject) : null;
        differences = exact is not null && (projection is not null || !options.IsNumeric)
            ? null : new FiniteDifferenceOracle(subject);
        var copies = new Workers<Network<DoubleDouble>>(
            whole.Origin is not null && whole.RunsInParallel(), () => whole.Origin!.Network.Over<DoubleDouble>()!);
        var precise = new Lazy<PreciseGradient?>(
            () => options.Dual != false && whole.Origin is { } origin ? PreciseGradient.Of(origin, copies) : null);
        judge = projection is null
            ? new Judge(subject, exact, differences, new TiedEntries(whole),
                (v, entry) => precise.Value?.At(v, entry), (v, entry) => precise.Value?.LostAt(v, entry))
            : new Judge(subject, exact, differences, null,
                (v, k) => projection.Along(precise.Value, v, k), (v, k) => projection.LostAlong(precise.Value, v, k));
        partsAreRight = new(() => Parts.AreRight(
            whole, part => part.With(options).Run().Count(Verdict.Wrong) == 0));
        entryByEntry = new(() => new(network, loss, subjectAt, point, options with { Projections = null }));
    }

    /// <summary>About how often the check calls the function.</summary>
    public long ExpectedCalls =>
        FiniteDifferenceOracle.ExpectedCalls(subject, Asked().Select(one => (one.Item, one.Entries.Count)));

    /// <summary>The report on all entries.</summary>
    public GradientReport Run()
    {
        var isSteady = IsSteady();
        var asked = Asked();
        var entries = asked.Select(one => VerdictsOn(one.Index, one.Entries)).ToArray();
        if (!isSteady || !IsSteady()) entries = [.. entries.Select(Judge.Unsteady)];
        VariableReport[] variables =
            [.. asked.Zip(entries, (v, found) =>
                new VariableReport(v.Item.Name, v.Item.Value.Shape, found, v.Entries.First))];
        return new GradientReport(subject.Name, variables, options.Waiver)
        {
            Diagnose = () => projection is null && options.IsDiagnosed ? Guarded(
                () => Diagnose(variables, new(options.DiagnosisTime ?? Deadline.Usual)), Diagnosis.Failed) : [],
            Confess = () => [
                .. entries.All(tensor => tensor.All(IsKnownZero)) ? [ProbeAdequacy.OnlyZeros] : Array.Empty<string>(),
                .. Blind(asked, entries) ?? Guarded(() => ProbeAdequacy.Blind(subject.Origin), ProbeAdequacy.Failed)],
            Curve = (name, entry) => Guarded(() => [new Ladder(subject).Curve(
                subject.Variables.Index().First(one => one.Item.Name == name).Index, entry)], _ => (StepCurve?)null)[0],
            Identify = () => Possession.Of(network, loss, () => CheckFingerprint.Of(subject)),
            Breaches = subject.Breaches,
            Saturated = subject.Saturated,
            NotNumbers = subject.NotNumbers,
            Leeway = options.Leeway,
        };
    }

    /// <summary>The report on one part, tensor by tensor.</summary>
    public ShardReport Run(CheckShard shard, Action<VariableSummary>? finished)
    {
        if (projection is not null && shard != CheckShard.Whole)
            throw new InvalidOperationException("a check by random projection cannot be split: run it whole.");
        var (summaries, entries, before) = (new List<VariableSummary>(), new List<EntryReport[]>(), 0);
        var isSteady = IsSteady();
        var repetitions = (int)Math.Ceiling(subject.Repetitions / (double)subject.Variables.Count);
        foreach (var (i, variable, chosen) in Asked())
        {
            if (chosen.Count < variable.Value.Shape.Count)
                throw new InvalidOperationException("a check of chosen entries cannot be split: run it whole.");
            var selection = shard.Of(variable.Value.Shape.Count, before);
            entries.Add(VerdictsOn(i, selection));
            if (!isSteady || !IsSteady(repetitions)) entries[^1] = Judge.Unsteady(entries[^1]);
            summaries.Add(
                VariableSummary.Of(variable.Name, variable.Value.Shape, variable.Scale, selection, entries[^1]));
            finished?.Invoke(summaries[^1]);
            before += variable.Value.Shape.Count;
        }
        return new ShardReport(shard, CheckFingerprint.Of(subject),
            new(subject.Name, summaries, options.Waiver, Blind(Asked(), [.. entries]))
            {
                Breaches = subject.Breaches,
                Saturated = subject.Saturated,
                NotNumbers = subject.NotNumbers,
                Leeway = options.Leeway,
            });
    }

    /// <summary>
    /// Nothing is called wrong that is right all around the point, that is put together from right parts, or that is a
    /// direction of which no entry is wrong.
    /// </summary>
    private EntryReport[] VerdictsOn(int variable, Selection entries)
    {
        var others = whole.Origin is null ? [.. whole.Variables.SkipLast(1).Select(v => v.Value.Clone())]
            : network.Parameters.Select(p => p.Value).ToArray();
        var found = Surroundings.Reconsider(
            others, whole.Origin?.X ?? whole.Variables[^1].Value,
            x => Along(At(whole.Origin is null ? point with { Moved = [.. others, x] } : point with { X = x })),
            variable, entries, judge.Of(variable, entries));
        if (options.Tolerance is { } tolerance) found = [.. found.Select(
            entry => entry.Within(tolerance, subject.Variables[variable].Scale))];
        if (found.Count(entry => entry.Verdict == Verdict.Wrong) is 0 or > Tolerances.ThoroughEntries) return found;
        return [.. found.Select((entry, k) => entry.Verdict == Verdict.Wrong
                && (partsAreRight.Value || projection is not null && IsNoEntryWrong(variable, entries[k], entry.Error))
            ? entry with { Verdict = Verdict.Inconclusive, Doubt = entry.Doubt ?? Doubt.Kink } : entry)];
    }

    /// <summary>
    /// Whether all entries are right by themselves, and a direction is off by more than they leave open together.
    /// </summary>
    private bool IsNoEntryWrong(int variable, int direction, double error) =>
        whole.Variables[variable].Value.Shape.Count <= Tolerances.ThoroughEntries
        && entriesOf.GetOrAdd(variable, entryByEntry.Value.All).All(entry => entry.Verdict != Verdict.Wrong)
        && error > projection!.LeftOpen(variable, direction, entriesOf[variable]);

    private bool IsSteady(int? repetitions = null)
    {
        watch.Before(repetitions ?? subject.Repetitions);
        return subject.IsSteady(repetitions);
    }

    private EntryReport[] All(int variable) =>
        VerdictsOn(variable, Selection.All(whole.Variables[variable].Value.Shape.Count));

    private Subject At(Point at)
    {
        var given = subjectAt(at);
        if (given.Code is { } code) code.Watch = watch;
        return given with { Name = options.Name ?? given.Name, IsAllowedInParallel = options.IsAllowedInParallel };
    }

    /// <summary>The tensors that are asked for, with their places and which of their entries.</summary>
    private (int Index, Variable Item, Selection Entries)[] Asked()
    {
        string[] names = [.. whole.Variables.Select(v => v.Name)];
        if (options.Only?.Keys.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
            throw new InvalidOperationException($"Only asks for {unknown}, but there are {string.Join(", ", names)}.");
        return [.. subject.Variables.Index().Where(one => options.Only?.ContainsKey(names[one.Index]) ?? true)
            .Select(one => (one.Index, one.Item, Chosen(names[one.Index], one.Item.Value.Shape.Count)))];

        Selection Chosen(string name, int count)
        {
            var range = options.Only is { } only ? only[name] : Range.All;
            if (range.Equals(Range.All)) return Selection.All(count);
            if (projection is not null) throw new InvalidOperationException(
                $"Only asks for entries {range} of {name}, but random directions have all of them.");
            var (first, end) = (range.Start.GetOffset(count), range.End.GetOffset(count));
            return first >= 0 && end <= count && first < end ? new(first, 1, end - first)
                : throw new InvalidOperationException(
                    $"Only asks for entries {range} of {name}, but it has {count}.");
        }
    }

    private Subject Along(Subject other) => projection?.Of(other).Subject ?? other;

    private IReadOnlyList<string>? Blind(
        (int Index, Variable Item, Selection Entries)[] asked, EntryReport[][] entries) =>
        projection?.Blind([.. asked.Zip(entries, (one, found) => (one.Index, found))], isExact: differences is null);

    private static bool IsKnownZero(EntryReport entry) => entry is { Verdict: Verdict.Correct, CarriesSignal: false };

    /// <summary>
    /// What a report says beyond its numbers: code that throws at other points than its own takes none of these away.
    /// </summary>
    private IReadOnlyList<TResult> Guarded<TResult>(
        Func<IReadOnlyList<TResult>> run, Func<Exception, TResult> instead) => Possession.Of(network, loss, () =>
    {
        try
        {
            return run();
        }
        catch (Exception e) when (e is CheckedCodeException || CheckedCode.IsToBlame(e))
        {
            return [instead(e)];
        }
    });

    private IReadOnlyList<Diagnosis> Diagnose(VariableReport[] variables, Deadline deadline)
    {
        if (subject.Origin is { } origin)
        {
            var found = Diagnosing.Of(origin with { IsTraced = options.IsTraced }, variables, deadline);
            return found.Count > 0 ? found : subject.IsSteady() ? Diagnosing.Located(variables) : [Diagnosis.Fleeting];
        }
        return variables.All(v => v.Count(Verdict.Wrong) == 0 || v.Entries.Count == v.Shape.Count)
            ? Diagnosing.Of(Code(point), variables,
                [Code(Neighbours.Elsewhere(point, subject)), Code(Neighbours.Of(point, 2, subjectAt).Last())], deadline)
            : Diagnosing.Located(variables);

        CodeAt Code(Point at) => (dy, values) => (dy is null && values is null && at == point ? subject
            : At(at with { Upstream = dy ?? at.Upstream, Moved = values ?? at.Moved }))
            is var code && options.IsTraced ? code : code with { Trace = _ => null, TraceBack = _ => null };
    }
}
