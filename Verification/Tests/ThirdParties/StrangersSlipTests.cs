namespace CnnVerified.Verification.Tests.ThirdParties;

/// <summary>What people get wrong at the door is told in one sentence, or does no harm.</summary>
public class StrangersSlipTests
{
    private static readonly double[] X = [0.3, 0.7, -0.4];

    [Test]
    public void Integers_in_brackets_are_no_point() => Refused<InvalidOperationException>(
        GradientCheck.Of(x => x.Sum(v => v * v), x => [.. x.Select(v => 2 * v)]).At([4, 6, 2]),
        "At was given a shape, 4×6×2, but this code takes arrays");

    [Test]
    public void A_module_may_make_new_arrays_for_its_gradients()
    {
        var layer = new Weighted();
        GradientCheck.OfModule<double[], double[]>(layer.Forward, layer.Backward, ("W", layer.W, () => layer.DW))
            .At(X).Verify();
    }

    [TestCase(1)]
    [TestCase(1e-4)]
    public void An_update_s_gradient_is_right_to_its_rounding(double rate)
    {
        var layer = new Weighted();
        GradientCheck.OfUpdate<double[], double[]>(layer.Forward, dy => layer.Step(dy, rate), rate, ("W", layer.W))
            .At(X).Verify();
        Assert.That(layer.W, Is.EqualTo(new[] { 0.5, -1, 2 }));
    }

    [Test]
    public void An_update_too_small_to_tell_is_refused()
    {
        var layer = new Weighted();
        Refused<CheckedCodeException>(GradientCheck.OfUpdate<double[], double[]>(
            layer.Forward, dy => layer.Step(dy, 1e-10), 1e-10, ("W", layer.W)).At(X), "take a rate near 1");
    }

    [Test]
    public void Gradients_of_one_name_add_up() => GradientCheck.OfBackward(
            a => new[] { a["x"][0] * a["x"][1] },
            (a, dy) => [("x", new[] { a["x"][1] * dy[0], 0 }), ("x", new[] { 0, a["x"][0] * dy[0] })])
        .At(new[] { 2.0, 3 }).Verify();

    [Test]
    public void A_gradient_of_another_shape_is_refused() => Refused<CheckedCodeException>(
        GradientCheck.OfBackward(a => new[] { a.Of<double[,]>("w")[0, 0] }, (_, dy) => [("w", new double[3, 2])])
            .At(("w", new double[2, 3])), "a gradient of 3×2, but w is 2×3");

    [Test]
    public void What_is_fixed_first_stays() => GradientCheck.OfBackward(
            a => new[] { a["p"][0] * a["m"][0] }, (a, dy) => [("p", new[] { a["m"][0] })])
        .Fixed("m", new[] { 3.0 }).At(("p", new[] { 2.0 })).Verify();

    /// <summary>A solver's error is one of the whole gradient, of which a small entry is a small part.</summary>
    [Test]
    public void A_tolerance_is_a_share_of_the_whole_gradient_too() => GradientCheck.Of(
            x => 10 * x[0] + 0.01 * x[1], _ => [10.0, 0.0102]).At(new[] { 1.0, 2 })
        .To(1e-4, "the solver stops at 1e-5").Verify();

    private static void Refused<TException>(GradientCheck check, string sentence) where TException : Exception =>
        Assert.That(() => check.Run(), Throws.TypeOf<TException>().With.Message.Contains(sentence));

    private sealed class Weighted
    {
        private double[] x = [];
        private double y;

        public double[] W { get; } = [0.5, -1, 2];

        public double[] DW { get; private set; } = [0, 0, 0];

        public double[] Forward(double[] given)
        {
            (x, y) = (given, Math.Tanh(W.Zip(given, (w, v) => w * v).Sum()));
            return [y];
        }

        public double[] Backward(double[] dy)
        {
            DW = [.. x.Select(v => v * dy[0] * (1 - y * y))];
            return [.. W.Select(w => w * dy[0] * (1 - y * y))];
        }

        public double[] Step(double[] dy, double rate)
        {
            var dx = Backward(dy);
            for (var i = 0; i < W.Length; i++) W[i] -= rate * DW[i];
            return dx;
        }
    }
}
