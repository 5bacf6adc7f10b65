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
}
