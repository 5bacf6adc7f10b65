using CnnVerified.Layers;
using NUnit.Framework;

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
    public void Gradients_of_convolution_are_the_derivatives_of_its_forward([Values] bool biasPerPosition)
    {
        var random = new Random(11);
        var kernels = Tensor(random, 3, 2, 3, 2);
        var bias = biasPerPosition ? Tensor(random, 3, 4, 3) : Tensor(random, 3);
        var layer = new Convolution<double>(kernels, bias, stride: (2, 3), padding: 1);
        RequireSameGradients(layer, Tensor(random, 2, 2, 7, 6), random);
    }

    [Test]
    public void Gradients_of_dense_are_the_derivatives_of_its_forward()
    {
        var random = new Random(12);
        var layer = new Dense<double>(Tensor(random, 3, 11), Tensor(random, 3));
        RequireSameGradients(layer, Tensor(random, 2, 11), random);
    }

    [Test]
    public void Gradients_of_sigmoid_are_the_derivatives_of_its_forward()
    {
        var random = new Random(13);
        RequireSameGradients(new Sigmoid<double>(), Tensor(random, 2, 5), random);
    }

    [Test]
    public void Gradients_of_the_other_activations_are_the_derivatives_of_their_forward()
    {
        var random = new Random(15);
        RequireSameGradients(new ReLU<double>(), Tensor(random, 2, 5), random);
        RequireSameGradients(new Tanh<double>(), Tensor(random, 2, 5), random);
        RequireSameGradients(new Softmax<double>(), Tensor(random, 3, 5), random);
    }

    [Test]
    public void ReLU_has_slope_zero_at_its_kink_in_dual_numbers_too() => Assert.That(
        new ReLU<Dual>().Forward(new Tensor<Dual>(new Shape(1), Dual.Variable(0)))[0].Derivative, Is.Zero);

    [Test]
    public void Gradients_of_pooling_are_the_derivatives_of_its_forward()
    {
        var random = new Random(16);
        RequireSameGradients(new MaxPooling<double>((3, 2), (2, 1), (1, 0)), Tensor(random, 2, 3, 6, 5), random);
        RequireSameGradients(new AveragePooling<double>((3, 2), (2, 1), (1, 0)), Tensor(random, 2, 3, 6, 5), random);
    }

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
    public void Gradient_of_softmax_cross_entropy_is_the_derivative_of_its_value()
    {
        var random = new Random(17);
        var (logits, target) = (Tensor(random, 3, 4), Tensor(random, 3, 4));
        var gradient = new Tensor<double>(logits.Shape);
        new SoftmaxCrossEntropy<double>().Gradient(logits, target, gradient);
        var dualLogits = logits.Over<Dual>();
        RequireSame(gradient, dualLogits, "dlogits",
            () => new SoftmaxCrossEntropy<Dual>().Value(dualLogits, target.Over<Dual>()).Derivative);
    }

    [Test]
    public void Gradient_of_binary_cross_entropy_is_the_derivative_of_its_value()
    {
        var random = new Random(14);
        var prediction = Tensor(random, 2, 7);
        foreach (ref var p in prediction.Values) p = 0.5 + 0.45 * p;
        double[] beyondTheClamp = [0, 1, BinaryCrossEntropy<double>.Epsilon / 2, double.BitDecrement(1)];
        beyondTheClamp.CopyTo(prediction.Values);
        var target = Tensor(random, 2, 7);
        foreach (ref var t in target.Values) t = Math.Abs(t);
        var gradient = new Tensor<double>(prediction.Shape);
        new BinaryCrossEntropy<double>().Gradient(prediction, target, gradient);

        var dualPrediction = prediction.Over<Dual>();
        RequireSame(gradient, dualPrediction, "dp",
            () => new BinaryCrossEntropy<Dual>().Value(dualPrediction, target.Over<Dual>()).Derivative);
    }

    [Test]
    public void Clamp_of_binary_cross_entropy_is_as_wide_as_for_doubles() =>
        Assert.That(BinaryCrossEntropy<Dual>.Epsilon.Value, Is.EqualTo(BinaryCrossEntropy<double>.Epsilon));

    /// <summary>Compares dx and dθ of Backward with ∂⟨dy, y⟩ by dual numbers, for a signed random dy.</summary>
    private static void RequireSameGradients(Layer<double> layer, Tensor<double> x, Random random)
    {
        var y = layer.Forward(x);
        var dy = Tensor(random, y.Shape);
        var (dx, gradients) = layer.Backward(x, y, dy);

        var (dualLayer, dualX) = (layer.Over<Dual>()!, x.Over<Dual>());
        RequireSame(dx, dualX, "dx", Derivative);
        for (var p = 0; p < gradients.Length; p++)
            RequireSame(gradients[p], dualLayer.Parameters[p].Value, dualLayer.Parameters[p].Name, Derivative);

        double Derivative()
        {
            var dualY = dualLayer.Forward(dualX);
            return Enumerable.Range(0, dy.Shape.Count).Sum(i => dy[i] * dualY[i].Derivative);
        }
    }

    /// <summary>Makes each entry of a tensor the variable in turn.</summary>
    private static void RequireSame(Tensor<double> gradient, Tensor<Dual> x, string name, Func<double> derivative)
    {
        for (var i = 0; i < x.Shape.Count; i++)
        {
            var constant = x[i];
            x[i] = Dual.Variable(constant.Value);
            Assert.That(derivative(), Is.EqualTo(gradient[i]).Within(Tolerances.DualRounding),
                $"{name}[{string.Join(", ", gradient.Shape.IndexOf(i))}]");
            x[i] = constant;
        }
    }

    private static Tensor<double> Tensor(Random random, params int[] sizes) => Tensor(random, new Shape(sizes));

    /// <summary>Numbers from −1 to 1.</summary>
    private static Tensor<double> Tensor(Random random, Shape shape)
    {
        var tensor = new Tensor<double>(shape);
        foreach (ref var value in tensor.Values) value = 2 * random.NextDouble() - 1;
        return tensor;
    }
}
