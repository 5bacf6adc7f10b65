namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>Functions of four numbers, and gradients that take two things of one kind for each other.</summary>
internal static class Swapped
{
    /// <summary>A product of sums, each times its own weight.</summary>
    public static double Product(double[] x)
    {
        var (p, q) = (x[0] * x[1], x[2] + 2 * x[3]);
        return p * p * q;
    }

    /// <summary>What is kept in p belongs in q.</summary>
    public static double[] Results(double[] x)
    {
        var q = x[0] * x[1];
        var p = x[2] + 2 * x[3];
        var (dp, dq) = (2 * p * q, p * p);
        return [dp * x[1], dp * x[0], dq, 2 * dq];
    }

    /// <summary>A squared distance of two points in the plane, weighted.</summary>
    public static double Distance(double[] x) =>
        3 * (x[0] - x[2]) * (x[0] - x[2]) + (x[1] - x[3]) * (x[1] - x[3]) * x[0];

    /// <summary>The second point's share is taken from the first one's.</summary>
    public static double[] Targets(double[] x)
    {
        var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0);
        var u = 6 * (x[0] - x[2]);
        a += u;
        a -= u;                                                                     // c
        var v = 2 * (x[1] - x[3]) * x[0];
        b += v;
        d -= v;
        a += (x[1] - x[3]) * (x[1] - x[3]);
        return [a, b, c, d];
    }

    private readonly record struct Size(int Rows, int Columns)
    {
        public int Last => Columns - 1;
    }

    /// <summary>Σ of the products of neighbours in a row, and of the squares of the whole.</summary>
    public static double Neighbours(double[] x)
    {
        Size all = new(1, 4), inner = new(1, 2);
        var sum = 0.0;
        for (var i = 0; i < all.Last; i++) sum += x[i] * x[i + 1];
        for (var i = 0; i < inner.Last; i++) sum += x[i] * x[i] * x[i];
        return sum;
    }

    /// <summary>One size is taken for the other.</summary>
    public static double[] Structs(double[] x)
    {
        Size all = new(1, 4), inner = new(1, 2);
        var g = new double[4 * inner.Rows];
        for (var i = 0; i < all.Last; i++)
        {
            g[i] += x[i + 1];
            g[i + 1] += x[i];
        }
        for (var i = 0; i < all.Last; i++) g[i] += 3 * x[i] * x[i];                 // inner
        return g;
    }

    private abstract class Part
    {
        public abstract void AddTo(double[] g, double[] x, double[] total);
    }

    private sealed class Squares : Part
    {
        public override void AddTo(double[] g, double[] x, double[] total)
        {
            for (var i = 0; i < x.Length; i++)
            {
                g[i] += 2 * x[i] * x[0];
                total[0] = x[i] * x[i];                                             // +=
            }
        }
    }

    /// <summary>x₀ times the sum of all squares.</summary>
    public static double Scaled(double[] x) => x[0] * x.Sum(v => v * v);

    /// <summary>A virtual method keeps the last square for the sum.</summary>
    public static double[] Virtual(double[] x)
    {
        var (g, total) = (new double[4], new double[1]);
        Part[] parts = [new Squares()];
        foreach (var part in parts) part.AddTo(g, x, total);
        g[0] += total[0];
        return g;
    }

    /// <summary>Sines of some numbers times others.</summary>
    public static double Views(double[] x) => Math.Sin(x[0]) * x[1] + Math.Sin(x[1]) * x[2];

    /// <summary>One is given for the other.</summary>
    public static double[] OtherView(double[] x)
    {
        var g = new double[x.Length];
        ReadOnlySpan<double> u = x.AsSpan(0, 2), v = x.AsSpan(1, 2);
        AddCosines(g.AsSpan(0, 2), v, u);
        for (var i = 0; i < 2; i++) g[i + 1] += Math.Sin(u[i]);
        return g;
    }

    private static void AddCosines(Span<double> g, ReadOnlySpan<double> of, ReadOnlySpan<double> times)
    {
        for (var i = 0; i < g.Length; i++) g[i] += Math.Cos(of[i]) * times[i];
    }

    private readonly record struct Pair(double First, double Second)
    {
        public static Pair operator +(Pair one, Pair other) => new(one.First + other.First, one.Second + other.Second);

        public static Pair operator *(double c, Pair one) => new(c * one.First, c * one.Second);
    }

    /// <summary>Sines and squares of products of neighbours.</summary>
    public static double Pairs(double[] x) =>
        Enumerable.Range(0, 2).Sum(k => Math.Sin(x[k] * x[k + 1]) + Math.Pow(x[k] * x[k + 1], 2));

    /// <summary>What the sines give is replaced.</summary>
    public static double[] PairsReplaced(double[] x)
    {
        var pairs = new Pair[2];
        for (var k = 0; k < 2; k++)
        {
            var (z, slope) = (x[k] * x[k + 1], new Pair(x[k + 1], x[k]));
            pairs[k] += Math.Cos(z) * slope;
            pairs[k] = 2 * z * slope;
        }
        return [pairs[0].First, pairs[0].Second + pairs[1].First, pairs[1].Second, 0];
    }
}
