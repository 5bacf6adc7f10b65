namespace CnnVerified.Verification;

/// <summary>
/// Proves a step of training: each parameter must move as the optimiser does on its gradient, which is what the chain
/// rule gives at the parameters before the step, summed over all uses of the same storage.
/// </summary>
/// <example><code>
/// StepProof.Of(network, loss, () => new Adam&lt;double&gt;(0.1)).At(3, 1, 8, 8).Verify();
/// </code></example>
public sealed class StepProof
{
    private readonly Network<double> network;
    private readonly Loss<double> loss;
    private readonly Func<Optimizer<double>> newOptimizer;
    private readonly Dictionary<string, string> exceptions = [];
    private Func<Optimizer<double>, Action<Tensor<double>, Tensor<double>>>? newStep;
    private Point point = Point.Default;
    private int steps = 4;

    private StepProof(Network<double> network, Loss<double> loss, Func<Optimizer<double>> newOptimizer) =>
        (this.network, this.loss, this.newOptimizer) = (network, loss, newOptimizer);

    /// <summary>Prepares the proof of the step of a <see cref="Trainer{T}"/>, or of another that is given.</summary>
    /// <param name="network">What is trained.</param>
    /// <param name="loss">What is made small.</param>
    /// <param name="newOptimizer">Makes an optimiser that has seen nothing.</param>
    public static StepProof Of(Network<double> network, Loss<double> loss, Func<Optimizer<double>> newOptimizer) =>
        new(network, loss, newOptimizer);

    /// <summary>Proves another step than the trainer's.</summary>
    /// <param name="trainer">
    /// Makes, for an optimiser that has seen nothing, a function that takes one step of the network on an input and a
    /// target.
    /// </param>
    public StepProof TakenBy(Func<Optimizer<double>, Action<Tensor<double>, Tensor<double>>> trainer)
    {
        newStep = trainer;
        return this;
    }

    /// <summary>Draws inputs of this shape, batch axis first, and targets: others for each step.</summary>
    public StepProof At(params ReadOnlySpan<int> shape) => With(point with { DrawnShape = new Shape(shape) });

    /// <summary>The input of every step, and its target.</summary>
    public StepProof At(Tensor<double> x, Tensor<double> target) => With(point with { X = x, Target = target });

    /// <summary>Draws other values: they depend on the seed alone.</summary>
    public StepProof Seed(int seed) => With(point with { DrawSeed = seed });

    /// <summary>How many steps are taken: 4 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public StepProof Steps(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        steps = number;
        return this;
    }

    /// <summary>Lets a parameter pass that does not move, such as one whose gradient is zero by nature.</summary>
    /// <param name="parameter">Its name in the report.</param>
    /// <param name="reason">Why; the report shows it.</param>
    public StepProof Except(string parameter, string reason)
    {
        exceptions[parameter] = reason;
        return this;
    }

    /// <summary>
    /// Takes the steps, up to the first wrong one. The network's parameters are left exactly as they were.
    /// </summary>
    /// <exception cref="InvalidOperationException">The point is missing, or all optimisers are one.</exception>
    public StepReport Run()
    {
        var uses = Uses();
        Tensor<double>[] parameters = [.. uses.Select(use => network.Parameters[use[0]].Value)];
        return Restored.After(parameters, () => Run(uses, parameters));
    }

    /// <summary>Takes the steps and throws if one is wrong.</summary>
    /// <exception cref="WrongStepException">The message is the report.</exception>
    public void Verify()
    {
        var report = Run();
        if (!report.Passed) throw new WrongStepException(report);
    }

    private StepReport Run(List<List<int>> uses, Tensor<double>[] parameters)
    {
        var (shape, optimizer) = (point.Input().Shape, newOptimizer());
        var step = newStep?.Invoke(optimizer) ?? TrainerStep(optimizer, shape);
        var expected = new ExpectedSteps(parameters, () =>
        {
            var own = newOptimizer();
            return own != optimizer ? (_, θ, dθ) => own.Update(θ, dθ)
                : throw new InvalidOperationException(
                    "newOptimizer gives the same optimiser at each call, but must make one that has seen nothing.");
        });
        StepsOnParameter[] found = [.. uses.Zip(parameters, (use, value) => Unknown(use, value.Shape))];
        for (var t = 0; t < steps && found.All(parameter => parameter.Wrong.Count == 0); t++)
        {
            var drawn = point with { DrawSeed = point.DrawSeed + t };
            var (x, target) = (drawn.Input(), drawn.TargetFor(network.OutputShape(shape)));
            var before = parameters.Select(value => value.Clone()).ToArray();
            var gradients = ExpectedSteps.Shifts.ToDictionary(shift => shift, shift => Gradients(x, target, shift));
            for (var p = 0; p < parameters.Length; p++)
                expected.Take(p, before[p], shift => uses[p]
                    .Select(use => gradients[shift][use].WithShape(before[p].Shape)).Aggregate(Adjoint.Plus));
            step(x.Clone(), target.Clone());
            for (var p = 0; p < parameters.Length; p++)
                found[p] = expected.Compare(p, before[p], parameters[p], found[p]);
        }
        return new($"step of the network with {optimizer.GetType().Name.Split('`')[0]} at {shape}", found);
    }

    private Action<Tensor<double>, Tensor<double>> TrainerStep(Optimizer<double> optimizer, Shape x)
    {
        var trainer = new Trainer<double>(network, loss, optimizer, x);
        return (x, target) => trainer.Step(x, target);
    }

    /// <summary>The gradient of every use of a parameter, with rounding errors or, for a shift of 0, without.</summary>
    private Tensor<double>[] Gradients(Tensor<double> x, Tensor<double> target, int shift)
    {
        var rounded = RoundingErrors.Between(network, shift);
        var (trace, gradients) = (new Trace<double>(rounded, x.Shape), rounded.NewGradients());
        loss.Gradient(rounded.Forward(x, trace), target, trace.OutputGradient);
        rounded.Backward(trace, gradients);
        return gradients;
    }

    /// <summary>The parameters' numbers, those over the same storage together.</summary>
    private List<List<int>> Uses()
    {
        var (uses, all) = (new List<List<int>>(), network.Parameters);
        for (var p = 0; p < all.Count; p++)
            if (uses.Find(use => all[use[0]].Value.SharesStorageWith(all[p].Value)) is { } same) same.Add(p);
            else uses.Add([p]);
        return uses;
    }

    private StepsOnParameter Unknown(List<int> uses, Shape shape)
    {
        var name = string.Join(" = ", uses.Select(use => network.Parameters[use].Name));
        return new(name, shape) { Exception = exceptions.GetValueOrDefault(name) };
    }

    private StepProof With(Point other)
    {
        point = other;
        return this;
    }
}
