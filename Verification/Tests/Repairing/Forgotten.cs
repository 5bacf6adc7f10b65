namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>Functions of three numbers, and gradients that lack a statement, a factor or a variable.</summary>
internal static class Forgotten
{
    private static readonly double[] Weights = [0.7, -0.3, 0.4];
    private static readonly int[] Labels = [2, 0, 0];

    /// <summary>Squares of sums of two neighbours.</summary>
    public static double Pairs(double[] x) =>
        Enumerable.Range(0, x.Length).Sum(k => Weights[k] * Math.Pow(x[k] + 2 * x[(k + 1) % x.Length], 2));

    /// <summary>The sum of a pair is not set to 0 for the next.</summary>
    public static double[] SumsRunOn(double[] x)
    {
        Span<double> pair = stackalloc double[2];
        var g = new double[x.Length];
        for (var k = 0; k < x.Length; k++)
        {
            var next = (k + 1) % x.Length;
            pair[0] += 2 * Weights[k] * (x[k] + 2 * x[next]);
            pair[1] += 4 * Weights[k] * (x[k] + 2 * x[next]);
            g[k] += pair[0];
            g[next] += pair[1];
        }
        return g;
    }

    /// <summary>A sum of log(1 + e^x).</summary>
    public static double Softpluses(double[] x) => x.Zip(Weights, (a, w) => w * Softplus(a)).Sum();

    /// <summary>The value stands for the slope, which has not run yet.</summary>
    public static double[] ValueForSlope(double[] x)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++) g[i] = Weights[i] * Softplus(x[i]);
        return g;
    }

    /// <summary>Sines of log(1 + e^x).</summary>
    public static double Sines(double[] x) => x.Zip(Weights, (a, w) => w * Math.Sin(Softplus(a))).Sum();

    /// <summary>The inner slope is left out.</summary>
    public static double[] WithoutInnerSlope(double[] x)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++) g[i] = Weights[i] * Math.Cos(Softplus(x[i]));
        return g;
    }

    private static double Softplus(double x) => Math.Log(1 + Math.Exp(x));

    /// <summary>The slope of the softplus.</summary>
    public static double Logistic(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    /// <summary>A mean with weights.</summary>
    public static double Weighted(double[] x)
    {
        var (sum, total) = (0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            sum += Weights[Labels[i]] * Math.Sin(x[i]);
            total += Weights[Labels[i]];
        }
        return sum / total;
    }

    /// <summary>It is divided by how many there are.</summary>
    public static double[] DividedByCount(double[] x)
    {
        var total = 0.0;
        for (var i = 0; i < x.Length; i++) total += Weights[Labels[i]];
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++) g[i] = Weights[Labels[i]] * Math.Cos(x[i]) / x.Length;
        g[0] += 0 * total;
        return g;
    }

    /// <summary>The weight of another one is used.</summary>
    public static double[] OwnWeight(double[] x)
    {
        var total = 0.0;
        for (var i = 0; i < x.Length; i++) total += Weights[Labels[i]];
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++) g[i] = Weights[i] * Math.Cos(x[i]) / total;
        return g;
    }

    /// <summary>The slope of a gate lacks 1 − s.</summary>
    public static double[] GateWithoutRest(double[] x)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var s = Logistic(x[i]);
            g[i] = 2 * s * s * (i + 2);
        }
        return g;
    }

    /// <summary>Squares of gates.</summary>
    public static double Gates(double[] x) => x.Select((a, i) => Math.Pow(Logistic(a), 2) * (i + 2)).Sum();

    /// <summary>Sines of entries, each with the weight of its place.</summary>
    public static double Picked(double[] x, int[] places) =>
        Enumerable.Range(0, x.Length).Sum(i => Weights[places[i]] * Math.Sin(x[i]));

    /// <summary>The place is that of the entry.</summary>
    public static double[] NotPicked(double[] x, int[] places)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var isTwice = Array.Exists(places, one => one > places[i] + 9);
            g[i] = Weights[i] * Math.Cos(x[i]) * (isTwice ? 2 : 1);
        }
        return g;
    }

    /// <summary>A quotient of two sums.</summary>
    public static double Quotients(double[] x) => x.Sum(a => 3 * (a + 2) / (a * a + 1));

    /// <summary>It is divided by a root once too little.</summary>
    public static double[] RootForSquare(double[] x)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var square = x[i] * x[i] + 1;
            var one = 3 / square;
            var other = 6 * (x[i] + 2) * x[i] / square / Math.Sqrt(square);
            g[i] = one - other;
        }
        return g;
    }
}
