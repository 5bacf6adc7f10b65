namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>Functions of three numbers, and gradients that are collected from several places.</summary>
internal static class Scattered
{
    /// <summary>Σ of products of neighbours, which an iterator yields.</summary>
    public static double Chain(double[] x) => Neighbours(x.Length).Sum(pair => x[pair.One] * Math.Sin(x[pair.Other]));

    private static IEnumerable<(int One, int Other)> Neighbours(int n)
    {
        for (var i = 1; i < n; i++) yield return (i - 1, i);
    }

    /// <summary>What an inner number gets from one neighbour is lost.</summary>
    public static double[] Replaced(double[] x)
    {
        var g = new double[x.Length];
        foreach (var (one, other) in Neighbours(x.Length))
        {
            g[one] = Math.Sin(x[other]);
            g[other] += x[one] * Math.Cos(x[other]);
        }
        return g;
    }

    /// <summary>The same in a list.</summary>
    public static double[] ReplacedInAList(double[] x)
    {
        var g = new List<double>(new double[x.Length]);
        foreach (var (one, other) in Neighbours(x.Length))
        {
            g[one] = Math.Sin(x[other]);
            g[other] += x[one] * Math.Cos(x[other]);
        }
        return [.. g];
    }

    /// <summary>Cross-entropy of softmax for the class 1.</summary>
    public static double Entropy(double[] x) => Math.Log(x.Sum(Math.Exp)) - x[1];

    /// <summary>The target is divided as well.</summary>
    public static double[] DividedLater(double[] x)
    {
        var (sum, g) = (x.Sum(Math.Exp), new double[x.Length]);
        for (var i = 0; i < x.Length; i++) g[i] = (Math.Exp(x[i]) - (i == 1 ? 1 : 0)) / sum;
        return g;
    }

    /// <summary>Σ of sines, each once, and of products of different ones.</summary>
    public static double Others(double[] x)
    {
        var sum = x.Sum(Math.Sin);
        for (var i = 0; i < x.Length; i++)
            for (var j = 0; j < x.Length; j++)
                if (j != i) sum += (j + 2) * x[i] * x[j];
        return sum;
    }

    /// <summary>The sine's slope comes in each turn but one.</summary>
    public static double[] InEachTurn(double[] x)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
            for (var j = 0; j < x.Length; j++)
            {
                if (j == i) continue;
                g[i] += Math.Cos(x[i]);
                g[i] += (i + j + 4) * x[j];
            }
        return g;
    }

    private static readonly double[] Keys = [0.3, -0.7, 0.9], Values = [1.1, 0.2, -0.6];

    /// <summary>A product of what all numbers give with the keys, and all but the first with the values.</summary>
    public static double Attended(double[] x) => Dot(From(x, 0), From(Keys, 0)) * Dot(From(x, 1), From(Values, 1));

    /// <summary>The keys stand for the values once.</summary>
    public static double[] OtherRow(double[] x)
    {
        var g = new double[x.Length];
        var (first, second) = (Dot(From(x, 0), From(Keys, 0)), Dot(From(x, 1), From(Keys, 1)));
        for (var i = 0; i < x.Length; i++)
        {
            g[i] = Keys[i] * second;
            if (i > 0) g[i] += Values[i] * first;
        }
        return g;
    }

    private static Span<double> From(double[] all, int first) => all.AsSpan(first);

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <summary>Σ of products of neighbours, in single precision.</summary>
    public static float Products(float[] x)
    {
        var sum = 0f;
        for (var i = 1; i < x.Length; i++) sum += x[i - 1] * x[i];
        return sum;
    }

    /// <summary>A span's entry is replaced.</summary>
    public static float[] ReplacedInASpan(float[] x)
    {
        var g = new float[x.Length];
        var all = g.AsSpan();
        for (var i = 1; i < x.Length; i++)
        {
            all[i] += x[i - 1];
            all[i - 1] = x[i];
        }
        return g;
    }

    /// <summary>A matrix's entry is replaced.</summary>
    public static float[] ReplacedInAMatrix(float[] x)
    {
        var g = new float[1, x.Length];
        for (var i = 1; i < x.Length; i++)
        {
            g[0, i] += x[i - 1];
            g[0, i - 1] = x[i];
        }
        return [.. g.Cast<float>()];
    }
}
