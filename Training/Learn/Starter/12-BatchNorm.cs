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
        throw new NotImplementedException();
    }

    /// <summary>dx (N, C), dγ (C) and dβ (C).</summary>
    public static (double[,] Dx, double[] Dgamma, double[] Dbeta) Backward(
        double[,] x, double[] gamma, double epsilon, double[,] dy)
    {
        throw new NotImplementedException();
    }
}
