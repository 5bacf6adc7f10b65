namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>Functions of three numbers, and gradients with wrong sizes, sides or indices that are computed.</summary>
internal static class Averaged
{
    private const int Classes = 2, Sites = 3;
    private const double Slope = 0.3, Smoothing = 0.2;
    private static readonly double[] Weights = [0.7, 1.9];
    private static readonly byte[] Places = [1, 0];
    private static readonly int Pairs = 2, Width = 2, Height = 1, Spread = 2;

    /// <summary>The mean of sines.</summary>
    public static double Mean(double[] x) => x.Sum(Math.Sin) / x.Length;

    /// <summary>It is a sum here.</summary>
    public static double[] NotDivided(double[] x) => Each(x, i => Math.Cos(x[i]));

    /// <summary>It is a mean over something else here.</summary>
    public static double[] DividedByOther(double[] x)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++) g[i] = Math.Cos(x[i]) / Pairs;
        return g;
    }

    /// <summary>The sum of sines.</summary>
    public static double Total(double[] x) => x.Sum(Math.Sin);

    /// <summary>It is a mean here.</summary>
    public static double[] DividedAsWell(double[] x)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++) g[i] = Math.Cos(x[i]) / x.Length;
        return g;
    }

    /// <summary>Numbers, of which negative ones count less.</summary>
    public static double Leaky(double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var z = Math.Sin(x[i]);
            sum += (i + 2) * (z > 0 ? z : Slope * z);
        }
        return sum;
    }

    /// <summary>Negative ones do not count here.</summary>
    public static double[] NotLeaky(double[] x)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var dz = (i + 2) * Math.Cos(x[i]);
            g[i] = Math.Sin(x[i]) > 0 ? dz : 0;
        }
        return g;
    }

    /// <summary>Sines, weighted by class.</summary>
    public static double Weighted(double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++) sum += (i + 2) * Weights[i % Classes] * Math.Sin(x[i]);
        return sum;
    }

    /// <summary>The class is that of another order.</summary>
    public static double[] OtherOrder(double[] x) => Each(x, i => (i + 2) * Weights[i / Sites] * Math.Cos(x[i]));

    /// <summary>Sines of two blocks that overlap.</summary>
    public static double Blocks(double[] x)
    {
        var sum = 0.0;
        for (var first = 0; first < 2; first++)
            for (var k = 0; k < Places.Length; k++) sum += (first + k + 2) * Math.Sin(x[first + Places[k]]);
        return sum;
    }

    /// <summary>Each block is given to the first one.</summary>
    public static double[] OfTheFirstBlock(double[] x)
    {
        var g = new double[x.Length];
        for (var first = 0; first < 2; first++)
            for (var k = 0; k < Places.Length; k++)
                g[Places[k]] += (first + k + 2) * Math.Cos(x[first + Places[k]]);
        return g;
    }

    /// <summary>Cross-entropy of softmax for the class 1, smoothed.</summary>
    public static double Smoothed(double[] x) =>
        Math.Log(x.Sum(Math.Exp)) - (1 - Smoothing) * x[1] - Smoothing / 3 * x.Sum();

    /// <summary>The share of all classes is forgotten.</summary>
    public static double[] WithoutShare(double[] x)
    {
        var (sum, g) = (x.Sum(Math.Exp), new double[x.Length]);
        for (var i = 0; i < x.Length; i++) g[i] = Math.Exp(x[i]) / sum;
        g[1] -= 1 - Smoothing;
        return g;
    }

    /// <summary>Σ of exponentials in a grid of our own.</summary>
    public static double Exponentials(double[] x) => x.Select((one, i) => (i + 2) * Math.Exp(one)).Sum();

    /// <summary>The grid of the numbers stands for that of their exponentials.</summary>
    public static double[] OtherGrid(double[] x)
    {
        var (z, y) = (new Grid(x), new Grid([.. x.Select(Math.Exp)]));
        var g = new double[x.Length];
        for (var i = 0; i < y.Count; i++) g[i] = (i + 2) * z[i];
        return g;
    }

    private sealed class Grid(double[] data)
    {
        public int Count => data.Length;

        public double this[int i] => data[i];
    }

    /// <summary>Sines of what lies within a width.</summary>
    public static double Within(double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            if (i >= Width) continue;
            sum += (i + 2) * Math.Sin(x[i]);
        }
        return sum;
    }

    /// <summary>The height stands for the width.</summary>
    public static double[] WithinHeight(double[] x)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            if (i >= Height) continue;
            g[i] = (i + 2) * Math.Cos(x[i]);
        }
        return g;
    }

    /// <summary>The mean of squares for so many.</summary>
    public static double MeanSquare(double[] x) => (x[0] * x[0] + x[1] * x[1] + x[2] * x[2]) / 6;

    /// <summary>Its gradient, of another mean.</summary>
    public static double[] OtherMean(double[] x, double seed) => Each(x, i => seed * 2 * x[i] / 3);

    /// <summary>Sines of what windows lie on, whose places are two apart.</summary>
    public static double Windows(double[] x)
    {
        var sum = 0.0;
        for (var n = 0; n < 16; n++)
        {
            var (i, j, u, v) = (n / 8, n / 4 % 2, n / 2 % 2, n % 2);
            sum += (n + 1) * Math.Sin(x[At(i + u * Spread, j + v * Spread)]);
        }
        return sum;
    }

    /// <summary>Here they lie next to each other, on both axes.</summary>
    public static double[] NotSpread(double[] x)
    {
        var g = new double[x.Length];
        for (var n = 0; n < 16; n++)
        {
            var (i, j, u, v) = (n / 8, n / 4 % 2, n / 2 % 2, n % 2);
            g[At(i + u, j + v)] += (n + 1) * Math.Cos(x[At(i + u * Spread, j + v * Spread)]);
        }
        return g;
    }

    /// <summary>Here they are next to each other on the second axis alone.</summary>
    public static double[] NotSpreadOnce(double[] x)
    {
        var g = new double[x.Length];
        for (var n = 0; n < 16; n++)
        {
            var (i, j, u, v) = (n / 8, n / 4 % 2, n / 2 % 2, n % 2);
            g[At(i + u * Spread, j + v)] += (n + 1) * Math.Cos(x[At(i + u * Spread, j + v * Spread)]);
        }
        return g;
    }

    private static int At(int row, int column) => (row * 5 + column) % 3;

    private static double[] Each(double[] x, Func<int, double> slope) =>
        [.. Enumerable.Range(0, x.Length).Select(slope)];
}
