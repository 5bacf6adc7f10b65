using System.Numerics;
using CnnVerified.Layers;

namespace CnnVerified.Verification.Tests.Properties;

/// <summary>Steps of training: the fast path gives the plain path's parameters, and neither allocates.</summary>
public sealed class TrainingStepTests
{
    private const int Steps = 3;

    [GateProperty]
    public void Fused_updates_give_the_plain_parameters_bit_for_bit_in_double_precision(ConvolutionGeometry geometry) =>
        RequireSameParameters<double>(geometry);

    [GateProperty]
    public void Fused_updates_give_the_plain_parameters_bit_for_bit_in_single_precision(ConvolutionGeometry geometry) =>
        RequireSameParameters<float>(geometry);

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
        var geometry = new ConvolutionGeometry(samples, 2, 3, (9, 8), (3, 2), (1, 2), (1, 0), true, Seed: 1);
        var (network, x, target) = Draw<double>(geometry);
        var loss = new BinaryCrossEntropy<double>();
        var trainer = new Trainer<double>(network, loss, new Sgd<double>(0.01), x.Shape, fused);
        trainer.Step(x, target);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < Steps; step++) trainer.Step(x, target);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void RequireSameParameters<T>(ConvolutionGeometry geometry) where T : IFloatingPointIeee754<T>
    {
        var one = geometry with { N = 1 };
        foreach (var (fast, plain) in Train<T>(one, fused: true).Parameters.Zip(Train<T>(one, fused: false).Parameters))
            Agreement.RequireSameBits(fast.Name, fast.Value.Over<double>(), plain.Value.Over<double>());
    }

    private static Network<T> Train<T>(ConvolutionGeometry geometry, bool fused) where T : IFloatingPointIeee754<T>
    {
        var (network, x, target) = Draw<T>(geometry);
        var optimizer = new Sgd<T>(T.CreateChecked(0.1));
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
