using System.Reflection;
using System.Text.RegularExpressions;

namespace CnnVerified.Verification.Tests.ThirdParties;

/// <summary>
/// What users of PyTorch's gradcheck, SciPy's check_grad, Ceres' GradientChecker, JAX's check_grads and
/// ChainRulesTestUtils have, and find here: each test is a row of the table in Verification/README.md, by its name.
/// </summary>
public partial class WhatOtherCheckersHave
{
    private static readonly double[] X = [0.3, -1.2, 2.5];

    [Test]
    public void Several_inputs()
    {
        var report = GradientCheck.OfBackward(
                a => new[] { a["p"][0] * a["q"][0] }, (a, dy) => [("p", new[] { dy[0] * a["q"][0] }), ("q", dy)])
            .At(("p", new[] { 1.5 }), ("q", new[] { -0.5 })).Run();
        Assert.That(report.Variables.Select(v => (v.Name, v.Entries[0].Verdict)), Is.EqualTo(
            new[] { ("p", Verdict.Correct), ("q", Verdict.Wrong) }));
    }

    [Test]
    public void Outputs_that_are_arrays() => Holds(factor => GradientCheck.OfBackwards(
        a => [("sin", Each(a["x"], Math.Sin)), ("sum", new[] { a["x"].Sum() })],
        (a, dy) => [("x", a["x"].Zip(dy["sin"], (x, d) => d * Math.Cos(x) + factor * dy["sum"][0]).ToArray())]).At(X));

    [Test]
    public void Inputs_without_a_gradient()
    {
        Holds(factor => GradientCheck.OfBackward(
                a => new[] { a.Of<int[]>("labels").Sum(label => a["x"][label] * a["mask"][label]) },
                (a, dy) => [("x", Each(Enumerable.Range(0, 3), i =>
                    factor * dy[0] * a.Of<int[]>("labels").Count(label => label == i) * a["mask"][i]))])
            .At(("x", X), ("labels", new[] { 0, 2, 2, 1 })).Fixed("mask", new[] { 1.0, 0.5, 2 }));
        Holds(factor => GradientCheck.OfBackward(
                a => new[] { a["x"].Where((_, i) => a.Of<bool[,]>("seen")[0, i]).Sum(Math.Sin) },
                (a, dy) => [("x", a["x"].Select((x, i) =>
                    a.Of<bool[,]>("seen")[0, i] ? factor * dy[0] * Math.Cos(x) : 0).ToArray())])
            .At(("x", X), ("seen", new[,] { { true, false, true } })));
    }

    [Test]
    public void Every_entry_of_a_Jacobian()
    {
        var report = GradientCheck.OfJacobian(
            x => [x[0] * x[1], x[2]], x => new[,] { { x[1], x[0], 0 }, { 0, 1e-3, 1 } }).At(X).Run();
        Assert.That(report.Entries, Is.EqualTo(6));
        Assert.That(report.Count(Verdict.Wrong), Is.EqualTo(1));
    }

    [Test]
    public void Random_directions_in_place_of_entries()
    {
        var calls = 0;
        Holds(factor => GradientCheck.Of(
            x => { calls++; return x.Sum(Math.Sin); }, x => Each(x, v => factor * Math.Cos(v)))
            .At(Each(Enumerable.Range(0, 10_000), i => 0.001 * i)).ByRandomProjection(4));
        Assert.That(calls, Is.LessThan(10_000));
    }

    [Test]
    public void A_chosen_upstream_gradient()
    {
        GradientCheck Check() => GradientCheck.OfBackward(
            a => new[] { a["x"][0], a["x"][0] * a["x"][0] },
            (a, dy) => [("x", new[] { 42 * dy[0] + 2 * a["x"][0] * dy[1] })]).At(new[] { 1.5 });
        Check().Upstream(new[] { 0.0, 1 }).Verify();
        Assert.That(Check().Upstream(new[] { 1.0, 0 }).Run().Variables[0].Entries[0].Analytic, Is.EqualTo(42));
        Assert.That(() => Check().Upstream(X).Run(), Throws.ArgumentException.With.Message.Contains("upstream"));
    }

    [Test]
    public void Forward_mode() => Holds(factor => GradientCheck.OfForwardMode(
        x => [x[0] * x[1], x[2]], (x, dx) => [factor * dx[0] * x[1] + x[0] * dx[1], dx[2]]).At(X));

    [Test]
    public void Reverse_mode() => Holds(factor => GradientCheck.OfBackward(
        a => new[] { a["x"][0] * a["x"][1], a["x"][2] },
        (a, dy) => [("x", new[] { factor * dy[0] * a["x"][1], dy[0] * a["x"][0], dy[1] })]).At(X));

    [Test]
    public void Hessians_of_gradients() => Holds(factor => GradientCheck.OfJacobian(
        x => [x[1] * Math.Cos(x[0]), Math.Sin(x[0])],
        x => new[,] { { -factor * x[1] * Math.Sin(x[0]), Math.Cos(x[0]) }, { Math.Cos(x[0]), 0 } }).At([0.7, -1.1]));

    [Test]
    public void Hessian_vector_products() => Holds(factor => GradientCheck.OfForwardMode(
        x => [x[1] * Math.Cos(x[0]), Math.Sin(x[0])],
        (x, v) => [-x[1] * Math.Sin(x[0]) * v[0] + factor * Math.Cos(x[0]) * v[1], Math.Cos(x[0]) * v[0]])
        .At([0.7, -1.1]));

    [Test]
    public void Functions_of_one_number() =>
        Holds(factor => GradientCheck.OfPointwise(Math.Atan, x => factor / (1 + x * x)).At(X));

    [Test]
    public void Derivatives_without_a_step()
    {
        double[] gradient = [Math.Exp(0.3) * -1.2, Math.Exp(0.3)];
        Holds(factor => GradientCheck.OfGeneric(new Product(), x => Each(gradient, g => factor * g)).At([0.3, -1.2]));
        var found = GradientCheck.OfGeneric(new Product(), _ => gradient).At([0.3, -1.2]).WithDualNumbersAlone().Run();
        Assert.That(found.Variables[0].Entries.Select(entry => entry.Numeric), Is.EqualTo(gradient).Within(1).Ulps);
    }

    [TestCase(1e-9)]
    [TestCase(1.0)]
    [TestCase(1e9)]
    public void Steps_that_suit_the_point(double scale) => Holds(factor => GradientCheck.Of(
        x => x.Sum(v => Math.Sin(v / scale)), x => Each(x, v => factor * Math.Cos(v / scale) / scale))
        .At(Each(X, v => scale * v)));

    [Test]
    public void A_chosen_tolerance()
    {
        GradientCheck Check() => GradientCheck.Of(x => x.Sum(v => v * v), x => Each(x, v => 2.01 * v)).At(X);
        Check().To(0.01, "the table has two digits").Verify();
        Assert.That(Check().To(0.001, "the table has three digits").Run().Passed, Is.False);
    }

    [Test]
    public void Errors_as_numbers() => Assert.That(
        GradientCheck.Of(x => x.Sum(v => v * v), x => Each(x, v => 2 * v + 0.25)).At(X).Run()
            .Variables[0].Entries.Select(entry => entry.Error), Is.All.EqualTo(0.25).Within(1e-8));

    [Test]
    public void The_entries_that_fail_by_name() => Assert.That(
        GradientCheck.Of(x => x.Sum(), _ => [1, 3, 1]).At(X).Run().ToString(),
        Does.Contain("x[1]: analytic 3, numeric 1 "));

    [Test]
    public void Bounds_that_steps_keep_to() => Holds(factor => GradientCheck.Of(
        x => x[0] <= 1 ? Math.Sin(x[0]) : throw new InvalidOperationException("out of bounds"),
        x => [factor * Math.Cos(x[0])]).At([1.0]).Within("x", 0, 1));

    [Test]
    public void Single_precision() => Holds(factor => GradientCheck.Of<float>(
        x => x.Sum(MathF.Sin), x => [.. x.Select(v => (float)factor * MathF.Cos(v))]).At(new[] { 0.3f, -1.2f, 2.5f }));

    [Test]
    public void Code_that_is_not_deterministic_is_told()
    {
        var random = new Random(1);
        var report = GradientCheck.Of(x => x[0] + random.NextDouble(), _ => [1.0]).At([0.5]).Run();
        Assert.That(report.Variables[0].Entries[0].Doubt, Is.EqualTo(Doubt.NotDeterministic));
        Assert.That(report.Passed, Is.False);
    }

    [Test]
    public void A_choice_to_throw_or_to_return()
    {
        var wrong = GradientCheck.Of(x => x[0], _ => [2.0]).At([0.5]);
        Assert.That(wrong.Run().Passed, Is.False);
        Assert.That(wrong.Verify, Throws.TypeOf<WrongGradientException>());
    }

    [Test]
    public void Random_numbers_of_a_seed()
    {
        double Drawn(int seed) => GradientCheck.Of(x => x.Sum(), x => Each(x, _ => 1.0)).At(X).Seed(seed)
            .ByRandomProjection(1).Run().Variables[0].Entries[0].Analytic;
        var drawn = Drawn(1);
        Assert.That(Drawn(1), Is.EqualTo(drawn));
        Assert.That(Drawn(2), Is.Not.EqualTo(drawn));
    }

    [Test]
    public void Several_threads_on_request()
    {
        GradientCheck Check() => GradientCheck.Of(x => x.Sum(Math.Exp), x => Each(x, Math.Exp)).At(X);
        Assert.That(Check().InParallel().Run().ToString(), Is.EqualTo(Check().Run().ToString()));
    }

    /// <summary>On the unit circle x ⊞ δ turns x by δ: the slope is the plane's gradient times ∂(x ⊞ δ)/∂δ.</summary>
    [Test]
    public void Parameters_on_a_manifold() => Holds(factor => GradientCheck.Of(
        δ => Math.Exp(Math.Cos(0.4 + δ[0])) * Math.Sin(0.4 + δ[0]),
        _ =>
        {
            var (x, y) = (Math.Cos(0.4), Math.Sin(0.4));
            double[] plane = [Math.Exp(x) * y, Math.Exp(x)], tangent = [-y, factor * x];
            return [plane[0] * tangent[0] + plane[1] * tangent[1]];
        }).At([0.0]));

    [Test]
    public void The_README_claims_these_and_no_others()
    {
        var snapshots = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(one => one.Key == "SnapshotDirectory").Value!;
        var rows = File.ReadLines(Path.Combine(snapshots, "..", "Verification", "README.md"))
            .SkipWhile(line => !line.StartsWith("| their users have |", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|')).Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToArray();
        Assert.That(rows, Has.Length.GreaterThan(30));
        Assert.That(rows.Select(row => row.Length), Is.All.EqualTo(9));
        Assert.That(rows.Select(row => row[7]), Has.None.Empty);
        Assert.That(rows.Select(row => string.Concat(row[2..7])), Has.None.Empty);
        var claims = rows.Where(row => !row[7].StartsWith("no", StringComparison.Ordinal))
            .Select(row => NoWord().Replace(row[1], "_"));
        var tests = GetType().GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Select(test => test.Name);
        Assert.That(claims.Append(nameof(The_README_claims_these_and_no_others)), Is.EquivalentTo(tests));
    }

    private static void Holds(Func<double, GradientCheck> check)
    {
        check(1).Verify();
        Assert.That(check(1.01).Run().Count(Verdict.Wrong), Is.Positive);
    }

    private static double[] Each<T>(IEnumerable<T> values, Func<T, double> function) => [.. values.Select(function)];

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NoWord();

    private sealed class Product : IGenericFunction
    {
        public T Value<T>(T[] x) where T : IFloatingPointIeee754<T> => T.Exp(x[0]) * x[1];
    }
}
