using System.Numerics;
using System.Runtime.CompilerServices;

namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>Functions, and gradients that one instruction makes wrong: what belongs there stands behind.</summary>
internal static class Slipped
{
    private static readonly double[,] W = { { 0.4, -0.3, 0.8 }, { -0.6, 0.9, 0.2 }, { 0.5, 0.7, -1.1 } };
    private static readonly (int Rows, int Columns) Step = (2, 1);
    private static readonly double Width = 2.5, Other = 1.5;
    private static readonly double[] Weights = [0.7, -1.2, 0.5];

    /// <summary>Σ max(0, x)².</summary>
    public static double Positive(double[] x) => x.Sum(one => one > 0 ? one * one : 0);

    public static double[] OtherWayRound(double[] x)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
            if (x[i] < 0) g[i] = 2 * x[i];                                          // > 0
        return g;
    }

    public static double[] FirstLeftOut(double[] x)
    {
        var g = new double[x.Length];
        for (var i = 1; i < x.Length; i++)                                          // i = 0
            if (x[i] > 0) g[i] = 2 * x[i];
        return g;
    }

    /// <summary>Σ xᵢ·Wᵢⱼ·xⱼ².</summary>
    public static double Form(double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++) sum += x[i] * W[i, j] * x[j] * x[j];
        return sum;
    }

    public static double[] OtherIndex(double[] x)
    {
        var g = new double[3];
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++)
            {
                g[i] += W[i, j] * x[j] * x[j];
                g[i] += 2 * x[i] * W[i, j] * x[j];                                  // g[j]
            }
        return g;
    }

    /// <summary>Σ wᵢ·(Σ Wᵢⱼ·xⱼ)².</summary>
    public static double Residuals(double[] x) => Times(x).Zip(Weights, (r, w) => w * r * r).Sum();

    public static double[] Transposed(double[] x)
    {
        var (g, r) = (new double[3], Times(x));
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++) g[j] += 2 * Weights[i] * r[i] * W[j, i];    // W[i, j]
        return g;
    }

    private static double[] Times(double[] x)
    {
        var r = new double[3];
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++) r[i] += W[i, j] * x[j];
        return r;
    }

    public static double[] NotReset(double[] x)
    {
        var g = new double[3];
        var sum = 0.0;
        for (var i = 0; i < 3; i++)
        {                                                                           // sum = 0
            for (var j = 0; j < 3; j++)
            {
                sum += W[i, j] * x[j] * x[j];
                g[j] += 2 * W[i, j] * x[i] * x[j];
            }
            g[i] += sum;
        }
        return g;
    }

    public static double[] Assigned(double[] x)
    {
        var g = new double[3];
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++) g[i] += W[i, j] * x[j] * x[j];
        for (var j = 0; j < 3; j++)
        {
            var sum = 0.0;
            for (var i = 0; i < 3; i++) sum += x[i] * W[i, j];
            g[j] = 2 * sum * x[j];                                                  // +=
        }
        return g;
    }

    /// <summary>|Π (1 + i·wₖ·xₖ)|², a product of complex numbers.</summary>
    public static double Product(double[] x)
    {
        var product = Complex.One;
        for (var k = 0; k < 3; k++) product *= Complex.One + Complex.ImaginaryOne * (Weights[k] * x[k]);
        return product.Real * product.Real + product.Imaginary * product.Imaginary;
    }

    public static double[] OtherPart(double[] x)
    {
        var product = Complex.One;
        for (var k = 0; k < 3; k++) product *= Complex.One + Complex.ImaginaryOne * (Weights[k] * x[k]);
        var g = new double[3];
        for (var k = 0; k < 3; k++)
        {
            var slope = product * Complex.ImaginaryOne * Weights[k] / (1 + Complex.ImaginaryOne * (Weights[k] * x[k]));
            g[k] = 2 * (product.Real * slope.Real + product.Real * slope.Imaginary);     // product.Imaginary
        }
        return g;
    }

    public static double[] WithASetting(double[] x, string mode)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++) g[i] = mode == "half" ? x[i] : 2 * x[i];
        return g;
    }

    public static double Squares(double[] x) => x.Sum(one => one * one);

    public static double[] Recursive(double[] x) => [.. x.Select((_, i) => Down(x[i], 3))];

    private static double Down(double x, int left) => left == 0 ? x : Down(x, left - 1);

    /// <summary>x₂·x₁², with the parts of a pair as indices.</summary>
    public static double Paired(double[] x) => x[Step.Rows] * x[Step.Columns] * x[Step.Columns];

    public static double[] OtherOfAPair(double[] x)
    {
        var g = new double[x.Length];
        g[Step.Columns] += 2 * x[Step.Rows] * x[Step.Columns];
        g[Step.Columns] += x[Step.Columns] * x[Step.Columns];                       // g[Step.Rows]
        return g;
    }

    /// <summary>Σ tanh(Σ Wᵢⱼ·xⱼ).</summary>
    public static double Bent(double[] x) => Times(x).Sum(Math.Tanh);

    public static double[] BeforeTheBend(double[] x)
    {
        var dy = new double[3];
        var dz = new double[3];
        for (var i = 0; i < 3; i++) dy[i] = 1;
        for (var i = 0; i < 3; i++) dz[i] = dy[i] * (1 - Math.Pow(Math.Tanh(Times(x)[i]), 2));
        return ByColumns(dy);                                                       // dz
    }

    private static double[] ByColumns(double[] z)
    {
        var g = new double[3];
        for (var i = 0; i < z.Length; i++)
            for (var j = 0; j < 3; j++) g[j] += W[i, j] * z[i];
        return g;
    }

    /// <summary>Σ sin²(x) − 3·log(1 − x/3).</summary>
    public static double Waves(double[] x) => x.Sum(one => Math.Pow(Math.Sin(one), 2) - 3 * Math.Log(1 - one / 3));

    public static double[] SingleAngle(double[] x) =>
        [.. x.Select(one => Math.Sin(one) + 1 / (1 - one / 3))];                    // Sin(2x)

    public static double[] NotTheRest(double[] x) =>
        [.. x.Select(one => Math.Sin(2 * one) + 1 / (one / 3))];                    // 1 − x/3

    public static double[] OnTheStack(double[] x)
    {
        var g = new double[x.Length];
        Span<double> r = stackalloc double[3];
        Times(x).CopyTo(r);
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++) g[j] += 2 * Weights[i] * r[j] * W[i, j];    // r[i]
        return g;
    }

    public static double[] Unchecked(double[] x)
    {
        var (g, r) = (new double[x.Length], Times(x));
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++)
                g[j] += 2 * Weights[i] * Unsafe.Add(ref r[0], j) * W[i, j];         // i
        return g;
    }

    /// <summary>Σ cash·x², of which the last comes with what is paid back.</summary>
    public static double Paid(double[] x)
    {
        var sum = 0.0;
        for (var k = 0; k < x.Length; k++)
        {
            var cash = k == 2 ? 1.7 : 0.7;
            sum += cash * x[k] * x[k];
        }
        return sum;
    }

    public static double[] NotPaidBack(double[] x)
    {
        var g = new double[x.Length];
        for (var k = 0; k < x.Length; k++)
        {
            var cash = 0.7;                                                         // k == 2 ? 1.7 : 0.7
            g[k] = cash * x[k] * 2;
        }
        return g;
    }

    /// <summary>Σ (0.37·x² + x).</summary>
    public static double Shared(double[] x) => x.Sum(one => 0.37 * one * one + one);

    public static double[] NotShared(double[] x) => [.. x.Select(one => 2 * one + 1)];    // 0.37 * 2 * one + 1

    /// <summary>Σ w·softmax(x)².</summary>
    public static double Shares(double[] x) => Softmax(x).Zip(Weights, (p, w) => w * p * p).Sum();

    public static double[] DiagonalOnly(double[] x)
    {
        var (p, dp, g) = (Softmax(x), new double[x.Length], new double[x.Length]);
        for (var k = 0; k < x.Length; k++) dp[k] = 2 * Weights[k] * p[k];
        for (var k = 0; k < x.Length; k++) g[k] = p[k] * (1 - p[k]) * dp[k];        // p·(dp − Σ p·dp)
        return g;
    }

    private static double[] Softmax(double[] x)
    {
        var sum = x.Sum(Math.Exp);
        return [.. x.Select(one => Math.Exp(one) / sum)];
    }

    /// <summary>Σ over rows of (Σ Wᵢⱼ·xⱼ)²/2.</summary>
    public static double Rows(double[] x) => Times(x).Sum(one => one * one / 2);

    public static double[] NotCleared(double[] x)
    {
        var (r, row, g) = (new double[3], new double[3], new double[3]);
        for (var i = 0; i < 3; i++)
        {                                                                           // Array.Clear(row)
            r[i] = 0;
            for (var j = 0; j < 3; j++)
            {
                r[i] += W[i, j] * x[j];
                row[j] += W[i, j];
            }
            for (var j = 0; j < 3; j++) g[j] += r[i] * row[j];
        }
        return g;
    }

    /// <summary>Σ max(x, w)²/2.</summary>
    public static double Above(double[] x)
    {
        var sum = 0.0;
        for (var k = 0; k < x.Length; k++)
            if (x[k] > Weights[k]) sum += x[k] * x[k] / 2;
            else sum += Weights[k] * Weights[k] / 2;
        return sum;
    }

    public static double[] AboveZero(double[] x)
    {
        var g = new double[x.Length];
        for (var k = 0; k < x.Length; k++)
            if (x[k] > 0) g[k] = x[k];                                              // Weights[k]
        return g;
    }

    /// <summary>Σ (Width − 1)·x².</summary>
    public static double Scaled(double[] x) => x.Sum(one => (Width - 1) * one * one);

    public static double[] NotLessOne(double[] x)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++) g[i] = Other * x[i] * Width / Other * 2; // (Width - 1)
        return g;
    }

    /// <summary>Σ x²/Width².</summary>
    public static double Narrowed(double[] x) => x.Sum(one => one * one / (Width * Width));

    public static double[] NotSquared(double[] x)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++) g[i] = 2 * x[i] / Width;                 // (Width * Width)
        return g;
    }

    public static double[] InSteps(double[] x) => First(x);

    private static double[] First(double[] x) => Second(x);

    private static double[] Second(double[] x) => Third(x);

    private static double[] Third(double[] x) => [.. x];                            // 2x

    public static double[] InParts(double[] x)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var z = x[i];
            g[i] = Part(z);
        }
        return g;
    }

    public static double Part(double z) => 1.5 * z;                                 // 2z

    private static readonly object Gate = new();

    public static double[] Locked(double[] x)
    {
        var g = new double[x.Length];
        lock (Gate)
            for (var i = 0; i < x.Length; i++) g[i] = x[i];                         // 2x
        return g;
    }
}
