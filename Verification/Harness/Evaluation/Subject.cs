using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>A tensor of a checked function together with what its author says the gradient is.</summary>
internal sealed record Variable(string Name, Tensor<double> Value, Tensor<double> Analytic)
{
    private readonly Lazy<double> scale = new(() => RootMeanSquare.Of(Analytic.Values));

    /// <summary>The root mean square of the analytic gradient.</summary>
    public double Scale => scale.Value;

    /// <summary>Whether entries have units of their own, as the arguments of a plain function may.</summary>
    public bool IsMixed { get; init; }

    /// <summary>Whether even differences far below <see cref="Tolerances.Resolution"/> count, as along random directions.</summary>
    public bool IsExact { get; init; }

    /// <summary>Against what entries are judged.</summary>
    public Yardstick Yardstick => new(Scale, IsMixed, IsExact);
}

/// <summary>
/// What a check is about: s(θ) = Σₖ dyₖ·yₖ(θ), the outputs y of a function weighted by an upstream gradient dy, and the
/// analytic ∂s/∂θ. A loss or a plain function has one output and dy = 1.
/// </summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Variables">θ and the analytic gradients.</param>
/// <param name="Upstream">dy.</param>
/// <param name="NewEvaluator">Makes an evaluator in double.</param>
/// <param name="DualEvaluators">Evaluators in dual numbers; there are none if the code is not generic over its scalar.</param>
/// <param name="RunsInParallel">Tells whether each evaluator has tensors of its own.</param>
internal sealed record Subject(
    string Name, IReadOnlyList<Variable> Variables, double[] Upstream, Func<IEvaluator<double>> NewEvaluator,
    Supply<IEvaluator<Dual>> DualEvaluators, Func<bool> RunsInParallel)
{
    private double[][]? first;

    /// <summary>The layers and the loss, which a diagnosis looks at one by one; null for a plain function.</summary>
    public Origin? Origin { get; init; }

    /// <summary>Calls the function and its gradient at the point; their numbers, to see whether they stay the same.</summary>
    public Func<double[][]> Results { get; init; } = () => [];

    /// <summary>Whether function and gradient give the same bits as the first time.</summary>
    public bool IsSteady() => (first ??= Results()).Zip(Results()).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));

    /// <summary>All entries of all variables.</summary>
    public int Entries => Variables.Sum(variable => variable.Value.Shape.Count);

    /// <summary>A network's outputs, weighted by dy.</summary>
    public static Subject Of(string name, Network<double> network, Tensor<double> x, Tensor<double> dy) =>
        Of(name, new(network, null, x, dy), dy.Values.ToArray(),
            trace => dy.Values.CopyTo(trace.OutputGradient.Values));

    /// <summary>The loss of a network's output.</summary>
    public static Subject Of(
        string name, Network<double> network, Loss<double> loss, Tensor<double> x, Tensor<double> target) =>
        Of(name, new(network, loss, x, target), [1.0],
            trace => loss.Gradient(trace.Output, target, trace.OutputGradient));

    /// <summary>A plain function of one number, at 0, of which no analytic derivative is known.</summary>
    public static Subject Of(Func<double, double> function)
    {
        var t = new Tensor<double>(new Shape(1));
        return new("function", [new Variable("t", t, t)], [1.0], () => new DelegateEvaluator(x => function(x[0]), [0]),
            new(() => null), RunsInParallel: () => false);
    }

    private static Subject Of(string name, Origin origin, double[] upstream, Action<Trace<double>> setOutputGradient)
    {
        var (network, loss, x, target) =
            (origin.Network, origin.Loss, origin.X, origin.Loss is null ? null : origin.Upstream);
        var (gradients, dx, _) = Pass();

        var parameters = network.Layers.Count == 1 ? network.Layers[0].Parameters : network.Parameters;
        var variables = parameters.Zip(gradients, (p, gradient) => new Variable(p.Name, p.Value, gradient))
            .Append(new Variable(network.Layers.Count == 0 ? "prediction" : "x", x, dx));

        var copies = new Supply<Network<double>>(network.Over<double>);
        return new Subject(
            name, [.. variables], upstream,
            () => new NetworkEvaluator<double>(copies.Exist ? copies.Take() : network, loss, x.Clone(), target),
            new(() => network.Over<Dual>() is { } dual && (loss is null || loss.Over<Dual>() is not null)
                ? new NetworkEvaluator<Dual>(dual, loss?.Over<Dual>(), x.Over<Dual>(), target?.Over<Dual>()) : null),
            RunsInParallel: () => copies.Exist)
        {
            Origin = origin,
            Results = () =>
            {
                var (again, dxAgain, y) = Pass();
                return [.. again.Append(dxAgain).Append(y).Select(tensor => tensor.Values.ToArray())];
            },
        };

        (Tensor<double>[] Gradients, Tensor<double> Dx, Tensor<double> Y) Pass()
        {
            var trace = new Trace<double>(network, x.Shape, withInputGradient: true);
            var gradients = network.NewGradients();
            network.Forward(x, trace);
            setOutputGradient(trace);
            network.Backward(trace, gradients);
            return (gradients, trace.InputGradient!, trace.Output);
        }
    }
}
