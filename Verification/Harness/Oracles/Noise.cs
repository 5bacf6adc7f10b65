namespace CnnVerified.Verification.Oracles;

/// <summary>
/// The standard deviation of a function's noise, from values at equidistant points so close together that a smooth
/// function is a polynomial of low degree: k-th differences then hold noise alone, with variance σ²·(2k)!/(k!)².
/// J. J. Moré and S. M. Wild, "Estimating Computational Noise", SIAM J. Sci. Comput. 33 (2011), section 3 (ECnoise).
/// </summary>
/// <remarks>
/// It is looked for at the finest spacing at which the function moves at all, as a value rounded to coarse steps seems
/// free of noise within a step, and followed to coarser spacings while it stays. Where that first spacing shows a
/// smooth function or a kink, what looks like noise at coarser ones is the function itself.
/// </remarks>
internal static class Noise
{
    private const int Points = 9;
    private const int LowestOrder = 4, HighestOrder = 7;
    private const double Alike = 8;                   // largest over smallest estimate of noise; if smooth, far more
    private const double Growth = 3;                  // noise stays; what grows with the spacing is a kink's share
    private const int Unclear = 5;                    // so many spacings may show neither noise nor a smooth function
    private const int Near = 3;                       // spacings that are each 4 times the one before, then 16 times

    /// <summary>The noise near an entry's value, 0 if there is none to be seen.</summary>
    /// <param name="section">The function.</param>
    /// <param name="variable">Which tensor.</param>
    /// <param name="entry">Which entry of it.</param>
    /// <param name="rungs">Steps that were taken, the finest first; the function moves at some.</param>
    /// <param name="jumpsAt">
    /// A distance at which it is known to jump, if at any: it is no kink, and smooth only below.
    /// </param>
    public static double Of(Section section, int variable, int entry, List<Rung> rungs, double jumpsAt = 0)
    {
        var (theta, nearest) = (rungs[0].Theta, section.Nearest(variable));
        var (level, last, seen, unclear) = (0.0, 0.0, 0, 0);
        var unit = Math.ScaleB(1, (int)Math.Round(Math.Log2(
            (jumpsAt > 0 ? jumpsAt : rungs.First(rung => rung.Moves).Step) / 40)));
        while (nearest(theta + 5 * unit) == theta || nearest(theta - unit) == theta) unit *= 2;
        for (; 10 * unit <= rungs[^1].Step; unit = Math.ScaleB(unit, seen < Near ? 2 : 4))
        {
            // The distance is no power of two, so that points do not fall on a staircase's steps in a regular pattern.
            if (Around(-Points / 2, 0, 1 - Points) is not { } values) break;
            var (bends, turns) = Bends(values);
            if (turns < 2 && bends > Points / 2 && jumpsAt == 0) break;
            var estimates = Estimates(values);
            var noise = estimates.Max();
            // Beside the point there is noise as well; the flanks of a pole are steep, but smooth.
            if (turns < 2 || noise > Alike * estimates.Min() || IsSmooth(Around(1)) || IsSmooth(Around(-Points)))
            {
                if (++unclear == Unclear) break;
                continue;
            }
            var stays = seen > 0 ? noise <= Growth * last : jumpsAt > 0 || rungs[0].Moves;
            if (stays) level = Math.Max(level, Math.Max(noise, last));
            (last, seen) = (noise, seen + 1);
        }
        return level;

        static bool IsSmooth(double[]? values) => values is not null && Bends(values) == (Points - 2, 0);

        // The function's changes at nine points, the first of them so many spacings from θ; null without values there.
        double[]? Around(params int[] firsts) => firsts
            .Select(first => section.At(
                variable, entry, [.. Enumerable.Range(first, Points).Select(i => theta + i * 5 * unit)]))
            .FirstOrDefault(samples => samples.All(sample => sample.IsFinite))?
            .Select(sample => sample.Change).ToArray();
    }

    /// <summary>
    /// How many second differences are not 0, and how often their sign turns. A smooth piece and a kink turn nowhere, a
    /// jump once.
    /// </summary>
    private static (int Bends, int Turns) Bends(double[] values)
    {
        int[] signs = [.. Enumerable.Range(1, Points - 2)
            .Select(i => Math.Sign(values[i + 1] - values[i] - (values[i] - values[i - 1]))).Where(sign => sign != 0)];
        return (signs.Length, signs.Zip(signs.Skip(1)).Count(pair => pair.First != pair.Second));
    }

    /// <summary>
    /// What the differences of each order tell of the noise: alike if it is noise, less and less if not.
    /// </summary>
    public static double[] Estimates(IReadOnlyList<double> values)
    {
        var largest = values.Max(Math.Abs);
        // Squares shall not overflow.
        double[] differences = [.. values.Select(value => largest > 0 ? value / largest : 0)];
        var (estimates, variance) = (new double[HighestOrder - LowestOrder + 1], 1.0);
        for (var k = 1; k <= HighestOrder; k++)
        {
            variance *= 2.0 * (2 * k - 1) / k;                                                 // (2k)!/(k!)²
            var squares = 0.0;
            for (var i = 0; i < values.Count - k; i++)
            {
                differences[i] = differences[i + 1] - differences[i];
                squares += differences[i] * differences[i];
            }
            if (k >= LowestOrder)
                estimates[k - LowestOrder] = largest * Math.Sqrt(squares / (values.Count - k) / variance);
        }
        return estimates;
    }
}
