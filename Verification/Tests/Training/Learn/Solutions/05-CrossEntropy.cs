namespace Exercises;

// Binary cross-entropy, the mean over all N·C entries: p (N, C) are probabilities between 0 and 1, t (N, C) targets.
//
//     L = -Σ (t · ln p + (1 - t) · ln(1 - p)) / (N·C)
//     dp[n, c] = (p - t) / (p · (1 - p)) / (N·C)
//
// The Python program that this course began as forgot the mean in the gradient, and still it learnt.
//
// By hand: p = {{0.5, 0.25}}, t = {{1, 0}}.
//     L = -(ln 0.5 + ln 0.75) / 2 = 0.490414626505863
//     dp = {{-0.5 / 0.25 / 2, 0.25 / 0.1875 / 2}} = {{-1, 0.6666666666666666}}
public static class CrossEntropy
{
    /// <summary>L, a mean over all entries.</summary>
    public static double Loss(double[,] p, double[,] t)
    {
        var sum = 0.0;
        for (var n = 0; n < p.GetLength(0); n++)
            for (var c = 0; c < p.GetLength(1); c++)
                sum -= t[n, c] * Math.Log(p[n, c]) + (1 - t[n, c]) * Math.Log(1 - p[n, c]);
        return sum / p.Length;
    }

    /// <summary>dp (N, C), the derivative of that mean.</summary>
    public static double[,] Gradient(double[,] p, double[,] t)
    {
        var dp = new double[p.GetLength(0), p.GetLength(1)];
        for (var n = 0; n < p.GetLength(0); n++)
            for (var c = 0; c < p.GetLength(1); c++)
                dp[n, c] = (p[n, c] - t[n, c]) / (p[n, c] * (1 - p[n, c])) / p.Length;
        return dp;
    }
}
