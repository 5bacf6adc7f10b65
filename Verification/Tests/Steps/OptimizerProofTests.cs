namespace CnnVerified.Verification.Tests.Steps;

/// <summary>Optimisers against their formulas: right ones pass, each planted mistake is caught.</summary>
public sealed class OptimizerProofTests
{
    private static readonly OptimizerBug[] Bugs = [.. OptimizerBug.All];

    [Test]
    public void The_librarys_optimizers_follow_their_formulas([Range(1, 20)] int seed)
    {
        OptimizerProof.Of(() => new Sgd<double>(0.1), Formulas.Sgd).Seed(seed).Verify();
        OptimizerProof.Of(() => new Momentum<double>(0.1, Formulas.μ), Formulas.Momentum, memory: 1)
            .Seed(seed).Verify();
        OptimizerProof.Of(() => new Adam<double>(0.1, Formulas.β1, Formulas.β2), Formulas.Adam, memory: 2)
            .Seed(seed).Verify();
    }

    [Test]
    public void An_optimizer_of_ones_own_that_follows_its_formula_passes([Range(1, 20)] int seed)
    {
        (EntryFormula, EntryFormula)[] sameInOtherWords =
        [
            (Formulas.Momentum, (θ, dθ, η, _, v) => θ - (v[0] = Formulas.μ * v[0] + η * dθ)),
            ((θ, dθ, η, _, _) => θ - η * (dθ + 0.01 * θ), (θ, dθ, η, _, _) => θ * (1 - 0.01 * η) - η * dθ),
            ((θ, dθ, η, _, _) => θ - η * Math.Sign(dθ), (θ, dθ, η, _, _) => dθ > 0 ? θ - η : dθ < 0 ? θ + η : θ),
            ((θ, dθ, η, _, v) => θ - η * dθ / (Math.Sqrt(v[0] += dθ * dθ) + 1e-10),
                (θ, dθ, η, _, v) => θ - 1 / (Math.Sqrt(v[0] += Math.Pow(dθ, 2)) + 1e-10) * dθ * η),
        ];
        foreach (var (formula, own) in sameInOtherWords)
            OptimizerProof.Of(() => new FormulaOptimizer(0.1, own, memory: 1), formula, memory: 1).Seed(seed).Verify();
    }

    [Test]
    public void An_optimizer_whose_entries_depend_on_each_other_is_proven_by_a_formula_for_whole_parameters()
    {
        OptimizerProof Of(double norm) => OptimizerProof.Of(() => new Normalized(0.1), shape => (θ, dθ, η, _) =>
        {
            var length = Math.Max(norm, Math.Sqrt(dθ.Values.ToArray().Reverse().Sum(entry => entry * entry)));
            for (var i = 0; i < shape.Count; i++) θ[i] -= dθ[i] * (η / length);
        }).At(new Shape(2, 3), new Shape(4));
        Of(norm: 1).Verify();
        Assert.That(Of(norm: 2).Run().Passed, Is.False);
    }

    [TestCaseSource(nameof(Bugs))]
    public void Every_planted_mistake_is_caught(object bug)
    {
        var (_, right, newOptimizer) = (OptimizerBug)bug;
        for (var seed = 1; seed <= 20; seed++)
        {
            var proof = OptimizerProof.Of(newOptimizer, right, memory: 2).Seed(seed);
            Assert.That(proof.Run().Parameters.Sum(parameter => parameter.Wrong.Count), Is.Positive);
            Assert.Throws<WrongStepException>(proof.Verify);
        }
    }

    [Test]
    public Task Momentum_with_the_wrong_sign_is_reported_with_entry_step_and_both_values()
    {
        var (_, right, newOptimizer) = Bugs.Single(bug => bug.Name == "momentum-sign");
        return Snapshot.Approve("optimizer-proof", $"{OptimizerProof.Of(newOptimizer, right, memory: 2).Run()}");
    }

    [Test]
    public void A_formula_that_never_moves_anything_proves_nothing()
    {
        EntryFormula still = (θ, _, _, _, _) => θ;
        var report = OptimizerProof.Of(() => new FormulaOptimizer(0.1, still, memory: 0), still).Run();
        Assert.That(report.Passed, Is.False);
        Assert.That($"{report}", Does.Contain("not proven").And.Contain("no entry moved far enough"));
        Assert.That(OptimizerProof.Of(() => new Sgd<double>(1), Formulas.Sgd).At().Run().Passed, Is.False);
    }

    [Test]
    public void A_formula_that_gives_no_number_is_said_to()
    {
        EntryFormula undefined = (θ, dθ, η, _, v) => θ - η * dθ / Math.Sqrt(v[0] += dθ * dθ);
        var report = OptimizerProof.Of(() => new FormulaOptimizer(0.1, undefined, memory: 1), undefined, memory: 1)
            .Run();
        Assert.That(report.Passed, Is.False);
        Assert.That(WordsOf(report), Does.Contain("the formula has no finite value here"));
    }

    /// <summary>θ ← θ − η·dθ/max(1, ‖dθ‖).</summary>
    private sealed class Normalized(double learningRate) : Optimizer<double>(learningRate)
    {
        protected override void Update(
            Tensor<double> parameter, Tensor<double> gradient, IReadOnlyList<Parameter<double>> state)
        {
            var length = Math.Max(1, Math.Sqrt(gradient.Values.ToArray().Sum(entry => entry * entry)));
            for (var i = 0; i < parameter.Shape.Count; i++) parameter[i] -= LearningRate * gradient[i] / length;
        }
    }
}
