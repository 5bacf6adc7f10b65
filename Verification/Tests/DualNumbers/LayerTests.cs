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
