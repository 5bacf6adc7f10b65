namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>½·Σ (Σ weights[w]·table[w])² over two texts, as a module that holds rows of rows, with a mistake.</summary>
internal sealed class WordSums
{
    private static readonly int[][] Texts = [[0, 1], [1, 2]];
    private double[][] weights = [];
    private double[] sums = [];

    public double[][] Table { get; } = [[0.4, -1.1], [0.7, 0.9], [-0.3, 0.5]];

    public double[][] DTable { get; } = [new double[2], new double[2], new double[2]];

    public double Forward(double[][] x)
    {
        (weights, sums) = (x, new double[2]);
        for (var n = 0; n < 2; n++)
            foreach (var w in Texts[n])
                for (var e = 0; e < 2; e++) sums[n] += x[w][e] * Table[w][e];
        return sums.Sum(one => one * one) / 2;
    }

    public double[][] Backward(double dy)
    {
        var dx = weights.Select(row => new double[row.Length]).ToArray();
        for (var n = 0; n < 2; n++)
            foreach (var w in Texts[n])
                for (var e = 0; e < 2; e++)
                {
                    DTable[w][e] += dy * sums[n] * weights[w][e];
                    dx[w][e] = dy * sums[n] * Table[w][e];                          // +=
                }
        return dx;
    }
}
