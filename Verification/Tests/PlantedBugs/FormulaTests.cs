using static CnnVerified.Verification.Tests.PlantedBugs.InsideTests;

namespace CnnVerified.Verification.Tests.PlantedBugs;

/// <summary>
/// What the diagnosis says of factors, terms and steps that are missing in the formulas of plain code, in either
/// precision.
/// </summary>
public class FormulaTests
{
    private const int Columns = 4;

    /// <summary>f = Σ wᵢ²/τ² + τ·Σ wᵢ, and its gradient by w and τ.</summary>
    private static string Prior(double second, double power) => Said(GradientCheck.OfBackward<double>(
        a => a["w"].Sum(w => w * w) / Math.Pow(a["tau"][0], 2) + a["tau"][0] * a["w"].Sum(),
        (a, dy) =>
        [
            ("w", a["w"].Select(w => dy * (2 * second * w / Math.Pow(a["tau"][0], 2) + a["tau"][0])).ToArray()),
            ("tau", new[] { dy * (-2 * a["w"].Sum(w => w * w) / Math.Pow(a["tau"][0], power) + a["w"].Sum()) }),
        ]).At(("w", new[] { 0.7, -1.3, 0.4, 1.9 }), ("tau", new[] { 1.3 })));

    [TestCase(1, 3, "")]
    [TestCase(-1, 3, "dw = correct − 4 × w/tau²")]
    [TestCase(0.5, 3, "dw = correct − w/tau²")]
    public void A_term_with_the_wrong_sign_or_number_is_named(double second, double power, string expected) =>
        Assert.That(Prior(second, power), expected.Length == 0 ? Is.Empty : Does.Contain(expected));

    [Test]
    public void A_term_that_is_a_sum_over_a_tensor_is_named() => Assert.That(Said(GradientCheck.OfBackward<double>(
        a => a["w"].Sum(w => w * w) / a["tau"][0] + Math.Sin(a["tau"][0]),
        (a, dy) => [("tau", new[] { dy * Math.Cos(a["tau"][0]) })])
        .At(("w", new[] { 0.7, -1.3, 0.4, 1.9 }), ("tau", new[] { 1.3 })).Fixed("w")),
        Does.Contain("dtau = correct + (Σ w²)/tau²"));

    [Test]
    public void One_number_of_an_array_that_is_left_out_as_a_factor_is_named() => Assert.That(Said(GradientCheck.Of(
        x => x[0] * Math.Exp(x[1] * x[2]),
        x => [Math.Exp(x[1] * x[2]), x[0] * Math.Exp(x[1] * x[2]), x[0] * x[1] * Math.Exp(x[1] * x[2])])
        .At([1.7, 0.6, 1.9])), Does.Contain("dx = correct/x[2] where axis 0 = 1, and correct elsewhere"));

    [Test]
    public void The_right_hand_side_that_is_taken_for_the_solution_is_named() => Assert.That(Said(
        GradientCheck.OfBackward(
            a => a["b"].Select((b, i) => b / a["d"][i]).ToArray(),
            (a, dy) => [("d", a["b"].Select((b, i) => -dy[i] * b / a["d"][i]).ToArray())])
        .At(("d", new[] { 0.7, 1.3, 2.4, 1.9 }), ("b", new[] { 1.2, -0.8, 0.5, 2.2 })).Fixed("b")),
        Does.Contain("dd = correct·d"));

    [TestCase(false, "dg = correct for dy × x")]
    [TestCase(true, "dg = correct + Σ dy·x")]
    public void What_is_wrong_on_the_paths_of_one_number_is_named(bool isTerm, string expected) => Assert.That(Said(
        GradientCheck.OfBackward(
            a => a["x"].Select(x => Math.Sin(x) * a["g"][0] + Math.Exp(a["g"][0])).ToArray(),
            (a, dy) =>
            [
                ("g", new[] { Sum(Columns, k => dy[k] * ((Math.Sin(a["x"][k]) + Math.Exp(a["g"][0]))
                    * (isTerm ? 1 : a["x"][k]) + (isTerm ? a["x"][k] : 0))) }),
            ]).At(("x", new[] { 0.7, 1.3, 2.4, 1.9 }), ("g", new[] { 1.2 })).Fixed("x")), Does.Contain(expected));

    private static double[] Softmax(double[] x)
    {
        var sum = x.Sum(Math.Exp);
        return [.. x.Select(v => Math.Exp(v) / sum)];
    }

    [Test]
    public void A_softmax_that_is_not_differentiated_is_named() => Assert.That(Said(GradientCheck.Of(
        x => Softmax(x).Select((p, i) => p * p * (i + 1)).Sum(), x => [.. Softmax(x).Select((p, i) => 2 * p * (i + 1))])
        .At([0.3, 1.2, -0.8, 0.5])), Does.Contain("dx = correct without the Jacobian of softmax(x)"));

    [Test]
    public void A_sum_over_later_places_that_is_left_out_is_named() => Assert.That(Said(GradientCheck.Of(
        x => Enumerable.Range(0, Columns).Sum(k => Math.Sin(Sum(k + 1, i => x[i]))),
        x => [.. Enumerable.Range(0, Columns).Select(k => Math.Cos(Sum(k + 1, i => x[i])))])
        .At([0.3, 1.2, -0.8, 0.5])), Does.Contain("dx = correct without the sum over all later places"));

    [Test]
    public void The_same_along_another_axis_is_named() => Assert.That(Said(GradientCheck.OfBackward<double>(
        a => Sum(4, t => Sum(2, h => Math.Sin(Sum(t + 1, s => a.Of<double[,]>("x")[s, h])))),
        (a, dy) => [("x", Filled(4, 2, (t, h) => dy * Math.Cos(Sum(t + 1, s => a.Of<double[,]>("x")[s, h]))))])
        .At(("x", Matrix(9, 4, 2)))),
        Does.Contain("dx = correct without the sum over all later places, along axis 0"));

    [Test]
    public void The_row_of_a_Jacobian_is_called_by_its_name() => Assert.That(Said(GradientCheck.OfJacobian(
        x => [x[0] * x[1], x[1] * x[2]], x => new[,] { { 2 * x[1], 2 * x[0], 0 }, { 0, x[2], x[1] } })
        .At([0.3, 1.2, -0.8])), Does.StartWith("∂y[0]/∂x = correct × 2 in all 3 entries"));

    [Test]
    public void What_a_norm_takes_away_and_is_left_in_is_named() => Assert.That(Said(GradientCheck.Of(
        x => x.Select((v, i) => v * (i - 1.5)).Sum() / Math.Sqrt(x.Sum(v => v * v)),
        x => [.. x.Select((v, i) => (i - 1.5) / Math.Sqrt(x.Sum(w => w * w)))])
        .At([0.3, 1.2, -0.8, 0.5])), Does.Contain("dx = correct with the part along x left in"));

    /// <summary>y = tanh(x·W)·(x·V) in single precision, as a module that remembers its forward pass.</summary>
    private sealed class Gate(string bug)
    {
        public float[,] W { get; } = { { 0.5f, -1.1f }, { 0.9f, 0.4f }, { -0.7f, 1.3f } };
        public float[,] V { get; } = { { 1.2f, 0.3f }, { -0.6f, 0.8f }, { 0.45f, -1.4f } };
        public float[,] DW { get; } = new float[3, 2];
        public float[,] DV { get; } = new float[3, 2];
        private float[] x = [], h = [], v = [];

        private float Z(float[,] m, int k) => x.Select((one, i) => one * m[i, k]).Sum();

        public float[] Forward(float[] a)
        {
            x = a;
            h = [MathF.Tanh(Z(W, 0)), MathF.Tanh(Z(W, 1))];
            v = [Z(V, 0), Z(V, 1)];
            return [h[0] * v[0], h[1] * v[1]];
        }

        public float[] Backward(float[] dy)
        {
            var dx = new float[3];
            for (var k = 0; k < 2; k++)
            {
                var dz = dy[k] * v[k] * (bug == "slope" ? 1 - h[k] : 1 - h[k] * h[k]);
                var dv = dy[k] * h[k];
                for (var i = 0; i < 3; i++)
                {
                    dx[i] += dz * W[i, k] + (bug == "branch" ? 0 : dv * V[i, k]);
                    DW[i, k] += dz * x[i];
                    DV[i, k] += (bug == "twice" ? 2 : 1) * dv * x[i];
                }
            }
            return dx;
        }
    }

    [TestCase("", "")]
    [TestCase("branch", "dx = correct without the path through V")]
    [TestCase("twice", "dV = correct × 2 in all")]
    [TestCase("slope", "dW = x·d(x·W) with d(x·W) = correct with (1 − tanh(z)) in place of (1 − tanh²(z)), z = x·W")]
    [TestCase("slope", "dx = what follows from the wrong dW")]
    public void The_same_is_named_in_single_precision(string bug, string expected)
    {
        var gate = new Gate(bug);
        Assert.That(Said(GradientCheck.OfModule<float[], float[]>(
            gate.Forward, gate.Backward, ("W", gate.W, gate.DW), ("V", gate.V, gate.DV)).At([0.3f, -1.2f, 0.8f])),
            expected.Length == 0 ? Is.Empty : Does.Contain(expected));
    }
}
