namespace CnnVerified.Verification.Tests.DualNumbers;

/// <summary>The layers' own code run on dual numbers: its derivatives are the gradients they claim.</summary>
public class LayerTests
{
    [Test]
    public void Sigmoid_has_its_value_and_a_finite_slope_however_far_from_zero([Values(-1000, 1000)] double x)
    {
        var y = new Sigmoid<Dual>().Forward(new Tensor<Dual>(new Shape(1), Dual.Variable(x)))[0];
        Assert.That(y.Value, Is.EqualTo(x < 0 ? 0 : 1));
        Assert.That(y.Derivative, Is.Zero);
    }

    [Test]
    public void Sigmoid_has_slope_one_quarter_at_zero()
    {
        var y = new Sigmoid<Dual>().Forward(new Tensor<Dual>(new Shape(1), Dual.Variable(0)))[0];
        Assert.That(y.Derivative, Is.EqualTo(0.25));
    }

    [Test]
    public void ReLU_has_slope_zero_at_its_kink_in_dual_numbers_too() => Assert.That(
        new ReLU<Dual>().Forward(new Tensor<Dual>(new Shape(1), Dual.Variable(0)))[0].Derivative, Is.Zero);

    [Test]
    public void A_tie_of_max_pooling_has_the_derivative_of_its_first_entry()
    {
        var x = new Tensor<double>(new Shape(1, 1, 2, 2), 3, 5, 5, 5);
        var layer = new MaxPooling<double>(2);
        var (dx, _) = layer.Backward(x, layer.Forward(x), new Tensor<double>(new Shape(1, 1, 1, 1), 1));
        for (var entry = 0; entry < 4; entry++)
        {
            var dual = x.Over<Dual>();
            dual[entry] = Dual.Variable(x[entry]);
            Assert.That(new MaxPooling<Dual>(2).Forward(dual)[0].Derivative, Is.EqualTo(dx[entry]), $"entry {entry}");
        }
    }

    [Test]
    public void Gradient_of_softmax_cross_entropy_is_the_derivative_of_its_value_whatever_targets_add_up_to()
    {
        var random = new Random(17);
        RequireSame<SoftmaxCrossEntropy<double>>(Tensor(random, 3, 4), Tensor(random, 3, 4));
    }

    [Test]
    public void Gradient_of_binary_cross_entropy_is_the_derivative_of_its_value_also_beyond_the_clamp()
    {
        var random = new Random(14);
        var prediction = Tensor(random, 2, 7);
        foreach (ref var p in prediction.Values) p = 0.5 + 0.45 * p;
        double[] beyondTheClamp = [0, 1, BinaryCrossEntropy<double>.Epsilon / 2, double.BitDecrement(1)];
        beyondTheClamp.CopyTo(prediction.Values);
        var target = Tensor(random, 2, 7);
        foreach (ref var t in target.Values) t = Math.Abs(t);
        RequireSame<BinaryCrossEntropy<double>>(prediction, target);
    }

    [Test]
    public void The_size_of_a_derivative_is_that_of_its_shares_however_much_they_cancel()
    {
        var dense = new Dense<double>(new(new Shape(2, 1), 3, -2), new(new Shape(2)));
        var subject =
            Subject.Of("dense", new Network<double>(dense), new(new Shape(1, 1), 1), new(new Shape(1, 2), 2, 3));
        var derivative = DualOracle.For(subject)!.Differentiate(2, Selection.Only(0))[0];
        Assert.That((derivative.Value, derivative.Size), Is.EqualTo((0.0, 12.0)));
    }

    [Test]
    public void A_mistake_that_the_rounding_of_large_outputs_hides_is_left_open()
    {
        var entry = Beside(1e8, 1 + 1e-9);
        Assert.That((entry.Verdict, entry.Doubt), Is.EqualTo((Verdict.Inconclusive, (Doubt?)Doubt.Noise)));
    }

    [Test]
    public void A_right_gradient_that_rounding_hides_from_differences_is_correct_by_dual_numbers() =>
        Assert.That(Beside(1e13, 1).Verdict, Is.EqualTo(Verdict.Correct));

    private static EntryReport Beside(double large, double derivative) =>
        GradientCheck.OfGeneric(new BesideALargeNumber(large), _ => [derivative]).At([1.0]).Run()
            .Variables[0].Entries[0];

    private sealed class BesideALargeNumber(double large) : IGenericFunction
    {
        public T Value<T>(T[] x) where T : System.Numerics.IFloatingPointIeee754<T> => x[0] + T.CreateChecked(large);
    }

    private static void RequireSame<TLoss>(Tensor<double> prediction, Tensor<double> target)
        where TLoss : Loss<double>, new()
    {
        var (loss, gradient, dual) = (new TLoss(), new Tensor<double>(prediction.Shape), prediction.Over<Dual>());
        loss.Gradient(prediction, target, gradient);
        for (var i = 0; i < gradient.Shape.Count; i++)
        {
            dual[i] = Dual.Variable(prediction[i]);
            Assert.That(
                loss.Over<Dual>()!.Value(dual, target.Over<Dual>()).Derivative,
                Is.EqualTo(gradient[i]).Within(Tolerances.DualRounding), $"entry {i}");
            dual[i] = prediction[i];
        }
    }

    [Test]
    public void Clamp_of_binary_cross_entropy_is_as_wide_as_for_doubles() =>
        Assert.That(BinaryCrossEntropy<Dual>.Epsilon.Value, Is.EqualTo(BinaryCrossEntropy<double>.Epsilon));

    /// <summary>Numbers from −1 to 1.</summary>
    private static Tensor<double> Tensor(Random random, params int[] sizes)
    {
        var tensor = new Tensor<double>(new Shape(sizes));
        foreach (ref var value in tensor.Values) value = 2 * random.NextDouble() - 1;
        return tensor;
    }
}
