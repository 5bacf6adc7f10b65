namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>Functions of three numbers with sizes that objects hold, and gradients with other ones.</summary>
internal sealed class Counted(int rows)
{
    private static readonly double[] Table = [0.7, -0.3, 0.4, 1.1, -0.6, 0.9, 0.5, -0.8, 0.2];
    private static readonly int[] Labels = [1, -1, 0];
    private static readonly float[] Weights = [0.8f, -1.3f, 0.4f];
    private static readonly Spec Every = new(3, 2);
    private static readonly Counted Two = new(2);
    private readonly int rows = rows;

    private int Tall => rows;

    private int Wide => rows - 1;

    private sealed record Spec(int Size, int Stride);

    /// <summary>Sines times every second number of a table.</summary>
    public static double Strided(double[] x) =>
        Enumerable.Range(0, 3).Sum(k => Table[k * Every.Stride + 1] * Math.Sin(x[k]));

    /// <summary>Every number is taken.</summary>
    public static double[] NotStrided(double[] x) => Slopes(Every, x);

    private static double[] Slopes(Spec s, double[] x)
    {
        var g = new double[s.Size];
        for (var k = 0; k < x.Length; k++) g[k] = Table[k + 1] * Math.Cos(x[k]);
        return g;
    }

    /// <summary>A mean of what has a label.</summary>
    public static double Known(double[] x) =>
        Enumerable.Range(0, 3).Where(i => Labels[i] >= 0).Average(i => Math.Sin(x[i]));

    /// <summary>It is divided by how many there are.</summary>
    public static double[] DividedByAll(double[] x)
    {
        var known = Labels.Count(one => one >= 0);
        var g = new double[x.Length];
        if (known < 1 || known > g.Length) return g;
        for (var i = 0; i < x.Length; i++)
            if (Labels[i] >= 0) g[i] = Math.Cos(x[i]) / x.Length;
        return g;
    }

    /// <summary>Sines times numbers of planes of rows.</summary>
    public static double Planes(double[] x) => Two.Value(x);

    /// <summary>Rows are as long as planes are tall.</summary>
    public static double[] OtherSizes(double[] x) => Two.Gradient(x);

    private double Value(double[] x)
    {
        var sum = 0.0;
        for (var c = 0; c < 3; c++)
            for (var i = 0; i < Tall; i++)
                for (var j = 0; j < Wide; j++)
                    sum += Table[(c * Tall + i) * Wide + j] * Math.Sin(x[c] * (i + 1));
        return sum;
    }

    private double[] Gradient(double[] x)
    {
        var g = new double[3];
        for (var c = 0; c < 3; c++)
            for (var i = 0; i < Tall; i++)
                for (var j = 0; j < Wide; j++)
                    g[c] += Table[(c * Wide + i) * Tall + j] * Math.Cos(x[c] * (i + 1)) * (i + 1);
        return g;
    }

    /// <summary>Sines times a sum of products of every second number.</summary>
    public static double Lanes(double[] x) =>
        Enumerable.Range(0, 3).Sum(k => Table[1 + 2 * k] * Table[2 + 2 * k]) * x.Sum(Math.Sin);

    /// <summary>They are taken side by side.</summary>
    public static double[] SideBySide(double[] x)
    {
        var (dot, step, g) = (0.0, 2, new double[x.Length]);
        for (var k = 0; k < x.Length; k++) dot += Table[1 + k] * Table[2 + k];
        for (var k = 0; k < x.Length; k++) g[k] += dot * Math.Cos(x[k]) + 0 * Table[k * step];
        return g;
    }

    /// <summary>Squares of hyperbolic tangents.</summary>
    public static float Loss(float[] x) => Run(x, new float[x.Length]);

    /// <summary>The tangent stands for the weight.</summary>
    public static float[] TangentForWeight(float[] x)
    {
        var g = new float[x.Length];
        Run(x, g);
        return g;
    }

    private static float Run(float[] x, float[] g)
    {
        float[] h = [.. x.Select((a, i) => MathF.Tanh(Weights[i] * a))];
        var loss = 0f;
        for (var i = 0; i < x.Length; i++)
        {
            loss += h[i] * h[i] / 3;
            g[i] = 2 * h[i] * (1 - h[i] * h[i]) * h[i] / 3;
        }
        return loss;
    }
}
