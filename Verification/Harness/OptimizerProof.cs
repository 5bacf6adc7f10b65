namespace CnnVerified.Verification;

/// <summary>
/// Proves an optimiser's steps against its formula: random gradients of many sizes, zeros among them, on several
/// parameters by turns, with a learning rate that changes.
/// </summary>
/// <example><code>
/// OptimizerProof.Of(() => new Sgd&lt;double&gt;(0.1), (θ, dθ, η, t, memory) => θ - η * dθ).Verify();
/// </code></example>
public sealed class OptimizerProof
{
    private const double Decay = 0.9;
    private static readonly double[] Sizes = [1, 1e-8, 0, 100, 1e-4];

    private readonly Func<Optimizer<double>> newOptimizer;
    private readonly Func<Shape, ParameterFormula> newFormula;
    private Shape[] shapes = [new(3, 4), new(5), new(3, 4)];
    private int seed = 1, rounds = 12;

    private OptimizerProof(Func<Optimizer<double>> newOptimizer, Func<Shape, ParameterFormula> newFormula) =>
        (this.newOptimizer, this.newFormula) = (newOptimizer, newFormula);

    /// <summary>Prepares the proof of an optimiser that treats every entry by itself.</summary>
    /// <param name="newOptimizer">Makes an optimiser that has seen nothing.</param>
    /// <param name="formula">What it does to one entry.</param>
    /// <param name="memory">How many numbers the formula remembers of an entry.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="memory"/> is less than 0.</exception>
    public static OptimizerProof Of(Func<Optimizer<double>> newOptimizer, EntryFormula formula, int memory = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(memory);
        return Of(newOptimizer, shape =>
        {
            var memories = new double[shape.Count * memory];
            return (θ, dθ, η, t) =>
            {
                for (var i = 0; i < θ.Shape.Count; i++)
                    θ[i] = formula(θ[i], dθ[i], η, t, memories.AsSpan(i * memory, memory));
            };
        });
    }

    /// <summary>
    /// Prepares the proof of an optimiser whose step on an entry may depend on others of the same parameter.
    /// </summary>
    /// <param name="newOptimizer">Makes an optimiser that has seen nothing.</param>
    /// <param name="newFormula">Makes, for a parameter of a shape, the formula that has seen nothing.</param>
    public static OptimizerProof Of(Func<Optimizer<double>> newOptimizer, Func<Shape, ParameterFormula> newFormula) =>
        new(newOptimizer, newFormula);

    /// <summary>The shapes of the parameters: 3×4, 5 and 3×4 unless given.</summary>
    public OptimizerProof At(params ReadOnlySpan<Shape> parameters)
    {
        shapes = parameters.ToArray();
        return this;
    }

    /// <summary>Draws other parameters and gradients: they depend on the seed alone.</summary>
    public OptimizerProof Seed(int number)
    {
        seed = number;
        return this;
    }

    /// <summary>
    /// How many rounds of steps are taken: 12 unless given. The second parameter is left out of every third.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public OptimizerProof Rounds(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        rounds = number;
        return this;
    }

    /// <summary>Takes the steps, up to the first wrong one.</summary>
    public StepReport Run()
    {
        var values = new NormalValues(seed);
        Tensor<double>[] parameters = [.. shapes.Select(shape => values.Tensor<double>(shape))];
        StepsOnParameter[] found = [.. shapes.Select((shape, p) => new StepsOnParameter($"parameter {p + 1}", shape))];
        var optimizer = newOptimizer();
        var expected = new ExpectedSteps(parameters, () =>
        {
            ParameterFormula[] formulas = [.. shapes.Select(newFormula)];
            return (p, θ, dθ) => formulas[p](θ, dθ, optimizer.LearningRate, found[p].Steps + 1);
        });
        foreach (var (p, size) in Order())
        {
            var (before, gradient) = (parameters[p].Clone(), values.Tensor<double>(shapes[p], size));
            gradient[found[p].Steps % gradient.Shape.Count] = 0;
            expected.Take(p, before, shift => Moved(gradient, shift));
            optimizer.Update(parameters[p], gradient);
            found[p] = expected.Compare(p, before, parameters[p], found[p]);
            if (found[p].Wrong.Count > 0) break;
            if (p == shapes.Length - 1) optimizer.LearningRate *= Decay;
        }
        return new($"{optimizer.GetType().Name.Split('`')[0]} on parameters {string.Join(", ", shapes)}", found);
    }

    /// <summary>Takes the steps and throws if one is wrong.</summary>
    /// <exception cref="WrongStepException">The message is the report.</exception>
    public void Verify()
    {
        var report = Run();
        if (!report.Passed) throw new WrongStepException(report);
    }

    private static Tensor<double> Moved(Tensor<double> gradient, int shift)
    {
        var moved = gradient.Clone();
        foreach (ref var dθ in moved.Values) dθ += shift * Tolerances.AnalyticRounding * dθ;
        return moved;
    }

    /// <summary>The parameters by turns, upwards and downwards, each with the size of its gradient.</summary>
    private IEnumerable<(int Parameter, double Size)> Order() =>
        from round in Enumerable.Range(0, rounds)
        from turn in Enumerable.Range(0, shapes.Length)
        let p = round % 2 == 0 ? turn : shapes.Length - 1 - turn
        where p != 1 || round % 3 != 2
        select (p, Sizes[(round + p) % Sizes.Length]);
}
