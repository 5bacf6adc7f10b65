namespace CnnVerified.Verification.Tests.PlantedBugs;

/// <summary>
/// What the diagnosis sees inside other people's forward passes: branches, products with matrices, and the slopes
/// behind them.
/// </summary>
public class InsideTests
{
    private const int Rows = 3, Inputs = 4, Units = 3;

    internal static double[,] Matrix(int seed, int rows, int columns)
    {
        var random = new Random(seed);
        var m = new double[rows, columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++) m[i, j] = (random.Next(2) == 0 ? -1 : 1) * (0.2 + random.NextDouble());
        return m;
    }

    internal static double Sum(int count, Func<int, double> of) => Enumerable.Range(0, count).Sum(of);

    internal static double[,] Filled(int rows, int columns, Func<int, int, double> of)
    {
        var m = new double[rows, columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++) m[i, j] = of(i, j);
        return m;
    }

    /// <summary>y = tanh(x·W) ∘ (x·V), row by row.</summary>
    private static string Gated(string bug) => Said(GradientCheck.OfBackward(
        a => Filled(Rows, Units, (n, h) => Math.Tanh(Z(a, "W", n, h)) * Z(a, "V", n, h)),
        (a, dy) =>
        {
            var (x, w, v) = (a.Of<double[,]>("x"), a.Of<double[,]>("W"), a.Of<double[,]>("V"));
            double T(int n, int h) => Math.Tanh(Z(a, "W", n, h));
            double Dw(int n, int h) => dy[n, h] * Z(a, "V", n, h)
                * (bug == "slope left out" ? 1 : 1 - T(n, h) * T(n, h));
            double Dv(int n, int h) => dy[n, h] * T(n, h);
            return
            [
                ("x", Filled(Rows, Inputs, (n, i) => Sum(Units, h => Dw(n, h) * w[i, h]
                    + (bug == "branch left out" ? 0 : Dv(n, h) * (bug == "other matrix" ? w : v)[i, h])))),
                ("W", Filled(Inputs, Units, (i, h) => Sum(Rows, n => Dw(n, h) * x[n, i]))),
                ("V", Filled(Inputs, Units, (i, h) => Sum(Rows, n => Dv(n, h) * x[n, i]))),
            ];
        }).At(("x", Matrix(1, Rows, Inputs)), ("W", Matrix(2, Inputs, Units)), ("V", Matrix(3, Inputs, Units))));

    private static double Z(NamedArrays a, string matrix, int n, int h) =>
        Sum(Inputs, i => a.Of<double[,]>("x")[n, i] * a.Of<double[,]>(matrix)[i, h]);

    [TestCase("", "")]
    [TestCase("branch left out", "dx = correct without the path through V")]
    [TestCase("other matrix", "dx = correct for W in place of V")]
    [TestCase("slope left out", "dW = x·d(x·W) with d(x·W) = correct × 1/(1 − tanh(z)²), z = x·W")]
    [TestCase("slope left out", "dx = what follows from the wrong dW")]
    public void Of_a_gated_unit_the_branch_is_named(string bug, string expected) =>
        Assert.That(Gated(bug), expected.Length == 0 ? Is.Empty : Does.Contain(expected));

    /// <summary>Attention of one head over 3 tokens of 4 numbers.</summary>
    private static string Attention(string bug)
    {
        const int tokens = 3, width = 4, keys = 2;
        double[,] Times(double[,] x, double[,] w) =>
            Filled(tokens, keys, (n, h) => Sum(width, i => x[n, i] * w[i, h]));
        (double[,] Q, double[,] K, double[,] V, double[,] A) Run(NamedArrays a)
        {
            var x = a.Of<double[,]>("x");
            var (q, k) = (Times(x, a.Of<double[,]>("Wq")), Times(x, a.Of<double[,]>("Wk")));
            var e = Filled(tokens, tokens, (n, m) => Math.Exp(Sum(keys, h => q[n, h] * k[m, h])));
            return (q, k, Times(x, a.Of<double[,]>("Wv")),
                Filled(tokens, tokens, (n, m) => e[n, m] / Sum(tokens, other => e[n, other])));
        }
        return Said(GradientCheck.OfBackward(
            a =>
            {
                var (_, _, v, p) = Run(a);
                return Filled(tokens, keys, (n, h) => Sum(tokens, m => p[n, m] * v[m, h]));
            },
            (a, dy) =>
            {
                var (x, (q, k, v, p)) = (a.Of<double[,]>("x"), Run(a));
                var dp = Filled(tokens, tokens, (n, m) => Sum(keys, h => dy[n, h] * v[m, h]));
                var ds = Filled(tokens, tokens, (n, m) => p[n, m] * (dp[n, m] - Sum(tokens, o => p[n, o] * dp[n, o])));
                var dq = Filled(tokens, keys, (n, h) => Sum(tokens, m => ds[n, m] * k[m, h]));
                var dk = Filled(tokens, keys, (m, h) => Sum(tokens, n => ds[n, m] * q[n, h]));
                var dv = Filled(tokens, keys, (m, h) => Sum(tokens, n =>
                    (bug == "not transposed" ? p[m, n] : p[n, m]) * dy[n, h]));
                double[,] Of(double[,] dz) => Filled(width, keys, (i, h) => Sum(tokens, n => x[n, i] * dz[n, h]));
                double Back(double[,] dz, string w, int n, int i) =>
                    Sum(keys, h => dz[n, h] * a.Of<double[,]>(w)[i, h]);
                return
                [
                    ("Wq", Of(dq)), ("Wk", Of(dk)), ("Wv", Of(dv)),
                    ("x", Filled(tokens, width, (n, i) => Back(dq, "Wq", n, i) + Back(dv, "Wv", n, i)
                        + (bug == "keys left out" ? 0 : Back(dk, "Wk", n, i)))),
                ];
            }).At(("x", Matrix(11, tokens, width)), ("Wq", Matrix(12, width, keys)), ("Wk", Matrix(13, width, keys)),
                ("Wv", Matrix(14, width, keys))));
    }

    [TestCase("", "")]
    [TestCase("keys left out", "dx = correct without the path through Wk")]
    [TestCase("not transposed", "dWv = x·d(x·Wv) with d(x·Wv) = J·dy in place of Jᵀ·dy with J = ∂y/∂(x·Wv)")]
    [TestCase("not transposed", "dx = what follows from the wrong dWv")]
    public void Of_attention_queries_keys_and_values_are_told_apart(string bug, string expected) =>
        Assert.That(Attention(bug), expected.Length == 0 ? Is.Empty : Does.Contain(expected));

    /// <summary>y = U·max(0, W·x).</summary>
    private static string Rectified(string bug) => Said(GradientCheck.OfBackward(
        a => Y(a),
        (a, dy) =>
        {
            var (x, w, u) = (a["x"], a.Of<double[,]>("W"), a.Of<double[,]>("U"));
            double H(int h) => Math.Max(0, Sum(Inputs, i => w[h, i] * x[i]));
            double D(int h) => H(h) > 0 || bug == "mask left out" ? Sum(2, k => dy[k] * u[k, h]) : 0;
            return
            [
                ("x", Enumerable.Range(0, Inputs).Select(i => Sum(5, h => D(h) * w[h, i])).ToArray()),
                ("W", Filled(5, Inputs, (h, i) => D(h) * x[i])),
                ("U", Filled(2, 5, (k, h) => dy[k] * Math.Pow(H(h), bug == "squared" ? 2 : 1))),
            ];
        }).At(("x", new[] { 0.7, -1.1, 0.4, 0.9 }), ("W", Matrix(5, 5, Inputs)), ("U", Matrix(6, 2, 5))));

    private static double[] Y(NamedArrays a)
    {
        var (x, w, u) = (a["x"], a.Of<double[,]>("W"), a.Of<double[,]>("U"));
        return [.. Enumerable.Range(0, 2).Select(k => Sum(5, h => u[k, h]
            * Math.Max(0, Sum(Inputs, i => w[h, i] * x[i]))))];
    }

    [TestCase("", "")]
    [TestCase("mask left out", "dW = d(W·x)·x with d(W·x) = correct, but not 0 where z ≤ 0, z = W·x")]
    [TestCase("squared", "dU = dy times (∂y/∂U)²")]
    public void Of_two_layers_with_ReLU_the_step_is_named(string bug, string expected) =>
        Assert.That(Rectified(bug), expected.Length == 0 ? Is.Empty : Does.Contain(expected));

    /// <summary>What is said of code that does not show its operations.</summary>
    internal static string Said(GradientCheck check) => SaidOfCode(check.WithoutTracing());

    /// <summary>What is said, with the lines.</summary>
    internal static string SaidOfCode(GradientCheck check) =>
        string.Join(' ', check.Run().Diagnoses.Select(diagnosis => WordsOf(diagnosis)));
}
