using CnnVerified.Verification.Tests.Checks;

namespace CnnVerified.Verification.Tests.Layers;

/// <summary>A parameter that several layers use takes one step on one gradient, the sum over its uses.</summary>
public sealed class SharedWeightsTests
{
    private const int Steps = 3, Features = 4;

    [Test]
    public void A_weight_used_three_times_takes_one_step_on_the_derivative_of_its_cube()
    {
        // L = w³ at w = 2: dw = 3w² = 12, and the step is 2 − ⅛·12 = ½.
        var w = new Tensor<double>(new Shape(1, 1), 2);
        Dense<double> Times() => new(w, new Tensor<double>(new Shape(1)));
        var trainer = new Trainer<double>(
            new Network<double>(Times(), Times(), Times()), new Output(), new Sgd<double>(0.125), new Shape(1, 1));
        var (x, target) = (new Tensor<double>(new Shape(1, 1), 1), new Tensor<double>(new Shape(1, 1)));
        Assert.That(trainer.Step(x, target), Is.EqualTo(8));
        Assert.That(w[0], Is.EqualTo(0.5));
    }

    [Test]
    public void With_W_shared_by_the_last_two_layers_the_first_layers_step_is_the_optimizers_on_its_gradient(
        [Values(1, 3)] int samples) =>
        RequireProven(LastTwoShare(), () => new Sgd<double>(0.1), samples);

    [Test]
    public void With_momentum_and_Adam_shared_weights_take_one_step_on_the_sum_of_their_gradients()
    {
        RequireProven(LastTwoShare(), () => new Momentum<double>(0.1));
        RequireProven(LastTwoShare(), () => new Adam<double>(0.1));
    }

    [Test]
    public void A_layer_that_is_in_the_network_twice_takes_one_step()
    {
        var layer = Dense(new NormalValues(1));
        RequireProven(new Network<double>(layer, new Tanh<double>(), layer), () => new Momentum<double>(0.1));
    }

    [Test]
    public void Weights_shared_through_another_shape_take_one_step()
    {
        var values = new NormalValues(1);
        var kernels = values.Tensor<double>(new Shape(Features, 1, 1, Features));
        var bias = values.Tensor<double>(new Shape(Features));
        var network = new Network<double>(
            new Reshape<double>(new Shape(1, 1, Features)), new Convolution<double>(kernels, bias),
            new Reshape<double>(new Shape(Features)), new Tanh<double>(),
            new Dense<double>(kernels.WithShape(new Shape(Features, Features)), bias));
        RequireProven(network, () => new Adam<double>(0.1));
    }

    [Test]
    public void Layers_that_share_nothing_are_fused_beside_those_that_share_with_the_same_bits()
    {
        var (fused, plain) = (LastTwoShare(), LastTwoShare());
        Train(fused, fused: true);
        Train(plain, fused: false);
        foreach (var (fast, slow) in fused.Parameters.Zip(plain.Parameters))
            Agreement.RequireSameBits(fast.Name, fast.Value, slow.Value);

        static void Train(Network<double> network, bool fused)
        {
            var x = Draw.Normal(new Shape(1, Features), 2);
            var trainer = new Trainer<double>(
                network, new SoftmaxCrossEntropy<double>(), new Sgd<double>(0.1), x.Shape, fused);
            for (var step = 0; step < Steps; step++)
                trainer.Step(x, SoftmaxCrossEntropy<double>.OneHot(Features, 1));
        }
    }

    [Test]
    public void The_gradient_of_each_use_is_checked_also_where_layers_are_written_for_one_scalar_only()
    {
        Layer<double>[] layers = [.. LastTwoShare().Layers];
        GradientCheck Check(Layer<double> last) => GradientCheck.Of(
            new Network<double>([layers[0], layers[1], new Tampered(layers[2]), layers[3], last]),
            new SoftmaxCrossEntropy<double>()).At(2, Features);
        Check(new Tampered(layers[4])).Verify();
        Check(new Tampered(layers[4])).ByRandomProjection().Verify();
        var wrong = new Tampered(layers[4]) { AfterBackward = (_, _, _, _, gradients) => gradients[0][5] *= 1.001 };
        Assert.That(Check(wrong).Run().Count(Verdict.Wrong), Is.EqualTo(1));
    }

    private static void RequireProven(Network<double> network, Func<Optimizer<double>> newOptimizer, int samples = 2) =>
        StepProof.Of(network, new SoftmaxCrossEntropy<double>(), newOptimizer).At(samples, Features).Verify();

    private static Network<double> LastTwoShare()
    {
        var values = new NormalValues(1);
        var last = Dense(values);
        return new Network<double>(
            Dense(values), new Tanh<double>(), last, new Tanh<double>(),
            new Dense<double>(last.Parameters[0].Value, values.Tensor<double>(new Shape(Features))));
    }

    private static Dense<double> Dense(NormalValues values) =>
        new(values.Tensor<double>(new Shape(Features, Features)), values.Tensor<double>(new Shape(Features)));

    /// <summary>L = Σ p.</summary>
    private sealed class Output : Loss<double>
    {
        public override double Value(Tensor<double> prediction, Tensor<double> target) =>
            prediction.Values.ToArray().Sum();

        public override void Gradient(Tensor<double> prediction, Tensor<double> target, Tensor<double> gradient) =>
            gradient.Values.Fill(1);
    }
}
