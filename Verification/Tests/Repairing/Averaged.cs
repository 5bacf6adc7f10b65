namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>Functions of three numbers, and gradients with wrong sizes, sides or terms.</summary>
internal static class Averaged
{
    private const double Slope = 0.3, Smoothing = 0.23;
    private static readonly int Pairs = 2;

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

    /// <summary>Cross-entropy of softmax for the class 1, smoothed.</summary>
    public static double Smoothed(double[] x) =>
        Math.Log(x.Sum(Math.Exp)) - (1 - Smoothing) * x[1] - Smoothing * x.Sum() / 3;

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

    /// <summary>The mean of squares for so many.</summary>
    public static double MeanSquare(double[] x) => (x[0] * x[0] + x[1] * x[1] + x[2] * x[2]) / 6;

    /// <summary>Its gradient, of another mean.</summary>
    public static double[] OtherMean(double[] x, double seed) => Each(x, i => seed * 2 * x[i] / 3);

    private static double[] Each(double[] x, Func<int, double> slope) =>
        [.. Enumerable.Range(0, x.Length).Select(slope)];
}
