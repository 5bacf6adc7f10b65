namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>Functions of four numbers, and gradients that confuse names, signs and places throughout.</summary>
internal static class Confused
{
    private static readonly (int From, int To, double Weight)[] Edges = [(0, 1, 0.5), (1, 2, 1.5), (3, 1, 0.8)];

    /// <summary>Messages along edges.</summary>
    public static double Messages(double[] x) => Edges.Sum(edge =>
        edge.Weight * x[edge.From] * x[edge.From] * x[edge.To]);

    /// <summary>What comes from a node is taken for what goes to it.</summary>
    public static double[] Reversed(double[] x)
    {
        var g = new double[4];
        foreach (var (to, from, weight) in Edges)
        {
            g[from] += 2 * weight * x[from] * x[to];
            g[to] += weight * x[from] * x[from];
        }
        return g;
    }

    private static readonly double[] Weights = [0.3, -0.7, 1.1, 0.9];

    /// <summary>Numbers in two rows and two columns, weighted by columns and rows.</summary>
    public static double Table(double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i < 4; i++) sum += Weights[2 * (i / 2) + i % 2] * x[i] * x[i];
        return sum;
    }

    /// <summary>Quotient and remainder change places.</summary>
    public static double[] RowForColumn(double[] x)
    {
        var g = new double[4];
        for (var i = 0; i < 4; i++) g[i] = 2 * Weights[2 * (i % 2) + i / 2] * x[i];
        return g;
    }

    /// <summary>A point that is turned, and weighted.</summary>
    public static double Turned(double[] x)
    {
        var (sin, cos) = Math.SinCos(0.6);
        var (u, v) = (cos * x[0] - sin * x[1], sin * x[0] + cos * x[1]);
        return u * u * x[2] + v * x[3];
    }

    /// <summary>It is turned the same way once more.</summary>
    public static double[] NotBack(double[] x)
    {
        var (sin, cos) = Math.SinCos(0.6);
        var (u, v) = (cos * x[0] - sin * x[1], sin * x[0] + cos * x[1]);
        var (du, dv) = (2 * u * x[2], x[3]);
        var back = Math.Sin(-0.6);
        var first = cos * du + back * dv;
        return [first, cos * dv - back * du, u * u, v];
    }

    /// <summary>Squares, and a product.</summary>
    public static double Squares(double[] x) => x[0] * x[0] + x[1] * x[1] * x[2] + x[3];

    /// <summary>An entry is added that does not belong there.</summary>
    public static double[] OneTooMany(double[] x) => [2 * x[0] + x[3], 2 * x[1] * x[2], x[1] * x[1], 1];

    private static readonly int[] Rows = [0, 1, 1, 0];

    /// <summary>Products of entries, some of which come twice.</summary>
    public static double Lookup(double[] x)
    {
        var sum = 0.0;
        for (var t = 0; t < 4; t++) sum += Weights[t] * x[2 * Rows[t]] * Math.Sin(x[2 * Rows[t] + 1]);
        return sum;
    }

    /// <summary>Entries that come again replace what was there.</summary>
    public static double[] Replaced(double[] x)
    {
        var g = new double[4];
        for (var t = 0; t < 4; t++)
        {
            var row = 2 * Rows[t];
            g[row] = Weights[t] * Math.Sin(x[row + 1]);
            g[row + 1] = Weights[t] * x[row] * Math.Cos(x[row + 1]);
        }
        return g;
    }

    /// <summary>A layer of two units with a kink.</summary>
    public static double Kinked(double[] x)
    {
        var sum = 0.0;
        for (var u = 0; u < 4; u++)
        {
            var h = Weights[u] + x[u] * x[(u + 1) % 4];
            sum += 3 * x[u] * Math.ScaleB(Math.Max(0, h), 0);           // which no trace follows
        }
        return sum;
    }

    /// <summary>Units that are off hear as well.</summary>
    public static double[] NotOff(double[] x)
    {
        var (g, h) = (new double[4], new double[4]);
        for (var u = 0; u < 4; u++) h[u] = Weights[u] + x[u] * x[(u + 1) % 4];
        for (var u = 0; u < 4; u++)
        {
            var dh = 3 * x[u];
            g[u] += 3 * Math.Max(0, h[u]);
            g[u] += dh * x[(u + 1) % 4];
            g[(u + 1) % 4] += dh * x[u];
        }
        return g;
    }

    private static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

    /// <summary>Σ x·softplus(x).</summary>
    public static double Soft(double[] x) => x.Sum(one => one * Math.Log(1 + Math.Exp(one)));

    /// <summary>A factor is computed and not used.</summary>
    public static double[] Unused(double[] x)
    {
        var g = new double[4];
        for (var i = 0; i < 4; i++)
        {
            var slope = Sigmoid(x[i]);
            g[i] = Math.Log(1 + Math.Exp(x[i])) + x[i];
        }
        return g;
    }

    private abstract class Unit
    {
        public double[] Back(double[] x) => x.Select(Slope).ToArray();

        protected abstract double Slope(double x);
    }

    private sealed class TanhUnit : Unit
    {
        protected override double Slope(double x)
        {
            var t = Math.Tanh(x);
            return 1 - x * t;
        }
    }

    /// <summary>Σ tanh x.</summary>
    public static double Tanhs(double[] x) => x.Sum(Math.Tanh);

    /// <summary>x is taken for its tanh, in a method that a delegate of the abstract one reaches.</summary>
    public static double[] Overridden(double[] x) => new TanhUnit().Back(x);

    private static readonly (int Depth, int Width, int Last) Sizes = (2, 2, 1);

    /// <summary>Weights by row and column.</summary>
    public static double Plane(double[] x)
    {
        var (_, width, last) = Sizes;
        var sum = 0.0;
        for (var i = 0; i < 2; i++)
            for (var j = 0; j < width; j++) sum += Weights[i * width + j] * x[i * width + j] * x[j] * (last + j);
        return sum;
    }

    /// <summary>The row's length is another one, and the width no less than the depth.</summary>
    public static double[] OtherLength(double[] x)
    {
        var (depth, width, last) = Sizes;
        var g = new double[4];
        for (var i = 0; i < depth; i++)
            for (var j = 0; j < width; j++)
            {
                g[i * width + j] += Weights[i * width + j] * x[j] * (last + j);
                g[j] += Weights[i * last + j] * x[i * width + j] * (last + j);
            }
        return g;
    }
}
