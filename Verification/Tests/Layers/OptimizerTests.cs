namespace CnnVerified.Verification.Tests.Layers;

/// <summary>The optimisers on paper; <c>OptimizerProofTests</c> holds them against their formulas.</summary>
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

    [Test]
    public void What_is_remembered_belongs_to_the_storage_whatever_shape_it_is_given()
    {
        Func<Optimizer<double>>[] makers = [() => new Momentum<double>(0.1), () => new Adam<double>(0.1)];
        foreach (var make in makers)
        {
            var (flat, reshaped, parameter, view) = (make(), make(), Vector(1, 2, 3, 4), Vector(1, 2, 3, 4));
            var square = new Shape(2, 2);
            flat.Update(parameter, Vector(3, 4, -1, 2));
            flat.Update(parameter, Vector(1, 0, 1, -5));
            reshaped.Update(view, Vector(3, 4, -1, 2));
            reshaped.Update(view.WithShape(square), Vector(1, 0, 1, -5).WithShape(square));
            Agreement.RequireSameBits("θ", view, parameter);
            Assert.That(reshaped.StateOf(view.WithShape(square)), Is.SameAs(reshaped.StateOf(view)));
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
