namespace CnnVerified.Verification.Arrays;

/// <summary>Code that gives J·dx, as forward mode does: the gradient of dy·y is dy·(J·eᵢ), axis by axis.</summary>
internal static class ForwardModeCode
{
    private const int Seed = 20_251_126;

    /// <summary>The code as a pair of passes.</summary>
    public static ArrayCode Of(
        Func<double[], double[]> function, Func<double[], double[], double[]> product) => new(
        "function", "the function", "the product",
        a => [("y", function(a["x"]))],
        (a, dy) => [("x", Columns(product, a["x"]).Select(column => Dot(column, dy["y"])).ToArray())])
        {
            IsMixed = true,
            Interpret = (interpreter, a) => interpreter.Call(function, a["x"]),
            Breach = a => LinearityBreach(product, a["x"]),
        };

    private static string? LinearityBreach(Func<double[], double[], double[]> product, double[] x)
    {
        var random = new Random(Seed);
        double[] dx = [.. x.Select(_ => 2 * random.NextDouble() - 1)];
        var (given, columns) = (product([.. x], [.. dx]), Columns(product, x));
        for (var k = 0; k < given.Length; k++)
        {
            double[] terms = [.. columns.Select((column, i) => column[k] * dx[i])];
            if (!(Math.Abs(given[k] - terms.Sum()) <= Tolerances.AnalyticRounding * terms.Sum(Math.Abs)))
                return "the product is not linear in dx: along several axes it is not the sum of those along each";
        }
        return null;
    }

    private static double[][] Columns(Func<double[], double[], double[]> product, double[] x) =>
        [.. x.Select((_, i) => product([.. x], [.. x.Select((_, j) => i == j ? 1.0 : 0)])
            ?? throw new CheckedCodeException("the product returned null."))];

    private static double Dot(double[] column, double[] dy) => column.Length == dy.Length
        ? column.Zip(dy, (a, b) => a * b).Sum()
        : throw new CheckedCodeException($"the product returned {column.Length} numbers, but y has {dy.Length}.");
}
