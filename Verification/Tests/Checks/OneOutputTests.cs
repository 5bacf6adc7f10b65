namespace CnnVerified.Verification.Tests.Checks;

/// <summary>A backward pass of one output is asked for another dy than 1, unless it asks for none.</summary>
public class OneOutputTests
{
    private static readonly double[] X = [0.6, -0.8, 1.3], W = [0.4, 1.1, -0.7];

    [Test]
    public void A_gradient_that_is_multiplied_by_dy_passes() =>
        Check(dy => dy, dy => dy).Verify();

    [Test]
    public void The_gradient_of_a_loss_that_never_asks_for_dy_passes() =>
        Check(_ => 1, _ => 1).Verify();

    [Test]
    public void A_module_that_gives_a_loss_and_never_asks_for_dy_passes() =>
        GradientCheck.OfModule((double[] x) => x.Sum(Math.Sin), (double _) => X.Select(Math.Cos).ToArray()).At(X)
            .Verify();

    [Test]
    public void One_gradient_of_two_that_forgets_dy_is_wrong() =>
        Assert.That(Check(dy => dy, _ => 1).Run().Passed, Is.False);

    [Test]
    public void A_term_that_forgets_dy_is_wrong() =>
        Assert.That(Check(dy => 2 * dy - 1, dy => dy).Run().Passed, Is.False);

    [TestCase(false)]
    [TestCase(true)]
    public void A_module_over_float_whose_weights_forget_dy_is_wrong(bool forgets)
    {
        var unit = new Unit(forgets);
        Assert.That(GradientCheck.OfModule<float[], float[]>(unit.Forward, unit.Backward, ("w", unit.W, unit.DW))
            .At([0.6f, -0.8f, 1.3f]).Run().Passed, Is.Not.EqualTo(forgets));
    }

    /// <summary>y = Σ w·x, of one entry, with x kept.</summary>
    private sealed class Unit(bool forgets)
    {
        private float[] x = [];

        public float[] W { get; } = [0.4f, 1.1f, -0.7f];

        public float[] DW { get; } = new float[3];

        public float[] Forward(float[] input) => [(x = input).Zip(W, (a, w) => a * w).Sum()];

        public float[] Backward(float[] dy)
        {
            for (var i = 0; i < DW.Length; i++) DW[i] += x[i] * (forgets ? 1 : dy[0]);
            return [.. W.Select(w => w * dy[0])];
        }
    }

    /// <summary>y = Σ w·sin x, with what the gradients of x and w are multiplied by.</summary>
    private static GradientCheck Check(Func<double, double> ofX, Func<double, double> ofW) => GradientCheck.OfBackward(
        a => a["x"].Zip(a["w"], (x, w) => w * Math.Sin(x)).Sum(),
        (a, dy) =>
        [
            ("x", a["x"].Zip(a["w"], (x, w) => ofX(dy) * w * Math.Cos(x)).ToArray()),
            ("w", a["x"].Select(x => ofW(dy) * Math.Sin(x)).ToArray()),
        ]).At(("x", X), ("w", W));
}
