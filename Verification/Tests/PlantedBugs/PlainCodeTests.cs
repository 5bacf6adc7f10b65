using static CnnVerified.Verification.Tests.PlantedBugs.InsideTests;

namespace CnnVerified.Verification.Tests.PlantedBugs;

/// <summary>
/// What the diagnosis says of norms, orders, parts and factors in plain code, and of tensors taken for each other.
/// </summary>
public class PlainCodeTests
{
    private const int Samples = 3, Columns = 4;

    [Test]
    public void A_norm_that_is_taken_for_a_constant_is_named() => Assert.That(Said(GradientCheck.OfBackward(
        a => Filled(2, Columns, (n, i) => a.Of<double[,]>("v")[n, i] / Norm(a, n)),
        (a, dy) => [("v", Filled(2, Columns, (n, i) => dy[n, i] / Norm(a, n)))]).At(("v", Matrix(7, 2, Columns)))),
        Does.Contain("dv = correct without Σ dy·y over axis 1"));

    [Test]
    public void A_norm_that_is_left_out_is_named() => Assert.That(Said(GradientCheck.OfBackward(
        a => Filled(Samples, 2, (n, h) => a["g"][h] * Inner(a, n, h) / Norm(a, h)),
        (a, dy) => [("g", Enumerable.Range(0, 2).Select(h => Sum(Samples, n => dy[n, h] * Inner(a, n, h))).ToArray())])
        .At(("g", new[] { 0.7, -1.2 }), ("v", Matrix(7, 2, Columns)), ("x", Matrix(8, Samples, Columns)))
        .Fixed("v", "x")),
        Does.Contain("dg = correct × the norm of v for each axis 0"));

    private static double Norm(NamedArrays a, int n) =>
        Math.Sqrt(Sum(Columns, i => Math.Pow(a.Of<double[,]>("v")[n, i], 2)));

    private static double Inner(NamedArrays a, int n, int h) =>
        Sum(Columns, i => a.Of<double[,]>("v")[h, i] * a.Of<double[,]>("x")[n, i]);

    [Test]
    public void An_upstream_gradient_that_is_left_out_is_named() => Assert.That(Said(GradientCheck.OfBackward(
        a => new[] { a["x"][0] * a["x"][1], a["x"][1] * a["x"][2] },
        (a, dy) => [("x", new[] { a["x"][1], a["x"][0] + a["x"][2], a["x"][1] })])
        .At(("x", new[] { 0.3, 1.2, -0.8 }))), Does.Contain("dx = correct for dy replaced by 1"));

    [Test]
    public void Half_of_a_gradient_that_leaves_dy_out_is_named() => Assert.That(Said(GradientCheck.OfBackward(
        a => new[] { a["x"][0] * a["x"][2], a["x"][1] * a["x"][3] },
        (a, dy) => [("x", new[] { dy[0] * a["x"][2], dy[1] * a["x"][3], a["x"][0], a["x"][1] })])
        .At(("x", new[] { 0.3, 1.2, -0.8, 0.9 }))),
        Does.Contain("dx = correct, but numbers that are the same for every dy where the second half of axis 0"));

    [Test]
    public void A_backward_pass_that_runs_forward_is_named() => Assert.That(Said(GradientCheck.OfBackward(
        a => Enumerable.Range(0, 5).Select(k => Sum(k + 1, i => a["x"][i])).ToArray(),
        (a, dy) => [("x", Enumerable.Range(0, 5).Select(k => Sum(k + 1, i => dy[i])).ToArray())])
        .At(("x", new[] { 0.3, 1.2, -0.8, 0.5, 2 }))), Does.Contain("dx = J·dy in place of Jᵀ·dy with J = ∂y/∂x"));

    [Test]
    public void Two_indices_of_one_axis_that_are_exchanged_are_named() => Assert.That(Said(GradientCheck.OfBackward(
        a => Enumerable.Range(0, 12).Select(k => Math.Exp(a["x"][k])).ToArray(),
        (a, dy) => [("x", Enumerable.Range(0, 12).Select(k => k / 4 * 4 + k % 2 * 2 + k / 2 % 2)
            .Select(k => dy[k] * Math.Exp(a["x"][k])).ToArray())])
        .At(("x", Enumerable.Range(0, 12).Select(i => Math.Sin(i + 1)).ToArray()))),
        Does.Contain("dx = correct with axis 0 as 3 × 2 × 2, its last two indices exchanged"));

    [Test]
    public void A_tensor_that_is_taken_for_another_is_named() => Assert.That(Said(GradientCheck.OfBackward(
        a => Enumerable.Range(0, 2).Select(
            k => Sum(4, i => a.Of<double[,]>("w")[k, i] * Math.Sin(a["x"][i]))).ToArray(),
        (a, dy) => [("w", Filled(2, 4, (k, i) => dy[k] * a["x"][i]))])
        .At(("w", Matrix(9, 2, 4)), ("x", new[] { 0.7, -1.3, 0.4, 1.9 })).Fixed("x")),
        Does.Contain("dw = dy times x itself, where something else belongs"));

    [Test]
    public void A_matrix_in_an_array_of_one_axis_is_seen_as_one() => Assert.That(Said(GradientCheck.OfBackward(
        a => Enumerable.Range(0, 3).Select(r => Sum(3, c => (r + 2) * (c + 1) * Math.Sin(a["w"][3 * r + c]))).ToArray(),
        (a, dy) => [("w", Enumerable.Range(0, 9).Select(k =>
            dy[k % 3] * (k % 3 + 2) * (k / 3 + 1) * Math.Cos(a["w"][3 * (k % 3) + k / 3])).ToArray())])
        .At(("w", Enumerable.Range(0, 9).Select(i => Math.Sin(i + 1)).ToArray()))),
        Does.Contain("dw = correct with axis 0 as 3 × 3, its two indices exchanged"));

    [Test]
    public void Half_of_a_tensor_is_diagnosed_by_itself() => Assert.That(Said(GradientCheck.OfBackward(
        a => Enumerable.Range(0, 4).Select(k => a["x"][k] * Math.Tanh(a["x"][k + 4])).ToArray(),
        (a, dy) => [("x", Enumerable.Range(0, 8).Select(k => dy[k % 4] * (k < 4 ? Math.Tanh(a["x"][k + 4])
            : 1 - Math.Pow(Math.Tanh(a["x"][k]), 2))).ToArray())])
        .At(("x", Enumerable.Range(0, 8).Select(i => Math.Sin(i + 1)).ToArray()))),
        Does.Contain("dx = correct / the rest of x where the second half of axis 0, and correct elsewhere"));

    [Test]
    public void The_outputs_of_which_one_hands_back_wrongly_are_told_apart() => Assert.That(
        Said(GradientCheck.OfBackwards(
            a => [("y", new[] { Math.Sin(a["x"][0]), Math.Sin(a["x"][1]) }),
                ("z", new[] { a["x"][0] * a["x"][1], a["x"][0] })],
            (a, d) => [("x", new[]
            {
                d["y"][0] * Math.Cos(a["x"][0]) - d["z"][0] * a["x"][1] - d["z"][1],
                d["y"][1] * Math.Cos(a["x"][1]) - d["z"][0] * a["x"][0],
            })]).At(("x", new[] { 0.4, -0.9 }))), Does.Contain("dx = correct for dy × −1 at the last output"));

    [TestCase(2, "correct × 2 = K")]
    [TestCase(1.7, "correct × 1.7 = K")]
    public void A_factor_that_is_a_parameter_is_called_by_its_name(double k, string expected) => Assert.That(
        Said(GradientCheck.OfBackward<double>(a => a["x"][0] * a["x"][0] / a["K"][0],
            (a, dy) => [("K", new[] { -dy * a["x"][0] * a["x"][0] / a["K"][0] })])
            .At(("K", new[] { k }), ("x", new[] { 0.8 })).Fixed("x")), Does.Contain(expected));

    [Test]
    public void A_factor_is_confirmed_where_differences_show_it_less_closely() => Assert.That(Said(GradientCheck.Of(
        x => Math.Pow(Math.Sqrt(x.Sum(v => v * v)) - 1, 2),
        x => [.. x.Select(v => (1 - 1 / Math.Sqrt(x.Sum(w => w * w))) * v)])
        .At([-0.32326031817275114, -0.43116310491746435, -0.4740747164348488])), Does.Contain("dx = correct × 0.5"));

    [Test]
    public void An_entry_that_is_undecided_does_not_hide_what_is_wrong_with_others() => Assert.That(
        Said(GradientCheck.OfBackward(
            a => Enumerable.Range(0, 4).Select(k => Math.Abs(a["x"][k]) * (k + 1)).ToArray(),
            (a, dy) => [("x", Enumerable.Range(0, 4).Select(
                k => 3 * dy[k] * Math.Sign(a["x"][k]) * (k + 1)).ToArray())])
            .At(("x", new[] { 1e-9, -0.7, 1.3, 0.4 }))), Does.Contain("× 3"));

    [Test]
    public void What_is_handed_back_where_nothing_moves_is_named_as_well() => Assert.That(Said(GradientCheck.OfBackward(
        a => a["x"].Select(v => Math.Max(0, v)).ToArray(), (a, dy) => [("x", dy.ToArray())])
        .At(("x", new[] { -1, -0.5, -2 }))), Does.Contain("dx = dy in all 3 entries"));
}
