using System.Numerics;
using CnnVerified.Layers;
using CnnVerified.Verification.Tests.ThirdParties;

namespace CnnVerified.Verification.Tests.Properties;

/// <summary>Steps of training: the fast path gives the plain path's parameters, and neither allocates.</summary>
public sealed class TrainingStepTests
{
    private const int Steps = 3;

    [GateProperty]
    public void A_fused_step_in_place_is_a_forward_a_backward_pass_and_an_update_bit_for_bit(
        ConvolutionGeometry geometry)
    {
        foreach (var batch in new[] { geometry with { N = 1 }, geometry })
        {
            Require<double>(batch);
            Require<float>(batch);
        }

        static void Require<T>(ConvolutionGeometry geometry) where T : IFloatingPointIeee754<T>
        {
            var (network, x, target) = Draw<T>(geometry);
            RequireStepsByHand(network, x, target);
        }
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

    private static void RequireStepsByHand<T>(Network<T> network, Tensor<T> x, Tensor<T> target)
        where T : IFloatingPointIeee754<T>
    {
        var (loss, byHand) = (new BinaryCrossEntropy<T>(), network.Over<T>()!);
        var sgd = new Sgd<T>(T.CreateChecked(0.1));
        var trainer = new Trainer<T>(network, loss, sgd, x.Shape);
        for (var step = 0; step < Steps; step++)
        {
            var (trace, gradients) = (new Trace<T>(byHand, x.Shape), byHand.NewGradients());
            var prediction = byHand.Forward(x, trace);
            Assert.That(trainer.Step(x, target), Is.EqualTo(loss.Value(prediction, target)));
            loss.Gradient(prediction, target, trace.OutputGradient);
            byHand.Backward(trace, gradients);
            for (var p = 0; p < gradients.Length; p++) sgd.Update(byHand.Parameters[p].Value, gradients[p]);
        }
        foreach (var (actual, expected) in network.Parameters.Zip(byHand.Parameters))
            Agreement.RequireSameBits(actual.Name, actual.Value.Over<double>(), expected.Value.Over<double>());
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
