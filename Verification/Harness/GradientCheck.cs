using System.Runtime.CompilerServices;

namespace CnnVerified.Verification;

/// <summary>
/// Proves an analytic gradient right, or shows where it is wrong: every entry of every parameter and of
/// the input is compared with finite differences whose error is known, and with dual numbers where the
/// code is generic over its scalar.
/// </summary>
/// <example><code>GradientCheck.Of(layer).At(2, 3, 7, 6).Verify();</code></example>
public sealed partial class GradientCheck
{
    private readonly Func<Point, Subject> subject;
    private readonly (Network<double> Network, Loss<double>? Loss) code;
    private Point point = Point.Default;
    private IReadOnlyList<Point> others = [];         // beside it, if they are given
    private int points = 1;                           // to draw, if they are not
    private CheckOptions options = new();

    private GradientCheck(Network<double> network, Loss<double>? loss, Func<Point, Subject> subject) =>
        (code, this.subject, Weighted) = ((network, loss), subject, subject);

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

    /// <summary>Draws the point of the check at random: an input of this shape, batch axis first.</summary>
    public GradientCheck At(params ReadOnlySpan<int> shape) => OnlyAt(point with { DrawnShape = new Shape(shape) });

    /// <summary>
    /// The point of the check: an input, a target where there is a loss, an upstream gradient where there is none.
    /// </summary>
    public GradientCheck At(Tensor<double> x, Tensor<double>? target = null, Tensor<double>? upstream = null) =>
        OnlyAt(point with { X = x, Target = target, Upstream = upstream });

    /// <summary>Draws other values: they depend on the seed alone.</summary>
    public GradientCheck Seed(int seed) => With(point with { DrawSeed = seed });

    /// <summary>What the report calls the subject of the check, instead of its kind and shape.</summary>
    public GradientCheck Called(string name)
    {
        options = options with { Name = name };
        return this;
    }

    /// <summary>
    /// Lets entries pass whose numeric derivative is too uncertain to confirm anything; the
    /// report shows them and the reason.
    /// </summary>
    /// <exception cref="ArgumentException">There is no reason.</exception>
    public GradientCheck WaiveInconclusive(string reason)
    {
        options = options with { Waiver = Reason(reason) };
        return this;
    }

    /// <summary>Checks only some tensors, by name; <see cref="Run()"/> refuses a name that there is not.</summary>
    public GradientCheck Only(params string[] names)
    {
        options = options with { Only = names.ToDictionary(name => name, _ => Range.All) };
        return this;
    }

    /// <summary>Checks only some entries of one tensor, counted row by row, beside what else was asked for.</summary>
    /// <example><code>GradientCheck.Of(layer).At(2, 400).Only("weights", ..100).Verify();</code></example>
    public GradientCheck Only(string name, Range entries)
    {
        options = options with
        {
            Only = new Dictionary<string, Range>(options.Only ?? new Dictionary<string, Range>()) { [name] = entries },
        };
        return this;
    }

    /// <summary>
    /// Asks dual numbers or not. By default they are asked for at most
    /// <see cref="Tolerances.ThoroughEntries"/> entries.
    /// </summary>
    public GradientCheck WithDualNumbers(bool asked = true)
    {
        options = options with { Dual = asked };
        return this;
    }

    /// <summary>
    /// How long a diagnosis may take, which is made if the report is asked for it or printed: one second of processor
    /// time unless told. What was found by then is said, and that not everything was tried.
    /// </summary>
    /// <param name="time">The time; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public GradientCheck DiagnoseFor(TimeSpan time)
    {
        if (time != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        options = options with { IsDiagnosed = true, DiagnosisTime = time };
        return this;
    }

    /// <summary>
    /// Has the diagnosis look at the numbers alone. It would run both passes once more, operation by operation, and the
    /// backward pass some hundred times with other instructions, which code that prints or writes files does not want;
    /// no line is named then.
    /// </summary>
    public GradientCheck WithoutTracing()
    {
        options = options with { IsTraced = false };
        return this;
    }

    /// <summary>Makes no diagnosis.</summary>
    public GradientCheck WithoutDiagnosis()
    {
        options = options with { IsDiagnosed = false };
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
        options = options with { Projections = directions };
        return this;
    }

    /// <summary>
    /// Asks dual numbers alone, without finite differences, where the code is generic over its
    /// scalar: quick, but one oracle.
    /// </summary>
    public GradientCheck WithDualNumbersAlone()
    {
        options = options with { Dual = true, IsNumeric = false };
        return this;
    }

    /// <summary>
    /// Lets code that is not the library's run on as many threads as <see cref="Parallelism.Threads"/> allows: plain
    /// functions, and networks whose <c>Over&lt;double&gt;()</c> gives copies that share nothing.
    /// </summary>
    public GradientCheck InParallel()
    {
        options = options with { IsAllowedInParallel = true };
        return this;
    }

    /// <summary>Tells how far the check is, call by call, and lets it be ended.</summary>
    /// <param name="progress">Who is told; null if nobody.</param>
    /// <param name="cancellation">
    /// What ends it: <see cref="Run()"/> then throws an <see cref="OperationCanceledException"/>.
    /// </param>
    public GradientCheck Watched(IProgress<CheckProgress>? progress, CancellationToken cancellation = default)
    {
        options = options with { Progress = progress, Cancellation = cancellation };
        return this;
    }

    /// <summary>
    /// Checks at so many points. Where the point was drawn, the others are other draws; where it was given, numbers are
    /// moved by up to half of their own size, within the bounds that were given. Parameters of a layer stay.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is less than one point.</exception>
    public GradientCheck Points(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        points = count;
        return this;
    }

    /// <summary>
    /// About how often <see cref="Run()"/> will call the function, if nothing is in doubt; doubt can cost some hundred
    /// calls an entry.
    /// </summary>
    /// <exception cref="CheckedCodeException">The code throws at the point itself, or gives no gradient.</exception>
    public long ExpectedCalls() => Alone(inspection => inspection.ExpectedCalls).Sum();

    /// <summary>
    /// Runs the check, at one point after the other if there are several; the report then has them all. The layer's
    /// parameters are left exactly as they were. Checks of one layer on several threads run one after the other.
    /// </summary>
    /// <exception cref="CheckedCodeException">The code throws at the point itself, or gives no gradient.</exception>
    public GradientReport Run() => GradientReport.OfPoints(Alone(inspection => inspection.Run()));

    /// <summary>Runs one part of the check; <see cref="ShardReport.Merge"/> joins the parts into the whole.</summary>
    /// <param name="shard">Which part.</param>
    /// <param name="finished">Called with what was found for a tensor as soon as it is known, tensor by tensor.</param>
    /// <exception cref="InvalidOperationException">
    /// The check is one by random projection, of chosen entries or at several points: it cannot be split.
    /// </exception>
    /// <exception cref="CheckedCodeException">The code throws at the point itself, or gives no gradient.</exception>
    public ShardReport Run(CheckShard shard, Action<VariableSummary>? finished = null) =>
        others.Count == 0 && points == 1 ? Alone(inspection => inspection.Run(shard, finished))[0]
        : throw new InvalidOperationException("a check at several points cannot be split: split one at each of them.");

    /// <summary>
    /// The tensors of which nothing can be told at this point: nothing that they do moves the function, and their
    /// analytic gradient is 0. All their entries would be undecided, for <see cref="Doubt.NoSignal"/>.
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

    private static GradientCheck Of(
        string name, Network<double> network, Loss<double>? loss) => new(network, loss, point =>
    {
        point.RequireTensors();
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

    /// <summary>The same check of a part of what this one checks.</summary>
    internal GradientCheck With(CheckOptions others)
    {
        options = others with { Name = null, Only = null };
        return this;
    }

    /// <summary>What something gives at each of the points.</summary>
    private TResult[] Alone<TResult>(Func<Inspection, TResult> run) => Possession.Of(code.Network, code.Loss, () =>
        (others.Count > 0 ? others.Prepend(point) : Neighbours.Of(point, points, subject))
            .Select(at => run(new Inspection(code.Network, code.Loss, subject, at, options))).ToArray());

    private GradientCheck OnlyAt(Point at)
    {
        others = [];
        return With(at);
    }

    private GradientCheck With(Point other)
    {
        (point, others) = (other, [.. others.Select(one => other with { Arrays = one.Arrays })]);
        return this;
    }
}
