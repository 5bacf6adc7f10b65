namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>y = x·W of several samples, in flat arrays whose indices can be wrong.</summary>
internal static class FlatMatrix
{
    private const int Samples = 2, Inputs = 3, Outputs = 5;

    public static double[] Forward(double[] x, double[] w)
    {
        var y = new double[Samples * Outputs];
        for (var n = 0; n < Samples; n++)
            for (var j = 0; j < Outputs; j++)
                for (var i = 0; i < Inputs; i++) y[n * Outputs + j] += x[n * Inputs + i] * w[i * Outputs + j];
        return y;
    }

    public static IEnumerable<(string, Array)> Backward(string bug, double[] x, double[] w, double[] dy)
    {
        var (dx, dw) = (new double[x.Length], new double[w.Length]);
        for (var n = 0; n < Samples; n++)
            for (var j = 0; j < Outputs; j++)
                for (var i = 0; i < Inputs; i++)
                {
                    dx[n * Inputs + i] += dy[n * Outputs + j] * w[
                        bug == "row length" ? i * Inputs + j
                        : bug == "column for row" ? j * Inputs + i
                        : bug == "last row first" ? (Inputs - 1 - i) * Outputs + j : i * Outputs + j];
                    dw[i * Outputs + j] += dy[bug == "first sample" ? j : n * Outputs + j] * x[n * Inputs + i];
                }
        return [("x", dx), ("W", dw)];
    }
}
