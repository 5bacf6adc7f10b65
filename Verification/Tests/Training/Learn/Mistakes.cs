namespace CnnVerified.Verification.Tests.Training.Learn;

/// <summary>A usual mistake: what stands in an exercise's solution, and what a student writes instead.</summary>
public sealed record Mistake(string Exercise, string Name, string Right, string Wrong)
{
    public override string ToString() => $"{Exercise}: {Name}";
}

/// <summary>Three of each exercise.</summary>
internal static class Mistakes
{
    public static readonly Mistake[] All =
    [
        new("Derivative", "one-sided", "return (f(x + h) - f(x - h)) / (2 * h);", "return (f(x + h) - f(x)) / h;"),
        new("Derivative", "divided by h", "g[i] = (above - below) / (2 * h);", "g[i] = (above - below) / h;"),
        new("Derivative", "x stays moved", "x[i] = kept;", "// x[i] = kept;"),
        new("Sigmoid", "sign of the exponent", "Math.Exp(-x)", "Math.Exp(x)"),
        new("Sigmoid", "slope of x", "return y * (1 - y);", "return x * (1 - x);"),
        new("Sigmoid", "no upstream gradient", "dy[i] * y[i] * (1 - y[i])", "y[i] * (1 - y[i])"),
        new("DenseForward", "no bias", "var sum = b[j];", "var sum = 0.0;"),
        new("DenseForward", "first sample for all", "W[j, i] * x[n, i]", "W[j, i] * x[0, i]"),
        new("DenseForward", "bias for each input", "sum += W[j, i] * x[n, i];", "sum += W[j, i] * x[n, i] + b[j];"),
        new("DenseBackward", "last output alone", "dx[n, i] += dy", "dx[n, i] = dy"),
        new("DenseBackward", "mean over the batch", "dW[j, i] += dy[n, j] * x[n, i];",
            "dW[j, i] += dy[n, j] * x[n, i] / dy.GetLength(0);"),
        new("DenseBackward", "last sample alone", "db[j] += dy[n, j];", "db[j] = dy[n, j];"),
        new("CrossEntropy", "a sum", "return sum / p.Length;", "return sum;"),
        new("CrossEntropy", "gradient of a sum", "(1 - p[n, c])) / p.Length", "(1 - p[n, c]))"),
        new("CrossEntropy", "mean over the samples", "(1 - p[n, c])) / p.Length", "(1 - p[n, c])) / p.GetLength(0)"),
    ];
}
