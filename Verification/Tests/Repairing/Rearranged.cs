namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>
/// Functions, and gradients in which something is at a wrong place or missing: parentheses, braces, a mask, a
/// transpose. What belongs there stands behind.
/// </summary>
internal static class Rearranged
{
    private const double Half = 0.5;

    private static readonly double[,] W =
        { { 0.4, -0.3, 0.8 }, { -0.6, 0.9, 0.2 }, { 0.5, 0.7, -1.1 }, { 1.2, -0.4, 0.6 } };

    private static readonly double[,] Square = { { 0.4, -0.3, 0.8 }, { -0.6, 0.9, 0.2 }, { 0.5, 0.7, -1.1 } };
    private static readonly double[] Weights = [0.7, -1.2, 0.5];
    private static readonly double Other = 0.3;

    /// <summary>Σ w·(x² − x)/2.</summary>
    public static double Shifted(double[] x) => x.Zip(Weights, (one, w) => w * (one * one - one) / 2).Sum();

    public static double[] NotFactored(double[] x)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++) g[i] = Weights[i] * x[i] - Half;         // Weights[i] * (x[i] - Half)
        return g;
    }

    /// <summary>min(x)².</summary>
    public static double Smallest(double[] x) => x.Min() * x.Min();

    public static double[] WithoutBraces(double[] x)
    {
        var (g, least, at) = (new double[x.Length], double.PositiveInfinity, 0);
        for (var i = 0; i < x.Length; i++)
        {
            if (x[i] < least)
                least = x[i];
            at = i;                                                                 // { least = x[i]; at = i; }
        }
        g[at] = 2 * x[at];
        return g;
    }

    /// <summary>(Σ w·x/3)².</summary>
    public static double Mean(double[] x) => Math.Pow(x.Zip(Weights, (one, w) => w * one).Sum() / 3, 2);

    public static double[] WithinTheLoop(double[] x)
    {
        var (g, mean) = (new double[x.Length], 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            mean += Weights[i] * x[i];
            mean /= 3;                                                              // behind the loop
        }
        for (var i = 0; i < x.Length; i++) g[i] = 2 * mean * Weights[i] / 3;
        return g;
    }

    /// <summary>Σ (A·x)²/2.</summary>
    public static double Residuals(double[] x) => Times(Square, x).Sum(r => r * r) / 2;

    public static double[] NotTransposed(double[] x)
    {
        _ = Transposed(Square);
        return Times(Square, Times(Square, x));                                     // Times(Transposed(Square), …)
    }

    public static double[] TransposedTwice(double[] x) =>
        Times(Transposed(Square), Times(Transposed(Square), x));                    // Times(Square, x)

    /// <summary>Σ over j of (Σ over i up to j of wᵢ·xᵢ)².</summary>
    public static double Running(double[] x)
    {
        var (sum, total) = (0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            sum += Weights[i] * x[i];
            total += sum * sum;
        }
        return total;
    }

    public static double[] NotCarried(double[] x)
    {
        var (g, sums, later) = (new double[x.Length], new double[x.Length], 0.0);
        for (var i = 0; i < x.Length; i++) sums[i] = Weights[i] * x[i] + (i > 0 ? sums[i - 1] : 0);
        for (var i = x.Length - 1; i >= 0; i--)
        {
            later = 2 * sums[i];                                                    // later +=
            g[i] = Weights[i] * later;
        }
        return g;
    }

    /// <summary>Σ x² where x is above a half.</summary>
    public static double Above(double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
            if (x[i] > Half) sum += x[i] * x[i];
        return sum;
    }

    public static double[] NotMasked(double[] x)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++) g[i] = 2 * x[i];                         // if (x[i] > Half)
        return g;
    }

    /// <summary>Σ W₂ᵢ,ⱼ₊₁·xᵢ².</summary>
    public static double Strided(double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i < 2; i++)
            for (var j = 0; j < 2; j++) sum += W[2 * i, j + 1] * x[i] * x[i];
        return sum + x[2];
    }

    public static double[] OtherEntries(double[] x)
    {
        var g = new double[] { 0, 0, 1 };
        for (var i = 0; i < 2; i++)
            for (var j = 0; j < 2; j++) g[i] += 2 * W[i, j] * x[i];                 // W[2 * i, j + 1]
        return g;
    }

    /// <summary>Σ (x − t)²/2.</summary>
    public static double Distance(double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++) sum += (x[i] - Target(i)) * (x[i] - Target(i)) / 2;
        return sum;
    }

    public static double[] NotSmoothed(double[] x)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++) g[i] = x[i] - (i == 1 ? 1 : 0);          // Target(i)
        return g;
    }

    /// <summary>Σ σ(x).</summary>
    public static double Sigmoids(double[] x) => x.Sum(one => 1 / (1 + Math.Exp(-one)));

    public static double[] OtherBeside(double[] x)
    {
        var (g, s) = (new double[x.Length], x.Select(one => 1 / (1 + Math.Exp(-one))).ToArray());
        for (var i = 0; i < x.Length; i++) g[i] = s[i] * (1 - Other);               // 1 - s[i]
        return g;
    }

    /// <summary>Σ log(1 + eˣ).</summary>
    public static double Softplus(double[] x) => x.Sum(one => Math.Log(1 + Math.Exp(one)));

    public static double[] OtherSign(double[] x)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++) g[i] = Sigmoid(-x[i]);                   // Sigmoid(x[i])
        return g;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>Σ w·softmax(x)² of each of two columns, of three rows.</summary>
    public static double Columns(double[] x)
    {
        var (p, sum) = (Softmaxes(x), 0.0);
        for (var i = 0; i < x.Length; i++) sum += Weights[i / 2] * p[i] * p[i];
        return sum;
    }

    public static double[] DiagonalOfColumns(double[] x)
    {
        double[] p = Softmaxes(x), dp = new double[x.Length], g = new double[x.Length];
        for (var i = 0; i < x.Length; i++) dp[i] = 2 * Weights[i / 2] * p[i];
        for (var j = 0; j < 2; j++)
            for (var i = 0; i < 3; i++)
                g[i * 2 + j] = p[i * 2 + j] * (1 - p[i * 2 + j]) * dp[i * 2 + j];   // p·(dp − Σ p·dp)
        return g;
    }

    private static double[] Softmaxes(double[] x)
    {
        var p = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
            p[i] = Math.Exp(x[i]) / (Math.Exp(x[i % 2]) + Math.Exp(x[i % 2 + 2]) + Math.Exp(x[i % 2 + 4]));
        return p;
    }

    private static double Target(int i) => (i == 1 ? 0.9 : 0) + 0.02 * i;

    private static double[,] Transposed(double[,] a)
    {
        var t = new double[a.GetLength(1), a.GetLength(0)];
        for (var i = 0; i < t.GetLength(0); i++)
            for (var j = 0; j < t.GetLength(1); j++) t[i, j] = a[j, i];
        return t;
    }

    private static double[] Times(double[,] a, double[] x)
    {
        var y = new double[a.GetLength(0)];
        for (var i = 0; i < y.Length; i++)
            for (var j = 0; j < x.Length; j++) y[i] += a[i, j] * x[j];
        return y;
    }
}
