namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>Functions of four numbers, and gradients whose loops count otherwise than they should.</summary>
internal static class Counting
{
    /// <summary>The last state of a recurrence, squared.</summary>
    public static double Recurrence(double[] x) => States(x)[4] * States(x)[4];

    private static double[] States(double[] x)
    {
        var h = new double[5];
        for (var t = 0; t < 4; t++) h[t + 1] = Math.Tanh(0.7 * h[t] + x[t]);
        return h;
    }

    /// <summary>Time runs forwards.</summary>
    public static double[] Forwards(double[] x)
    {
        var (h, g) = (States(x), new double[4]);
        var d = 2 * h[4];
        for (var t = 0; t < 4; t++)
        {
            d *= 1 - h[t + 1] * h[t + 1];
            g[t] = d;
            d *= 0.7;
        }
        return g;
    }

    /// <summary>Σ of weighted products of all, each with each.</summary>
    public static double Pairs(double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
            for (var j = 0; j < x.Length; j++) sum += (i + 1) * x[i] * Math.Sin(x[j]);
        return sum;
    }

    /// <summary>The inner loop ends at i.</summary>
    public static double[] TriangleOnly(double[] x)
    {
        var n = x.Length;
        var g = new double[n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++)
                g[i] += (i + 1) * Math.Sin(x[j]) + (j + 1) * x[j] * Math.Cos(x[i]);
        return g;
    }

    /// <summary>Σ of products of different ones.</summary>
    public static double Different(double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
            for (var j = i + 1; j < x.Length; j++) sum += (j + 2) * x[i] * x[j];
        return sum;
    }

    /// <summary>The inner loop starts at i.</summary>
    public static double[] WithItself(double[] x)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
            for (var j = i; j < x.Length; j++)
            {
                g[i] += (j + 2) * x[j];
                g[j] += (j + 2) * x[i];
            }
        return g;
    }

    /// <summary>Sines, and products with what is squared.</summary>
    public static double Sines(double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            sum += Math.Sin(x[i]);
            for (var k = 0; k < 3; k++) sum += (k + 1) * x[i] * x[i];
        }
        return sum;
    }

    /// <summary>The sine's slope is added in each turn of the inner loop.</summary>
    public static double[] ThreeTimes(double[] x)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
            for (var k = 0; k < 3; k++)
            {
                g[i] += Math.Cos(x[i]);
                g[i] += 2 * (k + 1) * x[i];
            }
        return g;
    }

    /// <summary>Σ over pairs of ratios to their sums.</summary>
    public static double Ratios(double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i < 4; i += 2) sum += x[i] * x[i + 1] * (x[i] + x[i + 1]);
        return sum;
    }

    /// <summary>Neither sum starts anew.</summary>
    public static double[] NeitherReset(double[] x)
    {
        var g = new double[4];
        var sum = 0.0;
        var product = 1.0;
        for (var i = 0; i < 4; i += 2)
        {
            for (var k = i; k < i + 2; k++)
            {
                sum += x[k];
                product *= x[k];
            }
            for (var k = i; k < i + 2; k++) g[k] = product / x[k] * sum + product;
        }
        return g;
    }

    /// <summary>Springs between all.</summary>
    public static double Springs(double[] x)
    {
        var energy = 0.0;
        for (var i = 0; i < x.Length; i++)
            for (var j = i + 1; j < x.Length; j++) energy += (i + 1) * (x[i] - x[j]) * (x[i] - x[j]) * (x[i] - x[j]);
        return energy;
    }

    /// <summary>The other end of each spring feels nothing.</summary>
    public static double[] ActionAlone(double[] x)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
            for (var j = i + 1; j < x.Length; j++)
            {
                var force = 3 * (i + 1) * (x[i] - x[j]) * (x[i] - x[j]);
                g[i] += force;
            }
        return g;
    }
}
