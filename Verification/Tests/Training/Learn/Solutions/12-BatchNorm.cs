namespace Exercises;

// Batch normalisation of x (N, C), column by column: each has mean 0 and variance 1 over the batch, and is then
// scaled and moved. With m and v the mean and variance of a column (a mean over N, not N - 1):
//
//     z[n, c] = (x[n, c] - m) / √(v + ε)
//     y[n, c] = γ[c] · z[n, c] + β[c]
//
// m and v depend on every sample, so dy of each sample reaches dx of all. With means over the batch:
//
//     dγ[c] = Σₙ dy · z,   dβ[c] = Σₙ dy
//     dx[n, c] = γ[c] / √(v + ε) · (dy[n, c] - mean(dy) - z[n, c] · mean(dy · z))
//
// By hand: x = {{1}, {3}}, γ = {2}, β = {10}, ε = 0: m = 2, v = 1, z = {{-1}, {1}}, y = {{8}, {12}}.
//     For dy = {{3}, {1}}: dγ = {-2}, dβ = {4}, dx = {{2·(3 - 2 - 1)}, {2·(1 - 2 + 1)}} = {{0}, {0}}.
public static class BatchNorm
{
    /// <summary>y (N, C).</summary>
    public static double[,] Forward(double[,] x, double[] gamma, double[] beta, double epsilon)
    {
        var z = Normalized(x, epsilon).Z;
        var y = new double[x.GetLength(0), x.GetLength(1)];
        for (var n = 0; n < x.GetLength(0); n++)
            for (var c = 0; c < x.GetLength(1); c++)
                y[n, c] = gamma[c] * z[n, c] + beta[c];
        return y;
    }

    /// <summary>dx (N, C), dγ (C) and dβ (C).</summary>
    public static (double[,] Dx, double[] Dgamma, double[] Dbeta) Backward(
        double[,] x, double[] gamma, double epsilon, double[,] dy)
    {
        var (N, C) = (x.GetLength(0), x.GetLength(1));
        var (z, deviation) = Normalized(x, epsilon);
        var (dx, dgamma, dbeta) = (new double[N, C], new double[C], new double[C]);
        for (var c = 0; c < C; c++)
        {
            for (var n = 0; n < N; n++)
            {
                dgamma[c] += dy[n, c] * z[n, c];
                dbeta[c] += dy[n, c];
            }
            for (var n = 0; n < N; n++)
                dx[n, c] = gamma[c] / deviation[c] * (dy[n, c] - dbeta[c] / N - z[n, c] * dgamma[c] / N);
        }
        return (dx, dgamma, dbeta);
    }

    private static (double[,] Z, double[] Deviation) Normalized(double[,] x, double epsilon)
    {
        var (N, C) = (x.GetLength(0), x.GetLength(1));
        var (z, deviation) = (new double[N, C], new double[C]);
        for (var c = 0; c < C; c++)
        {
            var (mean, variance) = (0.0, 0.0);
            for (var n = 0; n < N; n++)
                mean += x[n, c] / N;
            for (var n = 0; n < N; n++)
                variance += (x[n, c] - mean) * (x[n, c] - mean) / N;
            deviation[c] = Math.Sqrt(variance + epsilon);
            for (var n = 0; n < N; n++)
                z[n, c] = (x[n, c] - mean) / deviation[c];
        }
        return (z, deviation);
    }
}
