using CnnVerified.Layers;

namespace CnnVerified.Verification.Tests.Layers;

/// <summary>The optimisers on paper, and against their formulas for one number at a time.</summary>
public sealed class OptimizerTests
{
    private const int Entries = 19;
    private const int Steps = 30;

    [Test]
    public void Gradient_descent_subtracts_the_learning_rate_times_the_gradient()
    {
        var parameter = Vector(3, -1);
        new Sgd<double>(0.5).Update(parameter, Vector(4, -8));
        Agreement.RequireSameBits("θ", parameter, Vector(1, 3));
    }

    [Test]
    public void Momentum_goes_on_in_the_direction_of_earlier_steps()
    {
        // v = −½·4 = −2, θ = 3 − 2; then v = ½·(−2) − ½·0 = −1, θ = 1 − 1; at rate ¼ v = −½ − ¼·2 = −1, θ = −1.
        var (parameter, optimizer) = (Vector(3), new Momentum<double>(0.5, momentum: 0.5));
        optimizer.Update(parameter, Vector(4));
        Assert.That(parameter[0], Is.EqualTo(1));
        optimizer.Update(parameter, Vector(0));
        Assert.That(parameter[0], Is.Zero);
        optimizer.LearningRate = 0.25;
        optimizer.Update(parameter, Vector(2));
        Assert.That(parameter[0], Is.EqualTo(-1));
    }

    [Test]
    public void The_first_step_of_Adam_is_the_learning_rate_whatever_the_size_of_the_gradient()
    {
        // m/(1 − β₁) = dθ and v/(1 − β₂) = dθ²: the step is η·dθ/(|dθ| + ε).
        var (parameter, optimizer) = (Vector(1, 1, 1), new Adam<double>(0.25));
        optimizer.Update(parameter, Vector(1e6, -1, 0));
        Agreement.Require("θ", parameter, Vector(0.75, 1 + 0.25 / (1 + 1e-8), 1), Tolerances.Oracle);
    }

    [Test]
    public void Every_optimizer_follows_its_formula_entry_by_entry([Values] bool decays)
    {
        RequireFormula(new Sgd<double>(0.1), decays, () => (rate, gradient) => -rate * gradient);
        RequireFormula(new Momentum<double>(0.1, 0.8), decays, () =>
        {
            var v = 0.0;
            return (rate, gradient) => v = 0.8 * v - rate * gradient;
        });
        RequireFormula(new Adam<double>(0.1, 0.8, 0.95), decays, () =>
        {
            var (m, v, t) = (0.0, 0.0, 0);
            return (rate, gradient) =>
            {
                t++;
                m = 0.8 * m + 0.2 * gradient;
                v = 0.95 * v + 0.05 * gradient * gradient;
                return -rate * (m / (1 - Math.Pow(0.8, t))) / (Math.Sqrt(v / (1 - Math.Pow(0.95, t))) + 1e-8);
            };
        });
    }

    [Test]
    public void Float_optimizers_take_the_steps_of_the_double_ones()
    {
        RequireSameInFloat(new Sgd<double>(0.1), new Sgd<float>(0.1f));
        RequireSameInFloat(new Momentum<double>(0.1), new Momentum<float>(0.1f));
        RequireSameInFloat(new Adam<double>(0.1), new Adam<float>(0.1f));
    }

    [Test]
    public void What_is_remembered_belongs_to_one_parameter_and_can_be_carried_over()
    {
        Func<Optimizer<double>>[] makers = [() => new Momentum<double>(0.1), () => new Adam<double>(0.1)];
        foreach (var make in makers)
        {
            var (alone, together) = (make(), make());
            var (a, b, other) = (Vector(1, 2), Vector(1, 2), Vector(5));
            alone.Update(a, Vector(3, 4));
            together.Update(b, Vector(3, 4));
            together.Update(other, Vector(-1));
            alone.Update(a, Vector(1, 1));

            var resumed = make();
            foreach (var (from, to) in together.StateOf(b).Zip(resumed.StateOf(b)))
                from.Value.Values.CopyTo(to.Value.Values);
            resumed.Update(b, Vector(1, 1));
            Agreement.RequireSameBits("θ", b, a);
        }
    }

    /// <summary>Compares with θ ← θ + Δ(η, dθ) for each entry; a Δ of its own keeps its own state.</summary>
    private static void RequireFormula(
        Optimizer<double> optimizer, bool decays, Func<Func<double, double, double>> newDelta)
    {
        var values = new NormalValues(1);
        var parameter = values.Tensor<double>(new Shape(Entries));
        var (plain, deltas) = (parameter.Clone(), Enumerable.Range(0, Entries).Select(_ => newDelta()).ToArray());
        for (var step = 0; step < Steps; step++)
        {
            var gradient = values.Tensor<double>(new Shape(Entries), scale: step % 7);
            if (decays) optimizer.LearningRate *= 0.9;
            optimizer.Update(parameter, gradient);
            for (var i = 0; i < Entries; i++) plain[i] += deltas[i](optimizer.LearningRate, gradient[i]);
            Agreement.Require($"θ after step {step}", parameter, plain, Tolerances.Oracle);
        }
    }

    private static void RequireSameInFloat(Optimizer<double> precise, Optimizer<float> rounded)
    {
        var values = new NormalValues(2);
        var wide = values.Tensor<double>(new Shape(Entries));
        var narrow = wide.Over<float>();
        for (var step = 0; step < Steps; step++)
        {
            var gradient = values.Tensor<double>(new Shape(Entries));
            precise.Update(wide, gradient);
            rounded.Update(narrow, gradient.Over<float>());
        }
        Agreement.Require("θ", narrow.Over<double>(), wide, Tolerances.FloatSteps);
    }

    private static Tensor<double> Vector(params double[] values) => new(new Shape(values.Length), values);
}
