namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>Functions of three numbers, and gradients with indices that are computed otherwise.</summary>
internal static class Windowed
{
    private const int Classes = 2, Sites = 3;
    private static readonly double[] Weights = [0.7, 1.9];
    private static readonly byte[] Places = [1, 0];
    private static readonly int Width = 2, Height = 1, Spread = 2;

    /// <summary>Sines, weighted by class.</summary>
    public static double Weighted(double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++) sum += (i + 2) * Weights[i % Classes] * Math.Sin(x[i]);
        return sum;
    }

    /// <summary>The class is that of another order.</summary>
    public static double[] OtherOrder(double[] x) =>
        [.. x.Select((one, i) => (i + 2) * Weights[i / Sites] * Math.Cos(one))];

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
}
