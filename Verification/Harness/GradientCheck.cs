using System.Numerics;
using System.Runtime.CompilerServices;
using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>
/// Proves an analytic gradient right, or shows where it is wrong: every entry of every parameter and of
/// the input is compared with finite differences whose error is known, and with dual numbers where the
/// code is generic over its scalar.
/// </summary>
/// <example><code>GradientCheck.Of(layer).At(2, 3, 7, 6).Verify();</code></example>
public sealed class GradientCheck
{
    private readonly Func<Point, Subject> subject;
    private readonly (Network<double> Network, Loss<double>? Loss) code;
    private Point point = Point.Default;
    private string? name, waiver;
    private bool? dual;
    private int? projections;
    private bool isNumeric = true, isAllowedInParallel;

    private GradientCheck(Network<double> network, Loss<double>? loss, Func<Point, Subject> subject) =>
        (code, this.subject) = ((network, loss), subject);

    /// <summary>Checks a layer: s = Σ dy·y for a random upstream gradient dy of either sign.</summary>
    /// <exception cref="ArgumentException">
    /// The layer is over another scalar than double and cannot be taken over double.
    /// </exception>
    public static GradientCheck Of<T>(Layer<T> layer) where T : IFloatingPointIeee754<T> =>
        Of(Given(layer).Name, new Network<double>(InDouble(layer)), null);

    /// <summary>Checks the loss of a network's output with respect to every parameter and the input.</summary>
    /// <exception cref="ArgumentException">
    /// A layer or the loss is over another scalar than double and cannot be taken over double.
    /// </exception>
    public static GradientCheck Of<T>(Network<T> network, Loss<T> loss) where T : IFloatingPointIeee754<T> => Of(
        "network", InDouble(Given(network) as Network<double> ?? network.Over<double>(), "network"),
        InDouble(Given(loss) as Loss<double> ?? loss.Over<double>(), loss.Name));

    /// <summary>Checks a loss with respect to its prediction.</summary>
    /// <exception cref="ArgumentException">
    /// The loss is over another scalar than double and cannot be taken over double.
    /// </exception>
    public static GradientCheck Of<T>(Loss<T> loss) where T : IFloatingPointIeee754<T> =>
        Of(Given(loss).Name, new Network<double>(), InDouble(loss as Loss<double> ?? loss.Over<double>(), loss.Name));

    /// <summary>
    /// Checks a plain function of an array against a plain function that claims to be its gradient. Both are given
    /// arrays of their own, and are called from one thread unless <see cref="InParallel"/> allows more.
    /// </summary>
    /// <exception cref="ArgumentNullException">One of them is null.</exception>
    public static GradientCheck Of(Func<double[], double> function, Func<double[], double[]> gradient)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(gradient);
        return new(new(), null, point => Subject.Of(function, gradient, point.Input()));
    }

    /// <summary>Draws the point of the check at random: an input of this shape, batch axis first.</summary>
    public GradientCheck At(params ReadOnlySpan<int> shape) => With(point with { DrawnShape = new Shape(shape) });

    /// <summary>
    /// The point of the check: an input, a target where there is a loss, an upstream gradient where there is none.
    /// </summary>
    public GradientCheck At(Tensor<double> x, Tensor<double>? target = null, Tensor<double>? upstream = null) =>
        With(point with { X = x, Target = target, Upstream = upstream });

    /// <summary>Draws other values: they depend on the seed alone.</summary>
    public GradientCheck Seed(int seed) => With(point with { DrawSeed = seed });

    /// <summary>What the report calls the subject of the check, instead of its kind and shape.</summary>
    public GradientCheck Called(string name)
    {
        this.name = name;
        return this;
    }

    /// <summary>
    /// Lets entries pass whose numeric derivative is too uncertain to confirm anything; the
    /// report shows them and the reason.
    /// </summary>
    /// <exception cref="ArgumentException">There is no reason.</exception>
    public GradientCheck WaiveInconclusive(string reason)
    {
        waiver = Reason(reason);
        return this;
    }

    /// <summary>
    /// Asks dual numbers or not. By default they are asked for at most
    /// <see cref="Tolerances.ThoroughEntries"/> entries.
    /// </summary>
    public GradientCheck WithDualNumbers(bool asked = true)
    {
        dual = asked;
        return this;
    }

    /// <summary>
    /// Checks a few random directions a tensor instead of every entry: for networks where that takes too long. The
    /// derivatives come from dual numbers alone where the code is generic over its scalar (and they are not declined),
    /// otherwise from central differences; the report says which mistakes cannot be seen so.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is less than one direction.</exception>
    public GradientCheck ByRandomProjection(int directions = 8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(directions, 1);
        projections = directions;
        return this;
    }

    /// <summary>
    /// Asks dual numbers alone, without finite differences, where the code is generic over its
    /// scalar: quick, but one oracle.
    /// </summary>
    public GradientCheck WithDualNumbersAlone()
    {
        (dual, isNumeric) = (true, false);
        return this;
    }

    /// <summary>
    /// Lets code that is not the library's run on as many threads as <see cref="Parallelism.Threads"/> allows: plain
    /// functions, and networks whose <c>Over&lt;double&gt;()</c> gives copies that share nothing.
    /// </summary>
    public GradientCheck InParallel()
    {
        isAllowedInParallel = true;
        return this;
    }

    /// <summary>
    /// Runs the check. The layer's parameters are left exactly as they were. Checks of one layer on several threads run
    /// one after the other.
    /// </summary>
    /// <exception cref="CheckedCodeException">The code throws at the point itself, or gives no gradient.</exception>
    public GradientReport Run() => Possession.Of(code.Network, code.Loss, RunAlone);

    private GradientReport RunAlone()
    {
        var (checkedSubject, judge, blind) = Prepare();
        var isSteady = checkedSubject.IsSteady();
        var entries =
            checkedSubject.Variables.Select((v, i) => judge(i, Selection.All(v.Value.Shape.Count))).ToArray();
        if (!isSteady || !checkedSubject.IsSteady()) entries = [.. entries.Select(Judge.Unsteady)];
        VariableReport[] variables =
            [.. checkedSubject.Variables.Zip(entries, (v, found) => new VariableReport(v.Name, v.Value.Shape, found))];
        return new GradientReport(checkedSubject.Name, variables, waiver)
        {
            Diagnose = () => blind is null
                ? Possession.Of(code.Network, code.Loss, () => Diagnose(checkedSubject, variables)) : [],
            Confess = () => blind?.Invoke(entries)
                ?? Possession.Of(code.Network, code.Loss, () => ProbeAdequacy.Blind(checkedSubject.Origin)),
            Breaches = checkedSubject.Breaches,
            Saturated = checkedSubject.Saturated,
            NotNumbers = checkedSubject.NotNumbers,
        };
    }

    /// <summary>Runs one part of the check; <see cref="ShardReport.Merge"/> joins the parts into the whole.</summary>
    /// <param name="shard">Which part.</param>
    /// <param name="finished">Called with what was found for a tensor as soon as it is known, tensor by tensor.</param>
    /// <exception cref="InvalidOperationException">
    /// The check is one by random projection: there is nothing to split.
    /// </exception>
    /// <exception cref="CheckedCodeException">The code throws at the point itself, or gives no gradient.</exception>
    public ShardReport Run(Shard shard, Action<VariableSummary>? finished = null) =>
        Possession.Of(code.Network, code.Loss, () => RunAlone(shard, finished));

    private ShardReport RunAlone(Shard shard, Action<VariableSummary>? finished)
    {
        var (checkedSubject, judge, blind) = Prepare();
        if (blind is not null && shard != Shard.Whole)
            throw new InvalidOperationException("a check by random projection cannot be split: run it whole.");
        var (summaries, entries, before) = (new List<VariableSummary>(), new List<EntryReport[]>(), 0);
        var isSteady = checkedSubject.IsSteady();
        var repetitions = (int)Math.Ceiling(Subject.Repetitions / (double)checkedSubject.Variables.Count);
        foreach (var (i, variable) in checkedSubject.Variables.Index())
        {
            var selection = shard.Of(variable.Value.Shape.Count, before);
            entries.Add(judge(i, selection));
            if (!isSteady || !checkedSubject.IsSteady(repetitions)) entries[i] = Judge.Unsteady(entries[i]);
            summaries.Add(
                VariableSummary.Of(variable.Name, variable.Value.Shape, variable.Scale, selection, entries[i]));
            finished?.Invoke(summaries[i]);
            before += variable.Value.Shape.Count;
        }
        return new ShardReport(shard, Fingerprint.Of(checkedSubject),
            new(checkedSubject.Name, summaries, waiver, blind?.Invoke([.. entries]))
            {
                Breaches = checkedSubject.Breaches,
                Saturated = checkedSubject.Saturated,
                NotNumbers = checkedSubject.NotNumbers,
            });
    }

    /// <summary>
    /// The tensors of which nothing can be told at this point: nothing that they do moves the function, and their analytic
    /// gradient is 0. All their entries would be undecided, for <see cref="Doubt.NoSignal"/>.
    /// </summary>
    /// <exception cref="CheckedCodeException">The code throws at the point itself, or gives no gradient.</exception>
    public IReadOnlyList<string> Silent() => Possession.Of(code.Network, code.Loss, () =>
    {
        var whole = subject(point);
        var ties = new TiedEntries(whole);
        return (IReadOnlyList<string>)[.. whole.Variables.Index()
            .Where(one => one.Item.Scale == 0 && !ties.Move(one.Index)).Select(one => one.Item.Name)];
    });

    /// <summary>Runs the check and throws if it does not pass.</summary>
    /// <exception cref="WrongGradientException">
    /// Some entry is wrong, or inconclusive and not waived; the message is the report.
    /// </exception>
    /// <exception cref="CheckedCodeException">The code throws at the point itself, or gives no gradient.</exception>
    public void Verify()
    {
        var report = Run();
        if (!report.Passed) throw new WrongGradientException(report);
    }

    private static IReadOnlyList<Diagnosis> Diagnose(Subject wrong, VariableReport[] variables) =>
        wrong.Origin is { } origin ? Detective.Investigate(origin)
        : Detective.Investigate(wrong.Name, wrong.Variables[0], variables[0].Entries);

    private static GradientCheck Of(string name, Network<double> network, Loss<double>? loss) => new(network, loss, point =>
    {
        var x = (loss is not null && network.Layers.Count == 0 ? point.Probabilities() : point.Input()).Clone();
        var output = network.OutputShape(x.Shape);
        var place = $"{name} at {x.Shape}";
        return loss is null
            ? Subject.Of(place, network, x, dy: point.UpstreamFor(output).Clone())
            : Subject.Of(place, network, loss, x, point.TargetFor(output).Clone());
    });

    /// <summary>The layer over double.</summary>
    internal static Layer<double> InDouble<T>(Layer<T> layer) where T : IFloatingPointIeee754<T> =>
        InDouble(layer as Layer<double> ?? layer.Over<double>(), layer.Name);

    /// <summary>A reason that says something.</summary>
    internal static string Reason(string reason) => !string.IsNullOrWhiteSpace(reason) ? reason
        : throw new ArgumentException("reason is empty, but must say why undecided entries may pass.", nameof(reason));

    /// <summary>What is not null, under the name that its caller knows.</summary>
    internal static TGiven Given<TGiven>(
        TGiven? given, [CallerArgumentExpression(nameof(given))] string? name = null) where TGiven : class =>
        given ?? throw new ArgumentNullException(name);

    private static TOver InDouble<TOver>(TOver? over, string name) where TOver : class =>
        over ?? throw new ArgumentException(
            $"{name} is written for one scalar only, and that is not double: override Over<U>() to have it checked.");

    private (Subject Subject, Func<int, Selection, EntryReport[]> Judge,
        Func<IReadOnlyList<EntryReport>[], IReadOnlyList<string>>? Blind) Prepare()
    {
        var (whole, prepared, projection) = Prepare(point);
        var exact = dual ?? prepared.Entries <= Tolerances.ThoroughEntries ? DualOracle.For(prepared) : null;
        var differences = exact is not null && (projection is not null || !isNumeric)
            ? null : new FiniteDifferenceOracle(prepared);
        var copies = new Workers<Network<DoubleDouble>>(
            whole.Origin is not null && whole.RunsInParallel(), () => whole.Origin!.Network.Over<DoubleDouble>()!);
        var precise = new Lazy<PreciseGradient?>(
            () => dual != false && whole.Origin is { } origin ? PreciseGradient.Of(origin, copies) : null);
        var judge = projection is null
            ? new Judge(prepared, exact, differences, new TiedEntries(whole), (v, entry) => precise.Value?.At(v, entry),
                (v, entry) => precise.Value?.LostAt(v, entry))
            : new Judge(prepared, exact, differences, null, (v, k) => projection.Along(precise.Value, v, k),
                (v, k) => projection.LostAlong(precise.Value, v, k));
        var partsAreRight = new Lazy<bool>(() => Parts.AreRight(whole, part => Alike(part).Run().Count(Verdict.Wrong) == 0));
        return (prepared, (v, entries) => Parts.Reconsider(Surroundings.Reconsider(
            code.Network.Parameters.Select(p => p.Value), whole.Origin?.X ?? whole.Variables[^1].Value,
            x => Prepare(point with { X = x }, projection).Prepared, v, entries, judge.Of(v, entries)), partsAreRight),
            projection is null ? null : entries => projection.Blind(entries, isExact: differences is null));
    }

    private GradientCheck Alike(GradientCheck part)
    {
        (part.dual, part.isNumeric, part.projections, part.isAllowedInParallel) =
            (dual, isNumeric, projections, isAllowedInParallel);
        return part;
    }

    private (Subject Whole, Subject Prepared, Projection? Projection) Prepare(Point at, Projection? directions = null)
    {
        var given = subject(at);
        var whole = given with { Name = name ?? given.Name, IsAllowedInParallel = isAllowedInParallel };
        var projection = directions?.Of(whole)
            ?? (projections is { } count ? new Projection(whole, count, point.DrawSeed) : null);
        return (whole, projection?.Subject ?? whole, projection);
    }

    private GradientCheck With(Point other)
    {
        point = other;
        return this;
    }
}
