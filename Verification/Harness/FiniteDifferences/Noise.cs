namespace CnnVerified.Verification;

/// <summary>
/// The standard deviation of a function's rounding errors, from values at equidistant points so close together that a
/// smooth function is a polynomial of low degree: k-th differences then hold noise alone, with variance σ²·(2k)!/(k!)².
/// J. J. Moré and S. M. Wild, "Estimating Computational Noise", SIAM J. Sci. Comput. 33 (2011), section 3 (ECnoise).
/// </summary>
internal static class Noise
{
    private const int LowestOrder = 4;

    /// <summary>
    /// The noise near one entry's value, on the side and at the distances where differences with steps up to
    /// <paramref name="h"/> are taken. The points move apart until the function tells them from each other: a value
    /// rounded to coarse steps (such as 1 − p near p = 1) looks free of noise within a step. Their distance is no power
    /// of two, so that they do not fall on such steps in a regular pattern.
    /// </summary>
    public static double Near(DifferenceQuotient quotient, int variable, int entry, double h, Side side)
    {
        double[] values = [];
        for (var spacing = h / 1000; spacing <= h / 8; spacing *= 4)
        {
            values = quotient.Around(variable, entry, spacing, side);
            if (Moves(values) >= values.Length - 3) break;
        }
        return Of(values);
    }

    /// <summary>The root mean square of all estimates from differences of order 4 and higher.</summary>
    public static double Of(ReadOnlySpan<double> values)
    {
        var differences = values.ToArray();
        var (squares, count, variance) = (0.0, 0, 1.0);            // variance: (2k)!/(k!)² of the k-th differences
        for (var k = 1; k < values.Length; k++)
        {
            variance *= 2.0 * (2 * k - 1) / k;
            for (var i = 0; i < values.Length - k; i++)
            {
                differences[i] = differences[i + 1] - differences[i];
                if (k < LowestOrder) continue;
                squares += differences[i] * differences[i] / variance;
                count++;
            }
        }
        return Math.Sqrt(squares / count);
    }

    private static int Moves(double[] values) => values.Zip(values.Skip(1)).Count(pair => pair.First != pair.Second);
}
