using System.Reflection;

namespace CnnVerified.Verification.Evaluation;

/// <summary>A tensor of a checked function together with what its author says the gradient is.</summary>
internal sealed record Variable(string Name, Tensor<double> Value, Tensor<double> Analytic)
{
    private readonly Lazy<double> scale = new(() => RootMeanSquare.Of(Analytic.Values));
    private readonly Lazy<double> share = new(() => RootMeanSquare.Of(
        [.. Enumerable.Range(0, Value.Shape.Count).Select(i => Value[i] * Analytic[i])]));

    /// <summary>The root mean square of the analytic gradient.</summary>
    public double Scale => scale.Value;

    /// <summary>Whether entries have units of their own, as the arguments of a plain function may.</summary>
    public bool IsMixed { get; init; }

    /// <summary>The nearest number that the code under check can be given.</summary>
    public Func<double, double> Nearest { get; init; } = value => value;

    /// <summary>The size that entries have where they matter; null if unknown.</summary>
    public PerEntry? Typical { get; init; }

    /// <summary>Whether entries are distances along directions, which are no ties where they are equal.</summary>
    public bool IsDirection { get; init; }

    /// <summary>Against what an entry is judged.</summary>
    public Yardstick YardstickOf(int entry) => IsDirection
        ? new(Scale, false, Tolerances.AnalyticRounding, Tolerances.DirectionRounding)
        : new(Scale, IsMixed) { Share = IsMixed && Value[entry] != 0 ? share.Value / Math.Abs(Value[entry]) : 0 };

    /// <summary>The name of an entry, such as <c>kernels[4, 0, 2, 1]</c>.</summary>
    public string NameOf(int entry) => EntryName.Of(Name, Value.Shape, entry);
}

/// <summary>
/// What a check is about: s(θ) = Σₖ dyₖ·yₖ(θ), the outputs y of a function weighted by an upstream gradient dy, and the
/// analytic ∂s/∂θ. A plain function has one output and dy = 1; so has a loss, or N outputs and dy = 1/N, the losses of
/// the N samples of which it is the mean.
/// </summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Variables">θ and the analytic gradients.</param>
/// <param name="Upstream">dy.</param>
/// <param name="NewEvaluator">Makes an evaluator in double.</param>
/// <param name="DualEvaluators">
/// Evaluators in dual numbers; there are none if the code is not generic over its scalar.
/// </param>
/// <param name="MayShare">
/// Tells whether several evaluators may work at once, given whether the caller allows it for code that is not the
/// library's.
/// </param>
internal sealed record Subject(
    string Name, IReadOnlyList<Variable> Variables, double[] Upstream, Func<IEvaluator<double>> NewEvaluator,
    LazyPool<IEvaluator<Dual>> DualEvaluators, Func<bool, bool> MayShare)
{
    private static readonly Assembly Library = typeof(Shape).Assembly;

    /// <summary>
    /// How often function and gradient are called again before a check, and after it: with those of the steps the
    /// function is called at least twenty times, so that chance in half of all calls shows.
    /// </summary>
    public int Repetitions => Entries == 1 ? 5 : 3;

    /// <summary>Every operation of its function, given which variables come in which order; null if unknown.</summary>
    public Func<int[], Tape?> Trace { get; init; } = _ => null;

    /// <summary>The same of its backward pass, whose outputs are the gradients in this order.</summary>
    public Func<int[], Tape?> TraceBack { get; init; } = _ => null;

    /// <summary>The unit roundoff of the outputs' type: of the coarsest, if there are several.</summary>
    public double Roundoff { get; init; } = ArrayNumbers.UnitRoundoff;

    /// <summary>What the outputs are called, and how they are arranged.</summary>
    public IReadOnlyList<(string Name, Shape Shape)> Outputs { get; init; } = [];

    /// <summary>Whether the caller says that the checked code may run on several threads at once.</summary>
    public bool IsAllowedInParallel { get; init; }

    /// <summary>Which output is not finite at the point itself, without a full stop; null if none.</summary>
    public string? Complaint { get; init; }

    /// <summary>Such as <c>2 of 2 outputs are saturated</c>; null if none is, or there is no loss.</summary>
    public string? Saturated { get; init; }

    /// <summary>What the code threw, and where, at a changed entry; null if it never did.</summary>
    public string? Thrown => Code?.Thrown;

    /// <summary>Why the function is not a number, a sentence without its full stop each.</summary>
    public IReadOnlyList<string> NotNumbers => [.. new[] { Complaint, Thrown }.OfType<string>()];

    /// <summary>The layers and the loss, which a diagnosis looks at one by one; null for a plain function.</summary>
    public Origin? Origin { get; init; }

    /// <summary>
    /// Calls the function and its gradient at the point, for their numbers, to see whether they stay the same.
    /// </summary>
    public Func<double[][]> Results { get; init; } = () => [];

    /// <summary>Whether function and gradient, called again and again, give the same bits as the first time.</summary>
    public bool IsSteady(int? repetitions = null) => Enumerable.Range(0, repetitions ?? Repetitions).All(
        _ => First.Zip(Results()).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)));

    /// <summary>What function and gradient gave when they were called for the first time.</summary>
    public double[][] First { get; init; } = [];

    /// <summary>The boundary to the checked code; null where the harness itself is evaluated.</summary>
    public CheckedCode? Code { get; init; }

    /// <summary>The numbers that code is given beside its variables, such as a target.</summary>
    public IReadOnlyList<(string Name, Tensor<double> Value)> Fixed { get; init; } = [];

    /// <summary>Whether the gradients follow from any dy, so that each output can be asked by itself.</summary>
    public bool TakesUpstream { get; init; }

    /// <summary>What makes a gradient worthless before it is compared, a sentence each.</summary>
    public IReadOnlyList<string> Breaches { get; init; } = [];

    /// <summary>Whether the function is a single number.</summary>
    public bool IsOneNumber => Upstream.Length == 1 || Origin is { Loss: not null };

    /// <summary>All entries of all variables.</summary>
    public int Entries => Variables.Sum(variable => variable.Value.Shape.Count);

    /// <summary>Whether several evaluators may work at once.</summary>
    public bool RunsInParallel() => MayShare(IsAllowedInParallel);

    /// <summary>A network's outputs, weighted by dy.</summary>
    public static Subject Of(string name, Network<double> network, Tensor<double> x, Tensor<double> dy) =>
        Of(name, new(network, null, x, dy), (trace, _) => dy.Values.CopyTo(trace.OutputGradient.Values));

    /// <summary>The loss of a network's output.</summary>
    public static Subject Of(
        string name, Network<double> network, Loss<double> loss, Tensor<double> x, Tensor<double> target) =>
        Of(name, new(network, loss, x, target),
            (trace, t) => loss.Gradient(trace.Output, t!, trace.OutputGradient));

    /// <summary>A plain function of one number, at 0, of which no analytic derivative is known.</summary>
    public static Subject Of(Func<double, double> function)
    {
        var t = new Tensor<double>(new Shape(1));
        return new("function", [new Variable("t", t, t)], [1.0], () => new DelegateEvaluator(function),
            new(() => null), MayShare: _ => false);
    }

    private static Subject Of(
        string name, Origin origin, Action<Trace<double>, Tensor<double>?> setOutputGradient)
    {
        var (network, loss, x, target) =
            (origin.Network, origin.Loss, origin.X, origin.Loss is null ? null : origin.Upstream);
        var (forward, backward) = ($"the forward pass of {name}", $"the backward pass of {name}");
        var parameters = network.Layers.Count == 1 ? network.Layers[0].Parameters : network.Parameters;
        var (saturated, losses) = ((string?)null, 0);
        var (breaches, isTrespassed) = (new List<string>(), false);
        var (gradients, dx, y) = Pass();
        if (CheckedCode.Run(forward, () => OverAnotherScalar.Complaint(network, loss, x)) is { } other)
            breaches.Add(other);
        var variables = parameters.Zip(gradients, (p, gradient) => new Variable(p.Name, p.Value, gradient))
            .Append(new Variable(network.Layers.Count == 0 ? "prediction" : "x", x, dx)).ToArray();

        var copy = new Lazy<Network<double>?>(network.Over<double>);
        var code = new CheckedCode(forward, variables);
        return new Subject(
            name, variables,
            loss is null ? origin.Upstream.Values.ToArray() : [.. Enumerable.Repeat(1.0 / losses, losses)],
            () => CheckedCode.Run(forward, () => new GuardedEvaluator<double>(
                new NetworkEvaluator<double>(network.Over<double>() ?? OneUse.Each(network),
                    loss is null ? null : new(loss, target!.Clone(), losses), x.Clone()), code)),
            new(() => CheckedCode.Run($"{forward}, on dual numbers,", () => network.Over<Dual>() is { } dual
                && (loss is null || loss.Over<Dual>() is not null)
                    ? new GuardedEvaluator<Dual>(new NetworkEvaluator<Dual>(dual, loss is null ? null
                        : new(loss.Over<Dual>()!, target!.Over<Dual>(), losses), x.Over<Dual>()), code)
                    : null)),
            MayShare: isAllowed => copy.Value is { } one && (isAllowed || IsLibrarys(one, loss)))
        {
            Origin = origin,
            Outputs = [loss is null ? ("y", origin.Upstream.Shape) : ("loss", new Shape())],
            Code = code,
            Complaint = NotFinite(loss is null ? "y" : "the loss", y),
            Saturated = saturated,
            First = Numbers((gradients, dx, y)),
            Results = () => Numbers(Pass()),
            Breaches = breaches,
        };

        // The first one, whichever of the passes does it.
        void Note(string? trespass)
        {
            if (trespass is null || isTrespassed) return;
            isTrespassed = true;
            breaches.Insert(0, trespass);
        }

        static double[][] Numbers((Tensor<double>[] Gradients, Tensor<double> Dx, Tensor<double> Y) found) =>
            [.. found.Gradients.Append(found.Dx).Append(found.Y).Select(tensor => tensor.Values.ToArray())];

        (Tensor<double>[] Gradients, Tensor<double> Dx, Tensor<double> Y) Pass()
        {
            var trace = new Trace<double>(network, x.Shape, withInputGradient: true);
            var gradients = network.NewGradients();
            var (input, answer) = (x.Clone(), target?.Clone());         // a layer may do what it likes with these
            var guard = new Guard([("x", input), .. answer is null ? [] : new[] { ("the target", answer) },
                .. parameters.Select(p => (p.Name, p.Value))]);
            var y = CheckedCode.Run(forward, () =>
            {
                network.Forward(input, trace);
                return loss is null ? trace.Output.Clone() : Scalar(loss.Value(trace.Output, answer!));
            });
            Note(guard.After("the forward pass"));
            if (loss is not null)
            {
                saturated = Saturation.OfOutputs(network, loss, trace.Output);
                if (losses == 0)
                    losses = CheckedCode.Run(forward, () => LossOutputs<double>.Count(loss, trace.Output, answer!));
            }
            return CheckedCode.Run(backward, () =>
            {
                setOutputGradient(trace, answer);
                Note(guard.After("the loss"));
                network.Backward(trace, gradients);
                Note(guard.After("the backward pass"));
                return (gradients, trace.InputGradient!, y);
            });
        }
    }

    private static bool IsLibrarys(Network<double> network, Loss<double>? loss) =>
        network.Layers.All(layer => layer.GetType().Assembly == Library)
        && (loss is null || loss.GetType().Assembly == Library);

    private static Tensor<double> Scalar(double value) => new(new Shape(), value);

    /// <summary>Which number is not finite, without a full stop; null if all are.</summary>
    public static string? NotFinite(string name, Tensor<double> y)
    {
        for (var i = 0; i < y.Shape.Count; i++)
            if (!double.IsFinite(y[i]))
                return $"{EntryName.Of(name, y.Shape, i)} is "
                    + $"{(double.IsNaN(y[i]) ? "NaN" : y[i] > 0 ? "∞" : "−∞")} at the point itself";
        return null;
    }
}
