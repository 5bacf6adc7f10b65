namespace CnnVerified.Verification.Tests.ThirdParties;

/// <summary>Every way in for code that knows nothing of this library, right and wrong.</summary>
public class DoorTests
{
    private static readonly double[] X = [0.3, -1.2, 2.5, 0.7];

    [Test]
    public void Value_and_gradient_from_one_call()
    {
        Holds(factor => GradientCheck.Of(x => (x.Sum(v => v * v), Scaled(x, 2 * factor))).At(X));
    }

    [Test]
    public void A_function_generic_over_its_scalar_by_dual_numbers()
    {
        Holds(factor => GradientCheck.OfGeneric(new Quotient(), x => Scaled([1 / x[1], -x[0] / (x[1] * x[1])], factor))
            .At(new[] { 0.3, -1.2 }));
        var entries = GradientCheck.OfGeneric(new Quotient(), x => [1 / x[1], -x[0] / (x[1] * x[1])])
            .At(new[] { 0.3, -1.2 }).Run().Variables[0].Entries;
        Assert.That(
            entries.Select(entry => entry.Dual), Is.EqualTo(entries.Select(entry => entry.Analytic)).Within(1).Ulps);
    }

    [Test]
    public void A_wrong_entry_of_a_Jacobian_is_named()
    {
        var report = GradientCheck.OfJacobian(
            x => [x[0] * x[1], x[0] + x[1]], x => new[,] { { x[1], x[0] }, { 1, -1 } }).At(new[] { 2.0, 3 }).Run();
        Assert.That(report.Count(Verdict.Wrong), Is.EqualTo(1));
        Assert.That(report.ToString(), Does.Contain("∂y[1]/∂x[1]: analytic -1, numeric 1"));
    }

    [Test]
    public void A_product_that_is_not_linear_is_breached()
    {
        var report = GradientCheck.OfForwardMode(x => [x[0] + x[1]], (_, dx) => [Math.Max(dx[0], dx[1])])
            .At(new[] { 1.0, 2 }).Run();
        Assert.That(report.Count(Verdict.Wrong), Is.Zero);
        Assert.That(report.Breaches, Has.Count.EqualTo(1).And.All.Contains("not linear in dx"));
    }

    [Test]
    public void A_loss_with_targets_and_one_with_labels()
    {
        Holds(factor => GradientCheck.OfLoss<double[]>(
            (p, t) => p.Zip(t, (a, b) => (a - b) * (a - b)).Sum(),
            (p, t) => [.. p.Zip(t, (a, b) => 2 * factor * (a - b))]).At(X, new[] { 1.0, 2, 3, 4 }));
        Holds(factor => GradientCheck.OfLoss<int[]>(
            (p, labels) => labels.Sum(label => Math.Exp(p[label])),
            (p, labels) => [.. p.Select((v, i) => factor * labels.Count(label => label == i) * Math.Exp(v))])
            .At(X, new[] { 0, 2, 2, 1, 3 }));
    }

    [Test]
    public void Single_and_half_precision_as_they_are()
    {
        float[] x = [.. X.Select(v => (float)v)];
        Holds(factor => GradientCheck.Of<float>(
            v => v.Sum(one => one * one), v => [.. v.Select(one => (float)(2 * factor) * one)]).At(x));
        GradientCheck Halves(double factor) => GradientCheck.Of<Half>(
            v => v[0] * v[1], v => [v[1], (Half)factor * v[0]]).At(("x", new[] { (Half)0.5, (Half)3 }));
        Assert.That(Halves(1).Run().Count(Verdict.Wrong), Is.Zero);
        Assert.That(Halves(2).Run().Passed, Is.False);
    }

    [Test]
    public void Named_arrays_of_several_ranks_and_rows()
    {
        var w = new[,] { { 0.5, -1, 2 }, { 1.5, 0.25, -0.75 } };
        double[][] rows = [[1, 2, 3], [-1, 0.5, 0.25]];
        Holds(factor => GradientCheck.OfBackward(
            a => rows.Length == 2 ? Product(a.Of<double[,]>("w"), a.Of<double[][]>("rows")) : [],
            (a, dy) =>
            {
                var (k, r) = (a.Of<double[,]>("w"), a.Of<double[][]>("rows"));
                var dk = new double[2, 3];
                for (var i = 0; i < 2; i++)
                    for (var j = 0; j < 3; j++)
                        dk[i, j] = factor * (dy[2 * i] * r[0][j] + dy[2 * i + 1] * r[1][j]);
                double[][] dr = [.. Enumerable.Range(0, 2).Select(n => Enumerable.Range(0, 3)
                    .Select(j => dy[n] * k[0, j] + dy[2 + n] * k[1, j]).ToArray())];
                return [("w", dk), ("rows", dr)];
            }).At(("w", w), ("rows", rows)));
        Assert.That(w[0, 1], Is.EqualTo(-1));
        Assert.That(rows[1][2], Is.EqualTo(0.25));
    }

    [Test]
    public void A_gradient_that_is_missing_is_asked_for()
    {
        var check = GradientCheck.OfBackward(
                a => new[] { a["p"][0] * a["m"][0] }, (a, dy) => [("p", new[] { a["m"][0] })])
            .At(("p", new[] { 2.0 }), ("m", new[] { 3.0 }));
        Assert.That(() => check.Run(), Throws.TypeOf<CheckedCodeException>().With.Message.EqualTo(
            "the backward pass gives no gradient of m: return one, or call Fixed(\"m\")."));
        check.Fixed("m").Verify();
    }

    [Test]
    public void A_name_that_there_is_not_is_refused()
    {
        GradientCheck Check() => GradientCheck.Of(x => x.Sum(), x => [.. x.Select(_ => 1.0)]).At(X);
        foreach (var check in new[] { Check().Fixed("z"), Check().Within("z", 0, 1), Check().Typically("z", 1) })
            Assert.That(
                () => check.Run(), Throws.TypeOf<InvalidOperationException>().With.Message.Contains("no input z"));
        Assert.That(() => GradientCheck.OfBackward(a => a["x"], (_, dy) => [("X", dy)]).At(X).Run(),
            Throws.TypeOf<CheckedCodeException>().With.Message.Contains("gives a gradient of X, but the inputs are x"));
    }

    [Test]
    public void An_output_that_changes_its_length_is_no_edge_of_the_domain() => Assert.That(
        () => GradientCheck.OfBackward(
            a => a["x"][0] > 2 ? new[] { 1.0, 2 } : [1.0], (_, _) => [("x", new[] { 0.0 })]).At(new[] { 2.0 }).Run(),
        Throws.TypeOf<CheckedCodeException>().With.Message.Contains("another length"));

    /// <summary>Single precision is known from the type, where no noise shows.</summary>
    [Test]
    public void Sums_of_few_bits_in_single_precision_are_decided()
    {
        var w = new[,] { { 0.1f, -0.1f, -0.3f }, { 0.4f, 0.2f, 0 } };
        float[] Forward(float[] x) =>
            [.. Enumerable.Range(0, 2).Select(i => w[i, 0] * x[0] + w[i, 1] * x[1] + w[i, 2] * x[2])];
        float[] Backward(float[] dy) => [.. Enumerable.Range(0, 3).Select(j => w[0, j] * dy[0] + w[1, j] * dy[1])];
        GradientCheck.OfModule<float[], float[]>(Forward, Backward).At(new[] { 0.5f, -1, 2 }).Verify();
        for (var seed = 0; seed < 20; seed++)
            GradientCheck.OfModule<float[], float[]>(Forward, Backward).At(new[] { 0.25f, 4, -1 }).Seed(seed).Verify();
    }

    [Test]
    public void What_is_said_of_arrays_is_refused_for_layers()
    {
        GradientCheck Check() => GradientCheck.Of(new Sigmoid<double>());
        Assert.That(() => Check().At(X).Run(), Throws.TypeOf<InvalidOperationException>());
        Assert.That(() => Check().At(2, 3).Fixed("x").Run(), Throws.TypeOf<InvalidOperationException>());
    }

    [Test]
    public void An_upstream_gradient_is_refused_by_what_takes_none()
    {
        foreach (var check in new[]
        {
            GradientCheck.Of(x => x[0], _ => [1.0]), GradientCheck.OfJacobian(x => x, _ => new[,] { { 1.0 } }),
        })
            Assert.That(check.At(new[] { 2.0 }).Upstream(new[] { 3.0 }).Run,
                Throws.TypeOf<InvalidOperationException>().With.Message.Contains("takes no upstream gradient"));
        GradientCheck.OfBackward(a => a["x"], (_, dy) => [("x", dy)]).At(new[] { 2.0 })
            .Upstream(new[] { 3.0 }).Verify();
    }

    [Test]
    public void Arrays_of_integers_are_no_values_and_no_gradients()
    {
        GradientCheck[] checks =
        [
            GradientCheck.OfBackward(a => new[] { (int)a["x"][0] }, (_, _) => [("x", new[] { 0.0 })]).At(X),
            GradientCheck.OfBackward(a => a["x"], (_, _) => [("x", new[] { 1, 1, 1, 1 })]).At(X),
        ];
        foreach (var check in checks)
            Assert.That(check.Run, Throws.TypeOf<CheckedCodeException>().With.Message.EqualTo(
                "Int32[] was given where an array of floating-point numbers belongs."));
    }

    [Test]
    public void An_array_of_another_name_or_type_is_refused()
    {
        Assert.That(() => GradientCheck.OfBackward(a => a["z"], (_, dy) => [("x", dy)]).At(("x", X)).Run(),
            Throws.TypeOf<CheckedCodeException>().With.Message.Contains("name is \"z\", but must be one of x"));
        Assert.That(() => GradientCheck.OfBackward(a => a.Of<float[]>("x"), (_, dy) => [("x", dy)]).At(("x", X)).Run(),
            Throws.TypeOf<CheckedCodeException>()
                .With.Message.Contains("x is a Double[], but was asked for as a Single[]"));
    }

    [Test]
    public void Only_what_is_asked_for_is_checked()
    {
        GradientCheck Check() => GradientCheck.OfBackward(
                a => new[] { a["p"][0] * a["q"][0] }, (a, dy) => [("p", new[] { a["q"][0] }), ("q", new[] { 42.0 })])
            .At(("p", new[] { 1.5 }), ("q", new[] { -0.5 }));
        Check().Only("p").Verify();
        Assert.That(
            Check().Only("p").ByRandomProjection(2).Run().Variables.Single().Name, Is.EqualTo("p along v"));
        Assert.That(Check().Only("q").Run().Variables.Single().Count(Verdict.Wrong), Is.EqualTo(1));
        Assert.That(() => Check().Only("r").Run(), Throws.TypeOf<InvalidOperationException>().With.Message.EqualTo(
            "Only asks for r, but there are p, q."));
    }

    private sealed class Quotient : IGenericFunction
    {
        public T Value<T>(T[] x) where T : IFloatingPointIeee754<T> => x[0] / x[1];
    }

    private static void Holds(Func<double, GradientCheck> check)
    {
        check(1).Verify();
        Assert.That(check(1.01).Run().Count(Verdict.Wrong), Is.Positive);
    }

    private static double[] Product(double[,] w, double[][] rows) => [.. Enumerable.Range(0, 2)
        .SelectMany(i => rows.Select(row => row.Select((v, j) => w[i, j] * v).Sum()))];

    private static double[] Scaled(double[] x, double factor) => [.. x.Select(v => factor * v)];
}
