using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Reporting;

/// <summary>∂yₖ/∂xᵢ one by one, where a check sees their sum weighted by dy.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class JacobianTests
{
    [Test]
    public void Of_a_dense_layer_with_respect_to_its_input_it_is_the_weights()
    {
        var dense = Dense();
        var jacobian = GradientCheck.Of(dense).At(1, 7).Jacobian("x");
        Assert.That((jacobian.Outputs.Count, jacobian.Entries.Count), Is.EqualTo((5, 7)));
        Assert.That((jacobian.Outputs[3], jacobian.Entries[6]), Is.EqualTo(("y[0, 3]", "x[0, 6]")));
        for (var k = 0; k < 5; k++)
            for (var i = 0; i < 7; i++)
            {
                Assert.That(jacobian.Analytic[k, i], Is.EqualTo(dense.Parameters[0].Value[k * 7 + i]));
                Assert.That(jacobian.Numeric[k, i], Is.EqualTo(jacobian.Analytic[k, i]).Within(1e-9));
                Assert.That(jacobian.Difference[k, i], Is.EqualTo(jacobian.Analytic[k, i] - jacobian.Numeric[k, i]));
            }
        Assert.That(jacobian.Count(Verdict.Correct), Is.EqualTo(35), "rows of zeros are right too");
    }

    [Test]
    public void It_shows_which_derivative_is_wrong_where_the_sum_over_dy_hides_it()
    {
        // Two rows are exchanged, which dy = 1 everywhere cannot show.
        var check = GradientCheck.OfBackward<double[]>(
            a => [a["x"][0] * a["x"][1], Math.Sin(a["x"][0])],
            (a, dy) => [("x", new[] { dy[1] * a["x"][1] + dy[0] * Math.Cos(a["x"][0]), dy[1] * a["x"][0] })])
            .At(("x", new[] { 0.5, 2.0 }));
        var jacobian = check.Jacobian();
        Assert.That(jacobian.Count(Verdict.Wrong), Is.EqualTo(4));
        Assert.That(jacobian.Analytic, Is.EqualTo(new[,] { { Math.Cos(0.5), 0 }, { 2, 0.5 } }));
        Assert.That(jacobian.Numeric, Is.EqualTo(new[,] { { 2, 0.5 }, { Math.Cos(0.5), 0 } }).Within(1e-9));
        Assert.That(jacobian[0, 1].Verdict, Is.EqualTo(Verdict.Wrong));
    }

    [Test]
    public void Several_outputs_have_their_own_names()
    {
        var jacobian = GradientCheck.OfBackwards(
            a => [("h", new[] { 3 * a["w"][0] }), ("c", new[,] { { a["w"][0] * a["w"][0], 5 } })],
            (a, d) => [("w", new[] { 3 * d["h"][0] + 2 * a["w"][0] * d.Of<double[,]>("c")[0, 0] })])
            .At(("w", new[] { 2.0 })).Jacobian("w");
        Assert.That(jacobian.Outputs, Is.EqualTo(new[] { "h[0]", "c[0, 0]", "c[0, 1]" }));
        Assert.That(jacobian.Analytic, Is.EqualTo(new double[,] { { 3 }, { 4 }, { 0 } }));
        Assert.That(jacobian.Count(Verdict.Correct), Is.EqualTo(3));
    }

    [Test]
    public void Of_a_function_with_its_Jacobian_it_is_that_Jacobian()
    {
        var check = GradientCheck.OfJacobian(
            x => [x[0] * x[1], 7, x[1]], x => new[,] { { x[1], x[0] }, { 0, 0 }, { 0, -1 } }).At(new[] { 3.0, 4 });
        var jacobian = check.Jacobian();
        Assert.That(jacobian.Analytic, Is.EqualTo(new double[,] { { 4, 3 }, { 0, 0 }, { 0, -1 } }));
        Assert.That(jacobian.Count(Verdict.Wrong), Is.EqualTo(1));
        Assert.That(jacobian[2, 1].Verdict, Is.EqualTo(Verdict.Wrong));
        Assert.That(check.Run().Failures.Where(failure => failure.Verdict == Verdict.Wrong)
            .Select(failure => failure.Name), Is.EqualTo(new[] { "∂y[2]/∂x[1]" }));
    }

    [Test]
    public void Both_matrices_are_printed_with_where_they_differ()
    {
        var text = $"{GradientCheck.OfJacobian(
            x => [x[0] * x[1], 7], x => new[,] { { x[1], -x[0] }, { 0, 0 } }).At(new[] { 3.0, 4 }).Jacobian()}";
        Assert.That(text, Is.EqualTo("""
            ∂y/∂x of function at 2: 1 of 2 × 2 derivatives wrong.

              analytic  [0]  [1]
              y[0]        4   -3
              y[1]        0    0

              numeric  [0]  [1]
              y[0]       4    3
              y[1]       0    0

              difference  [0]  [1]
              y[0]          ·   -6
              y[1]          ·    ·

              · agrees, ? undecided

            """));
    }

    [Test]
    public void A_large_one_fits_the_screen_and_shows_what_differs()
    {
        var jacobian = GradientCheck.OfJacobian(
            x => [.. Enumerable.Range(0, 40).Select(k => x.Sum(v => v * v) + k * x[30])],
            x =>
            {
                var right = new double[40, 50];
                for (var k = 0; k < 40; k++)
                    for (var i = 0; i < 50; i++) right[k, i] = 2 * x[i] + (i == 30 ? k : 0);
                right[33, 41]++;
                return right;
            }).At([.. Enumerable.Range(1, 50).Select(i => i / 7.0)]).Jacobian();
        var lines = jacobian.ToString().Split('\n');
        Assert.That(lines, Has.All.Length.LessThanOrEqualTo(80));
        Assert.That(jacobian.Count(Verdict.Wrong), Is.EqualTo(1));
        Assert.That(
            $"{jacobian}", Does.Contain("[41]").And.Contain("y[33]").And.Contain("Shown are 12 × 12 of them"));
    }

    [Test]
    public void A_tensor_that_there_is_not_is_refused_with_those_that_there_are() => Assert.That(
        () => GradientCheck.Of(Dense()).At(DenseInput).Jacobian("W"),
        Throws.ArgumentException.With.Message.StartsWith("tensor is W, but must be one of weights, bias, x."));

    [Test]
    public void A_module_that_remembers_is_run_once_for_each_output()
    {
        var (w, dw, last) = (new[] { 2.0, 3 }, new double[2], new double[2]);
        var jacobian = GradientCheck.OfModule<double[], double[]>(
            x => [x[0] * w[0], (last = x)[1] * w[1] * w[0]],
            dy =>
            {
                dw[0] += dy[0] * last[0] + dy[1] * last[1] * w[1];
                dw[1] += dy[1] * last[1] * w[0];
                return [dy[0] * w[0], dy[1] * w[1] * w[0]];
            }, ("w", w, dw)).At(new[] { 5.0, 7 }).Jacobian("w");
        Assert.That(jacobian.Analytic, Is.EqualTo(new double[,] { { 5, 0 }, { 21, 14 } }));
        Assert.That(jacobian.Count(Verdict.Correct), Is.EqualTo(4));
        Assert.That(w, Is.EqualTo(new[] { 2.0, 3 }));
    }
}
