namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>y = σ(W·x), whose matrix is an array of rows.</summary>
internal static class Rows
{
    public static double[] Forward(double[][] w, double[] x) =>
        [.. w.Select(row => 1 / (1 + Math.Exp(-row.Zip(x, (a, b) => a * b).Sum())))];

    public static IEnumerable<(string, Array)> Backward(string bug, double[][] w, double[] x, double[] dy)
    {
        var h = Forward(w, x);
        var (dw, dx) = (new double[w.Length][], new double[x.Length]);
        for (var i = 0; i < w.Length; i++)
        {
            var dz = dy[i] * (bug == "no slope" ? 1 : h[i] * (1 - h[i]));
            dw[i] = new double[x.Length];
            for (var j = 0; j < x.Length; j++)
            {
                dw[i][j] = dz * x[j];
                dx[j] += dz * w[bug == "other row" ? w.Length - 1 - i : i][j];
            }
        }
        return [("W", dw), ("x", dx)];
    }
}
