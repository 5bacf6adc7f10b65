namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>Functions of three numbers over windows, rows and planes, and gradients with wrong sizes.</summary>
internal static class Clipped
{
    private const int Full = 2;
    private static readonly double[] Table = [0.7, -0.3, 0.4, 1.1, -0.6, 0.9];
    private static readonly Plane Extent = new(3, 2);

    /// <summary>How large the table is.</summary>
    private readonly record struct Plane(int Rows, int Height)
    {
        public int Columns => Height + Rows - 3;
    }

    /// <summary>Means over windows of entries and weights, clipped at both ends.</summary>
    public static double Windows(double[] x)
    {
        var sum = 0.0;
        for (var k = 0; k < x.Length; k++)
        {
            int from = Math.Max(k - 1, 0), to = Math.Min(k + 1, x.Length), low = k / 2, high = Math.Min(k + 2, 3);
            double all = 0, count = 0;
            for (var i = from; i < to; i++)
                for (var j = low; j < high; j++)
                {
                    all += (k + 1) * Math.Sin(x[i]) * Table[j];
                    count++;
                }
            sum += all / count;
        }
        return sum;
    }

    /// <summary>They are divided by what a whole window holds.</summary>
    public static double[] WholeWindows(double[] x)
    {
        var g = new double[x.Length];
        for (var k = 0; k < x.Length; k++)
        {
            int from = Math.Max(k - 1, 0), to = Math.Min(k + 1, x.Length), low = k / 2, high = Math.Min(k + 2, 3);
            if (from == to) continue;
            var share = (k + 1.0) / (Full * Full);
            for (var i = from; i < to; i++)
                for (var j = low; j < high; j++)
                    g[i] += share * Math.Cos(x[i]) * Table[j];
        }
        return g;
    }

    /// <summary>Products with the rows of a table.</summary>
    public static double Rows(double[] x)
    {
        var sum = 0.0;
        for (var n = 0; n < x.Length; n++)
            for (var c = 0; c < Extent.Height; c++)
                sum += Math.Sin(x[n]) * Table[n * Extent.Height + c] * (c + 1);
        return sum;
    }

    /// <summary>Only the first row is read.</summary>
    public static double[] FirstRow(double[] x)
    {
        var (g, last) = (new double[x.Length], new double[x.Length * Extent.Height]);
        for (var n = 0; n < x.Length; n++)
            for (var c = 0; c < Extent.Height; c++)
            {
                last[2 * n * Extent.Height % last.Length] = 0;          // a product that is none of two numbers
                last[n * Extent.Height + c] = c + 1;
                g[n] += Math.Cos(x[n]) * Table[c] * last[n * Extent.Height + c];
            }
        return g;
    }

    /// <summary>Entries of a plane that all count.</summary>
    public static double All(double[] x)
    {
        var sum = 0.0;
        for (var k = 0; k < Extent.Rows * Extent.Columns; k++) sum += Table[k] * Math.Sin(x[k % x.Length]);
        return sum;
    }

    /// <summary>Of which only some do.</summary>
    public static double[] SomeOfAll(double[] x)
    {
        var (g, seen) = (new double[x.Length], new bool[Extent.Rows * Extent.Columns]);
        for (var k = 0; k < Extent.Rows; k++)
        {
            seen[k] = true;
            g[k % x.Length] += Table[k] * Math.Cos(x[k % x.Length]);
        }
        return g;
    }

    /// <summary>Sines of some and of their doubles.</summary>
    public static double Doubled(double[] x) => x.Sum(a => Math.Sin(2 * a));

    /// <summary>They are not said to be doubled.</summary>
    public static double[] NotDoubled(double[] x)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++) g[i] = 2 * Cosine(x[i], false);
        return g;
    }

    private static double Cosine(double x, bool isDoubled)
    {
        var angle = x;
        if (isDoubled) angle += x;
        return Math.Cos(angle);
    }
}
