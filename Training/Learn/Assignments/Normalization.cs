namespace CnnVerified.Training.Learn.Assignments;

/// <summary>The exercise on batch normalisation, which the library does not have: its reference stands here.</summary>
internal static class Normalization
{
    private const double Epsilon = 1e-5;

    public static IReadOnlyList<Question> OfBatch(StudentCode code)
    {
        var forward = code.Method<Func<double[,], double[], double[], double, double[,]>>("Forward");
        var backward = code.Method<
            Func<double[,], double[], double, double[,], (double[,], double[], double[])>>("Backward");
        var (gamma, beta) = (Draw.Row(8, 3), Draw.Row(9, 3));
        const string LineOfMean = "variance += (x[n, c] - mean) * (x[n, c] - mean) / N;",
            LineOfX = "dx[n, c] = gamma[c] / deviation[c] * (dy[n, c] - dbeta[c] / N - z[n, c] * dgamma[c] / N);",
            LineOfScale = "dgamma[c] += dy[n, c] * z[n, c];", LineOfShift = "dbeta[c] += dy[n, c];";
        return
        [
            new("y of the example", "a column's variance is a mean over the N samples", "N - 1, or no square root",
                LineOfMean, () => ArrayComparison.Of(
                    "y", forward(Small(), [2], [10], 0), new double[,] { { 8 }, { 12 } })),
            new("y of a drawn batch of 5", "each column has its own mean and variance, and ε is below the root",
                "one mean for all columns, or N - 1", LineOfMean, () => ArrayComparison.Of(
                    "y", forward(X(), gamma, beta, Epsilon), Reference(X(), gamma, beta))),
            new("y of a column without variance", "ε keeps the quotient a number: y = β", "ε is left out",
                "deviation[c] = Math.Sqrt(variance + epsilon);", () => ArrayComparison.Of("y",
                    forward(new double[,] { { 3 }, { 3 } }, [2], [10], Epsilon), new double[,] { { 10 }, { 10 } })),
            new("dγ of the example", "γ scaled z, not x", "x in the place of z", LineOfScale,
                () => ArrayComparison.Of("dgamma", Example().Item2, new double[] { -2 })),
            new("dβ of the example", "β touched every sample: dβ sums over the batch", "the last sample alone is kept",
                LineOfShift, () => ArrayComparison.Of("dbeta", Example().Item3, new double[] { 4 })),
            new("dx, dγ and dβ of a drawn batch of 5", "mean and variance depend on every sample: two more terms",
                "the mean's or the variance's own gradient is left out", LineOfX,
                () => Answer.Of(GradientCheck.OfBackward(
                    a => Reference(a.Of<double[,]>("x"), a["gamma"], a["beta"]), (a, dy) =>
                    {
                        var (dx, dgamma, dbeta) = backward(a.Of<double[,]>("x"), a["gamma"], Epsilon, dy);
                        return [("x", dx), ("gamma", dgamma), ("beta", dbeta)];
                    }).At(("x", X()), ("gamma", gamma), ("beta", beta)).Called("batch normalisation of 5 samples"))),
        ];

        static double[,] X() => Draw.Matrix(7, 5, 3);
        static double[,] Small() => new double[,] { { 1 }, { 3 } };
        (double[,], double[], double[]) Example() => backward(Small(), [2], 0, new double[,] { { 3 }, { 1 } });
    }

    private static double[,] Reference(double[,] x, double[] gamma, double[] beta)
    {
        var y = new double[x.GetLength(0), x.GetLength(1)];
        for (var c = 0; c < x.GetLength(1); c++)
        {
            double[] column = [.. Enumerable.Range(0, x.GetLength(0)).Select(n => x[n, c])];
            var mean = column.Average();
            var deviation = Math.Sqrt(column.Average(one => (one - mean) * (one - mean)) + Epsilon);
            for (var n = 0; n < column.Length; n++) y[n, c] = gamma[c] * (column[n] - mean) / deviation + beta[c];
        }
        return y;
    }
}
