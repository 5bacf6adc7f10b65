namespace CnnVerified.Verification.Tests.ForeignLayers;

/// <summary>Scaled dot-product attention of 3 queries over 4 keys of width 2, and linear attention.</summary>
internal static class Attention
{
    private const int Queries = 3, Keys = 4, Width = 2, Values = 5;

    private static readonly bool[,] Mask =
        { { true, false, true, true }, { true, true, false, true }, { false, true, true, true } };

    public static ForeignLayer[] All { get; } =
    [
        new("masked attention", bug => Check(
            (q, k, v) => Attend(q, k, v, Mask), (q, k, v, dy) => Back(bug, q, k, v, dy, Mask)), Mistakes),
        new("attention", bug => Check(
            (q, k, v) => Attend(q, k, v, null), (q, k, v, dy) => Back(bug, q, k, v, dy, null)), Mistakes[1..]),
        new("linear attention", bug => Check(
            (q, k, v) => Product(q, Product(Transposed(k), v)), (q, k, v, dy) => Linear(bug, q, k, v, dy)),
            new("dv of the wrong side", "not linear in dy", "does not depend on dy", "same for every dy"),
            new("dk a mean over queries", "correct × 1/3"),
            new("dq assigned", "last axis 1", "only the last")),
    ];

    private static Mistake[] Mistakes =>
    [
        new("mask not applied", "mask"),
        new("scale forgotten", "correct × 1.414214"),
        new("scale squared", "correct × 0.7071068"),
        new("sum of softmax forgotten", "softmax & term", "softmax & Σ"),
        new("keys get the queries' gradient", "shifted & axis 0", "permuted & axis 0", "rotated along axis 0"),
        new("dv by scores for probabilities", "probabilities", "scores", "p stands for the variable weights"),
        new("softmax over queries in the sum", "softmax & axis", "softmax & sum"),
    ];

    private static GradientCheck Check(
        Func<double[,], double[,], double[,], double[,]> forward,
        Func<double[,], double[,], double[,], double[,], (string, Array)[]> back) => GradientCheck.OfBackward(
            a => forward(a.Of<double[,]>("q"), a.Of<double[,]>("k"), a.Of<double[,]>("v")),
            (a, dy) => back(a.Of<double[,]>("q"), a.Of<double[,]>("k"), a.Of<double[,]>("v"), dy))
            .At(("q", Matrix(111, Queries, Width)), ("k", Matrix(112, Keys, Width)), ("v", Matrix(113, Keys, Values)));

    private static double[,] Matrix(int seed, int rows, int columns)
    {
        var drawn = Draw.Tensor(seed, rows, columns);
        return Filled(rows, columns, (i, j) => drawn[i, j]);
    }

    private static double[,] Filled(int rows, int columns, Func<int, int, double> f)
    {
        var matrix = new double[rows, columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++) matrix[i, j] = f(i, j);
        return matrix;
    }

    private static double[,] Transposed(double[,] a) => Filled(a.GetLength(1), a.GetLength(0), (i, j) => a[j, i]);

    private static double[,] Product(double[,] a, double[,] b) => Filled(a.GetLength(0), b.GetLength(1),
        (i, j) => Enumerable.Range(0, a.GetLength(1)).Sum(k => a[i, k] * b[k, j]));

    private static double[,] Scores(double[,] q, double[,] k, bool[,]? mask)
    {
        var scores = Product(q, Transposed(k));
        return Filled(Queries, Keys, (i, j) => mask?[i, j] == false ? -1e30 : scores[i, j] / Math.Sqrt(Width));
    }

    private static double[,] Probabilities(double[,] q, double[,] k, bool[,]? mask)
    {
        var scores = Scores(q, k, mask);
        return Filled(Queries, Keys, (i, j) => 1 / Enumerable.Range(0, Keys).Sum(
            m => Math.Exp(scores[i, m] - scores[i, j])));
    }

    private static double[,] Attend(double[,] q, double[,] k, double[,] v, bool[,]? mask) =>
        Product(Probabilities(q, k, mask), v);

    private static (string, Array)[] Back(
        string bug, double[,] q, double[,] k, double[,] v, double[,] dy, bool[,]? mask)
    {
        var p = Probabilities(q, k, bug == "mask not applied" ? null : mask);
        var dp = Product(dy, Transposed(v));
        var scale = bug == "scale forgotten" ? 1 : bug == "scale squared" ? 1.0 / Width : 1 / Math.Sqrt(Width);
        var ds = Filled(Queries, Keys, (i, j) => p[i, j] * scale * (dp[i, j] - (
            bug == "sum of softmax forgotten" ? 0
            : bug == "softmax over queries in the sum" ? Enumerable.Range(0, Queries).Sum(m => p[m, j] * dp[m, j])
            : Enumerable.Range(0, Keys).Sum(m => p[i, m] * dp[i, m]))));
        var dk = Product(Transposed(ds), q);
        if (bug == "keys get the queries' gradient")
            dk = Filled(Keys, Width, (j, d) => Enumerable.Range(0, Queries).Sum(i => ds[i, (j + 1) % Keys] * q[i, d]));
        var weights = bug == "dv by scores for probabilities" ? Scores(q, k, null) : p;
        return [("q", Product(ds, k)), ("k", dk), ("v", Product(Transposed(weights), dy))];
    }

    private static (string, Array)[] Linear(string bug, double[,] q, double[,] k, double[,] v, double[,] dy)
    {
        var state = Product(Transposed(k), v);
        var dState = Product(Transposed(q), dy);
        var dq = Product(dy, Transposed(state));
        if (bug == "dq assigned") dq = Filled(Queries, Width, (i, j) => dy[i, Values - 1] * state[j, Values - 1]);
        var dk = Product(v, Transposed(dState));
        if (bug == "dk a mean over queries") dk = Filled(Keys, Width, (i, j) => dk[i, j] / Queries);
        return [("q", dq), ("k", dk), ("v", Product(k, bug == "dv of the wrong side" ? state : dState))];
    }
}
