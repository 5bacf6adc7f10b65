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
        new("Correlation", "axes changed places", "x[h + u, w + v]", "x[w + u, h + v]"),
        new("Correlation", "not rotated", "k[K - 1 - u, L - 1 - v]", "k[u, v]"),
        new("Correlation", "one axis reversed", "k[K - 1 - u, L - 1 - v]", "k[K - 1 - u, v]"),
        new("KernelGradient", "last output alone", "dk[u, v] += dy", "dk[u, v] = dy"),
        new("KernelGradient", "rotated", "dk[u, v] +=", "dk[dk.GetLength(0) - 1 - u, dk.GetLength(1) - 1 - v] +="),
        new("KernelGradient", "mean over the outputs", "* x[h + u, w + v]", "* x[h + u, w + v] / dy.Length"),
        new("InputGradient", "last window alone", "dx[h + u, w + v] += dy", "dx[h + u, w + v] = dy"),
        new("InputGradient", "correlation", "* k[u, v]", "* k[k.GetLength(0) - 1 - u, k.GetLength(1) - 1 - v]"),
        new("InputGradient", "as small as y", "dy.GetLength(0) + k.GetLength(0) - 1", "dy.GetLength(0)"),
        new("StridePadding", "no stride", "stride * h + u - padding", "h + u - padding"),
        new("StridePadding", "no border", "if (i >= 0 && i < H && j >= 0 && j < W) y[h, w]", "y[h, w]"),
        new("StridePadding", "last window alone", "dx[i, j] += dy", "dx[i, j] = dy"),
        new("Pooling", "no upstream gradient", "x[i] > 0 ? dy[i] : 0", "x[i] > 0 ? 1 : 0"),
        new("Pooling", "last window alone", "dx[i, j] += dy", "dx[i, j] = dy"),
        new("Pooling", "no negative maximum", "y[h, w] = x[i, j];", "y[h, w] = Math.Max(0, x[i, j]);"),
        new("Softmax", "infinite", "Math.Exp(z[n, c] - largest)", "Math.Exp(z[n, c])"),
        new("Softmax", "a sum", "return sum / labels.Length;", "return sum;"),
        new("Softmax", "gradient of a sum", "dz[n, c] /= labels.Length;", "dz[n, c] /= 1;"),
        new("BatchNorm", "no mean", "- dbeta[c] / N", ""),
        new("BatchNorm", "no variance", "- z[n, c] * dgamma[c] / N", ""),
        new("BatchNorm", "N - 1", "* (x[n, c] - mean) / N", "* (x[n, c] - mean) / (N - 1)"),
        new("Momentum", "uphill", "- rate * dtheta[i]", "+ rate * dtheta[i]"),
        new("Momentum", "no velocity", "theta[i] += v[i];", "theta[i] -= rate * dtheta[i];"),
        new("Momentum", "weighted mean", "- rate * dtheta[i]", "- (1 - momentum) * rate * dtheta[i]"),
        new("Network", "no sigmoid backward", "Through(hidden, DenseBackward.InputGradient(dz2, W2))",
            "DenseBackward.InputGradient(dz2, W2)"),
        new("Network", "biases stay", "Descend(biases[f], dy, rate);", ""),
        new("Network", "twice the rate", "Descend(W1, DenseBackward.WeightGradient(features, dz1), rate);",
            "Descend(W1, DenseBackward.WeightGradient(features, dz1), 2 * rate);"),
    ];
}
