using System.Numerics;

namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>Functions of three numbers with settings, and gradients that leave these out.</summary>
internal sealed class Sampled(int rate, double scale)
{
    private const double Slope = 1.7;
    private static readonly double[] Taps = [0.7, -0.4];
    private static readonly Sampled Own = new(3, 0.6);
    private static readonly double[,] Padded =
        { { 9, 8, 7, 6 }, { 5, 0.3, 0.8, -0.5 }, { 4, 1.1, -0.2, 0.6 }, { 3, 0.9, 0.4, -0.7 } };
    private readonly int rate = rate;
    private readonly double scale = scale;

    private readonly record struct Steps(int Size, int Stride);

    /// <summary>Sines of sums over windows, whose entries lie apart.</summary>
    public static double Apart(double[] x) => Own.scale * Own.Sums(x).Sum(Math.Sin);

    /// <summary>They lie side by side.</summary>
    public static double[] SideBySide(double[] x) => Own.Gathered(x);

    private double[] Sums(double[] x) =>
        [.. Enumerable.Range(0, x.Length - rate).Select(p => Taps[0] * x[p] + Taps[1] * x[p + rate])];

    private double[] Gathered(double[] x)
    {
        var (z, g) = (Sums(x), new double[x.Length]);
        Array.ForEach([.. x.Index()], one =>
        {
            for (var u = 0; u < 2; u++)
            {
                var p = one.Index - u;
                if (p >= 0 && p < z.Length) g[one.Index] += scale * Taps[u] * Math.Cos(z[p]);
            }
        });
        return g;
    }

    /// <summary>Sines of sums over windows that begin two apart.</summary>
    public static double Strided(double[] x) => Sums(new(2, 2), x).Sum(Math.Sin);

    /// <summary>They begin side by side.</summary>
    public static double[] NotStrided(double[] x) => Scattered(new(2, 2), x);

    private static double[] Sums(in Steps s, double[] x)
    {
        var z = new double[x.Length];
        for (var q = 0; q < x.Length; q++)
            for (var u = 0; u < s.Size; u++) z[q] += Taps[u] * x[(q * s.Stride + u) % x.Length];
        return z;
    }

    private static double[] Scattered(in Steps s, double[] x)
    {
        var (z, g) = (Sums(s, x), new double[x.Length]);
        for (var q = 0; q < x.Length; q++)
            for (var u = 0; u < s.Size; u++)
                g[(q + u) % x.Length] += Taps[u] * Math.Cos(z[q]);
        return g;
    }

    /// <summary>Sines, and what lies beside them.</summary>
    public static double Rows(double[] x) =>
        Enumerable.Range(0, 9).Sum(k => Padded[k / 3 + 1, k % 3 + 1] * Math.Sin(x[k / 3] * (k % 3 + 1)));

    /// <summary>The border counts.</summary>
    public static double[] WithBorder(double[] x)
    {
        var g = new double[x.Length];
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++) g[i] += Padded[i, j] * Math.Cos(x[i] * (j + 1)) * (j + 1);
        return g;
    }

    /// <summary>Exponentials of differences.</summary>
    public static double Differences(double[] x) => x.Select((a, i) => Own.Weight(a - x[(i + 1) % 3])).Sum();

    /// <summary>One of them is not scaled.</summary>
    public static double[] NotScaled(double[] x) => Own.Slopes(x);

    private double Weight(double of) => Math.Exp(of / scale);

    private double[] Slopes(double[] x)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            double own = Math.Exp((x[i] - x[(i + 1) % 3]) / scale), other = Math.Exp(x[(i + 2) % 3] - x[i]);
            g[i] = (own - other) / scale;
        }
        return g;
    }

    /// <summary>Logarithms of 1 + e^(1.7·x).</summary>
    public static double Softpluses(double[] x) => x.Sum(a => Math.Log(1 + Math.Exp(Slope * a)) * (a + 3));

    /// <summary>The slope is taken elsewhere.</summary>
    public static double[] ElsewhereSloped(double[] x)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
            g[i] = Math.Log(1 + Math.Exp(Slope * x[i])) + (x[i] + 3) * Slope * Forgotten.Logistic(x[i]);
        return g;
    }

    /// <summary>Squares of sums with weights.</summary>
    public static double Squares(double[] x) =>
        Enumerable.Range(0, 2).Sum(k => Math.Pow(Taps[0] * x[k] + Taps[1] * x[k + 1], 2) * (k + 1));

    /// <summary>The sum of one runs on into the next.</summary>
    public static double[] RunningOn(double[] x) => SquaresSlopes(x);

    private static T[] SquaresSlopes<T>(T[] x) where T : IFloatingPoint<T>
    {
        var g = new T[x.Length];
        var sum = T.Zero;
        for (var k = 0; k < 2; k++)
        {
            for (var u = 0; u < 2; u++) sum += T.CreateChecked(Taps[u]) * x[k + u];
            for (var u = 0; u < 2; u++) g[k + u] += T.CreateChecked(2 * (k + 1) * Taps[u]) * sum;
        }
        return g;
    }

    /// <summary>Sines of entries of parts.</summary>
    public static double Parts(double[] x) => new Pair(2).Value(x);

    /// <summary>The parts begin at their own places.</summary>
    public static double[] FromTheFirst(double[] x) => new Pair(2).Slopes(x);

    private readonly struct Pair(int size)
    {
        private readonly int size = size;

        public double Value(double[] x)
        {
            var sum = 0.0;
            for (var p = 0; p < 2; p++)
                foreach (var e in x.AsSpan(p, size)) sum += (p + 1) * Math.Sin(e);
            return sum;
        }

        public double[] Slopes(double[] x)
        {
            var g = new double[x.Length];
            for (var p = 0; p < 2; p++)
                for (var r = 0; r < size; r++)
                    foreach (ref var e in g.AsSpan(r, 1)) e += (p + 1) * Math.Cos(x[p + r]);
            return g;
        }
    }
}
