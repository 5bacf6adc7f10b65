using CnnVerified.Verification.Tests.ThirdParties;

namespace CnnVerified.Verification.Tests.Properties;

/// <summary>Steps of training: the fast path gives the plain path's parameters, and neither allocates.</summary>
public sealed class TrainingStepTests
{
    [Test]
    public void An_activation_takes_the_place_of_what_no_backward_pass_reads([Values] bool inPlace)
    {
        foreach (var activation in new Layer<double>[] { new Sigmoid<double>(), new Tanh<double>() })
        {
            var network = new Network<double>(new Dense<double>(new(new Shape(3, 2)), new(new Shape(3))), activation);
            var trace = new Trace<double>(network, new Shape(1, 2), withInputGradient: false, inPlace);
            Assert.That(trace.Activations[2].Values.Overlaps(trace.Activations[1].Values), Is.EqualTo(inPlace));
        }
    }

    private const int Steps = 3;

    [GateProperty]
    public void Fused_updates_give_the_plain_parameters_bit_for_bit_in_double_precision(ConvolutionGeometry geometry) =>
        RequireSameParameters(geometry, () => new Sgd<double>(0.1));

    [GateProperty]
    public void Fused_updates_give_the_plain_parameters_bit_for_bit_in_single_precision(ConvolutionGeometry geometry) =>
        RequireSameParameters(geometry, () => new Sgd<float>(0.1f));

    [GateProperty]
    public void A_step_in_place_is_a_forward_a_backward_pass_and_an_update(ConvolutionGeometry geometry)
    {
        var (network, x, target) = Draw<double>(geometry);
        RequireStepsByHand(network, x, target);
    }

    [Test]
    public void Activations_one_after_the_other_keep_what_their_backward_passes_read()
    {
        var values = new NormalValues(1);
        Dense<double> Dense(int inputs, int outputs) =>
            new(values.Tensor<double>(new Shape(outputs, inputs)), values.Tensor<double>(new Shape(outputs)));
        var network = new Network<double>(
            new Tanh<double>(), Dense(6, 19), new Sigmoid<double>(), new Tanh<double>(), new ReLU<double>(),
            Dense(19, 19), new LeakyReLU<double>(-0.5),             // of which the slope is told by x, not by y
            new Reshape<double>(new Shape(19)), new Sigmoid<double>(), Dense(19, 2), new Tanh<double>(),
            new Sigmoid<double>());
        RequireStepsByHand(network, values.Tensor<double>(new Shape(3, 6)), new(new Shape(3, 2), 1, 0, 0, 1, 1, 0));
    }

    private static void RequireStepsByHand(Network<double> network, Tensor<double> x, Tensor<double> target)
    {
        var (loss, sgd, byHand) = (new BinaryCrossEntropy<double>(), new Sgd<double>(0.1), network.Over<double>()!);
        var trainer = new Trainer<double>(network, loss, sgd, x.Shape);
        for (var step = 0; step < Steps; step++)
        {
            var (trace, gradients) = (new Trace<double>(byHand, x.Shape), byHand.NewGradients());
            var prediction = byHand.Forward(x, trace);
            Assert.That(trainer.Step(x, target), Is.EqualTo(loss.Value(prediction, target)));
            loss.Gradient(prediction, target, trace.OutputGradient);
            byHand.Backward(trace, gradients);
            for (var p = 0; p < gradients.Length; p++) sgd.Update(byHand.Parameters[p].Value, gradients[p]);
        }
        foreach (var (actual, expected) in network.Parameters.Zip(byHand.Parameters))
            Agreement.RequireSameBits(actual.Name, actual.Value, expected.Value);
    }

    [GateProperty]
    public void A_small_step_lowers_the_loss(ConvolutionGeometry geometry)
    {
        var (network, x, target) = Draw<double>(geometry);
        var trainer = new Trainer<double>(network, new BinaryCrossEntropy<double>(), new Sgd<double>(1e-6), x.Shape);
        var before = trainer.Step(x, target);
        Assert.That(trainer.Step(x, target), Is.LessThan(before));
    }

    [Test]
    public void A_training_step_allocates_nothing([Values] bool fused, [Values(1, 3)] int samples)
    {
        RequireNoAllocation(new Sgd<double>(0.01), fused, samples);
        RequireNoAllocation(new Momentum<double>(0.01), fused, samples);
        RequireNoAllocation(new Adam<double>(0.01), fused, samples);
    }

    [Test]
    public void A_step_on_a_batch_of_logits_through_pooling_allocates_nothing()
    {
        var values = new NormalValues(1);
        var x = values.Tensor<float>(new Shape(3, 1, 6, 5));
        var network = new Network<float>(
            new MaxPooling<float>((2, 1)), new AveragePooling<float>((1, 2)), new ReLU<float>(),
            new Reshape<float>(new Shape(6)),
            new Dense<float>(values.Tensor<float>(new Shape(4, 6)), new(new Shape(4))),
            new Tanh<float>(), new Softmax<float>());
        var target = SoftmaxCrossEntropy<float>.OneHot(4, 0, 3, 1);
        var loss = new SoftmaxCrossEntropy<float>();
        RequireNoAllocation(new Trainer<float>(network, loss, new Adam<float>(0.01f), x.Shape), x, target);
    }

    [GateProperty]
    public void Only_plain_gradient_descent_is_fused(ConvolutionGeometry geometry)
    {
        RequireSameParameters(geometry, () => new Momentum<double>(0.1));
        RequireSameParameters(geometry, () => new Adam<double>(0.1));
    }

    private static void RequireNoAllocation(Optimizer<double> optimizer, bool fused, int samples)
    {
        var geometry = new ConvolutionGeometry(samples, 2, 3, (9, 8), (3, 2), (1, 2), (1, 0), true, Seed: 1);
        var (network, x, target) = Draw<double>(geometry);
        var loss = new BinaryCrossEntropy<double>();
        RequireNoAllocation(new Trainer<double>(network, loss, optimizer, x.Shape, fused), x, target);
    }

    private static void RequireNoAllocation<T>(Trainer<T> trainer, Tensor<T> x, Tensor<T> target)
        where T : IFloatingPointIeee754<T>
    {
        trainer.Step(x, target);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < Steps; step++) trainer.Step(x, target);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void RequireSameParameters<T>(ConvolutionGeometry geometry, Func<Optimizer<T>> make)
        where T : IFloatingPointIeee754<T>
    {
        foreach (var batch in new[] { geometry with { N = 1 }, geometry })
        {
            var (fused, notFused) = (Train(batch, make(), fused: true), Train(batch, make(), fused: false));
            foreach (var (fast, plain) in fused.Parameters.Zip(notFused.Parameters))
                Agreement.RequireSameBits(fast.Name, fast.Value.Over<double>(), plain.Value.Over<double>());
        }
    }

    private static Network<T> Train<T>(ConvolutionGeometry geometry, Optimizer<T> optimizer, bool fused)
        where T : IFloatingPointIeee754<T>
    {
        var (network, x, target) = Draw<T>(geometry);
        var trainer = new Trainer<T>(network, new BinaryCrossEntropy<T>(), optimizer, x.Shape, fused);
        for (var step = 0; step < Steps; step++) trainer.Step(x, target);
        return network;
    }

    private static (Network<T> Network, Tensor<T> X, Tensor<T> Target) Draw<T>(ConvolutionGeometry geometry)
        where T : IFloatingPointIeee754<T>
    {
        const int Hidden = 5, Outputs = 2;
        var (convolution, x, _) = geometry.Draw<T>();
        var values = new NormalValues(geometry.Seed);
        var features = geometry.Y.WithoutFirstAxis().Count;
        Dense<T> Dense(int inputs, int outputs) =>
            new(values.Tensor<T>(new Shape(outputs, inputs), 1 / Math.Sqrt(inputs)),
                values.Tensor<T>(new Shape(outputs)));
        var network = new Network<T>(
            convolution, new Sigmoid<T>(), new Reshape<T>(new Shape(features)),
            Dense(features, Hidden), new Sigmoid<T>(), Dense(Hidden, Outputs), new Sigmoid<T>());
        var target = new Tensor<T>(new Shape(geometry.N, Outputs));
        for (var n = 0; n < geometry.N; n++) target[n, n % Outputs] = T.One;
        return (network, x, target);
    }
}
