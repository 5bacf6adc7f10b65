using static CnnVerified.Verification.Tests.Steps.Formulas;

namespace CnnVerified.Verification.Tests.Steps;

/// <summary>A mistake in an optimiser: a wrong formula beside the right one.</summary>
internal sealed record OptimizerBug(string Name, EntryFormula Right, Func<Optimizer<double>> NewOptimizer)
{
    private const double LearningRate = 0.1;

    public static IReadOnlyList<OptimizerBug> All { get; } =
    [
        Planted("sgd-sign", Sgd, (θ, dθ, η, _, _) => θ + η * dθ),
        Planted("sgd-first-learning-rate-kept", Sgd, (θ, dθ, _, _, _) => θ - LearningRate * dθ),
        Planted("sgd-gradient-clipped", Sgd, (θ, dθ, η, _, _) => θ - η * Math.Clamp(dθ, -10, 10)),
        Planted("sgd-small-gradients-dropped", Sgd, (θ, dθ, η, _, _) => Math.Abs(dθ) < 1e-7 ? θ : θ - η * dθ),
        Planted("sgd-weight-decay", Sgd, (θ, dθ, η, _, _) => θ - η * (dθ + 1e-9 * θ)),
        Planted("sgd-single-precision", Sgd, (θ, dθ, η, _, _) => (float)(θ - η * dθ)),

        Planted("momentum-sign", Momentum, (θ, dθ, η, _, v) => θ + (v[0] = μ * v[0] + η * dθ)),
        Planted("momentum-sign-of-velocity", Momentum, (θ, dθ, η, _, v) => θ + (v[0] = -μ * v[0] - η * dθ)),
        Planted("momentum-learning-rate-twice", Momentum, (θ, dθ, η, _, v) => θ + η * (v[0] = μ * v[0] - η * dθ)),
        Planted("momentum-gradient-weighted", Momentum, (θ, dθ, η, _, v) => θ + (v[0] = μ * v[0] - (1 - μ) * η * dθ)),
        Planted("momentum-velocity-not-kept", Momentum, (θ, dθ, η, _, v) => θ + μ * v[0] - η * dθ),
        Planted("momentum-step-before-velocity", Momentum, (θ, dθ, η, _, v) =>
        {
            var step = v[0];
            v[0] = μ * v[0] - η * dθ;
            return θ + step;
        }),
        Planted("momentum-of-nesterov", Momentum, (θ, dθ, η, _, v) =>
        {
            v[0] = μ * v[0] - η * dθ;
            return θ + μ * v[0] - η * dθ;
        }),

        WithMeans("adam-no-bias-correction", (m, _) => m[0] / (Math.Sqrt(m[1]) + ε)),
        WithMeans("adam-mean-not-corrected", (m, t) => m[0] / (Math.Sqrt(Corrected(m[1], β2, t)) + ε)),
        WithMeans("adam-square-not-corrected", (m, t) => Corrected(m[0], β1, t) / (Math.Sqrt(m[1]) + ε)),
        WithMeans("adam-steps-counted-from-0",
            (m, t) => Corrected(m[0], β1, t - 1) / (Math.Sqrt(Corrected(m[1], β2, t - 1)) + ε)),
        WithMeans("adam-epsilon-inside-root", (m, t) => Corrected(m[0], β1, t) / Math.Sqrt(Corrected(m[1], β2, t) + ε)),
        WithMeans("adam-epsilon-forgotten", (m, t) => Corrected(m[0], β1, t) / Math.Sqrt(Corrected(m[1], β2, t))),
        WithMeans("adam-epsilon-before-correction",
            (m, t) => Corrected(m[0], β1, t) / Math.Sqrt(1 / (1 - Math.Pow(β2, t))) / (Math.Sqrt(m[1]) + ε)),
        WithMeans("adam-root-forgotten", (m, t) => Corrected(m[0], β1, t) / (Corrected(m[1], β2, t) + ε)),
        WithMeans("adam-corrections-swapped",
            (m, t) => Corrected(m[0], β2, t) / (Math.Sqrt(Corrected(m[1], β1, t)) + ε)),
        Planted("adam-square-of-mean", Adam, (θ, dθ, η, t, m) =>
        {
            m[0] = β1 * m[0] + (1 - β1) * dθ;
            m[1] = β2 * m[1] + (1 - β2) * m[0] * m[0];
            return θ - η * Corrected(m[0], β1, t) / (Math.Sqrt(Corrected(m[1], β2, t)) + ε);
        }),

        new("state-shared-between-parameters", Momentum, () => new Remembering((_, _) => "all")),
        new("state-kept-by-shape", Momentum, () => new Remembering((θ, _) => $"{θ.Shape}")),
        new("state-forgotten-at-every-step", Momentum, () => new Remembering((_, call) => $"{call}")),
        new("steps-counted-over-all-parameters", Adam, () =>
        {
            var calls = 0;
            return new FormulaOptimizer(
                LearningRate, (θ, dθ, η, t, m) => Formulas.Adam(θ, dθ, η, t > 0 ? ++calls : 0, m), memory: 2);
        }),
    ];

    public override string ToString() => Name;

    private static OptimizerBug Planted(string name, EntryFormula right, EntryFormula wrong) =>
        new(name, right, () => new FormulaOptimizer(LearningRate, wrong, memory: 2));

    private static OptimizerBug WithMeans(string name, Func<double[], int, double> quotient) =>
        Planted(name, Adam, (θ, dθ, η, t, m) =>
        {
            Means(dθ, m);
            return θ - η * quotient(m.ToArray(), t);
        });

    /// <summary>Momentum whose velocities are kept under a key of the optimiser's own.</summary>
    private sealed class Remembering(Func<Tensor<double>, int, string> key)
        : Optimizer<double>(OptimizerBug.LearningRate)
    {
        private readonly Dictionary<string, double[]> velocities = [];
        private int calls;

        protected override void Update(
            Tensor<double> parameter, Tensor<double> gradient, IReadOnlyList<Parameter<double>> state)
        {
            var name = key(parameter, calls++);
            if (!velocities.TryGetValue(name, out var v)) velocities[name] = v = new double[100];
            for (var i = 0; i < parameter.Shape.Count; i++)
                parameter[i] = Momentum(parameter[i], gradient[i], LearningRate, 0, v.AsSpan(i, 1));
        }
    }
}
