using System.Numerics;
using CnnVerified.Layers;

namespace CnnVerified.Verification.Tests.ThirdParties;

/// <summary>
/// An activation that somebody else writes: <c>y = x</c> where x > 0, else <c>y = a·x</c>; <c>dx = dy</c> or
/// <c>dx = a·dy</c>.
/// </summary>
/// <param name="a">The slope where x is negative.</param>
internal sealed class LeakyReLU<T>(T a) : Activation<T> where T : IFloatingPointIeee754<T>
{
    public override T Value(T x) => x > T.Zero ? x : a * x;

    public override T Slope(T x, T y) => x > T.Zero ? T.One : a;

    public override Layer<U> Over<U>() => new LeakyReLU<U>(U.CreateChecked(a));
}

public sealed class LeakyReLUTests
{
    [Test]
    public void An_activation_with_a_parameter_of_its_own_passes_every_check() =>
        LayerProof.Of(new LeakyReLU<double>(0.2)).At(3, 5).Verify();

    [Test]
    public void Its_slope_is_the_one_it_was_given()
    {
        var layer = new LeakyReLU<float>(0.25f);
        var x = new Tensor<float>(new Shape(1, 3), -4, 0, 4);
        var y = layer.Forward(x);
        Assert.That(y.Values.ToArray(), Is.EqualTo(new[] { -1f, 0, 4 }));
        Assert.That(
            layer.Backward(x, y, new(x.Shape, 1, 1, 1)).Input.Values.ToArray(), Is.EqualTo(new[] { 0.25f, 0.25f, 1 }));
    }

    [Test]
    public void In_a_training_step_its_input_is_kept_for_its_slope()
    {
        // With a < 0 the sign of y does not tell that of x, and a sigmoid behind it may take y's place, not x's.
        var values = new NormalValues(1);
        Network<double> Network() => new(
            new Dense<double>(new(new Shape(2, 3), 1, -2, 3, -1, 2, 0.5), new(new Shape(2), 0.1, -0.2)),
            new LeakyReLU<double>(-0.5), new Sigmoid<double>());
        var (network, byHand, x) = (Network(), Network(), values.Tensor<double>(new Shape(4, 3)));
        var target = new Tensor<double>(new Shape(4, 2));
        var (loss, sgd) = (new BinaryCrossEntropy<double>(), new Sgd<double>(0.1));
        new Trainer<double>(network, loss, sgd, x.Shape).Step(x, target);

        var (trace, gradients) = (new Trace<double>(byHand, x.Shape), byHand.NewGradients());
        loss.Gradient(byHand.Forward(x, trace), target, trace.OutputGradient);
        byHand.Backward(trace, gradients);
        for (var p = 0; p < gradients.Length; p++) sgd.Update(byHand.Parameters[p].Value, gradients[p]);
        foreach (var (actual, expected) in network.Parameters.Zip(byHand.Parameters))
            Agreement.RequireSameBits(actual.Name, actual.Value, expected.Value);
    }
}
