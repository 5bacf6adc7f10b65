namespace CnnVerified.Verification.Hypotheses;

/// <summary>Slopes that are a sum of two terms, with a plain number before the second.</summary>
internal static class TwoTerms
{
    private const int Heaviest = 3, Together = 4, FewestEntries = 5, Base = 5, Amplified = 10;     // what is solved for
    private static readonly double[] Ratios = [1, 2, 0.5];       // of which people write sums: others fit by chance

    /// <summary>All that give the gradient of the input.</summary>
    public static IEnumerable<Hypothesis> Of(WrongPass wrong, TensorGradient gradient)
    {
        var count = gradient.Value.Shape.Count;
        if (wrong.Arguments is not { } a || a.X.Shape.Count != count || !(a.Y.Shape.Count == count || wrong.IsOneNumber)
            || count is < FewestEntries or > Tolerances.PairwiseEntries || gradient != wrong.Gradients[^1]) yield break;
        var dy = wrong.IsLoss || wrong.IsOneNumber ? null : a.Dy;
        (string Words, int Weight, double[] Values)[] terms =
        [
            ("1", 0, Times(_ => 1)), .. wrong.Terms.Where(term => term.Weight <= Heaviest)
                .OrderBy(term => term.Weight).Select(term => (term.Words, term.Weight, Times(term.At))),
        ];
        var data = gradient.Given.Values.ToArray();
        double[] squares = [.. terms.Select(term => Dot(term.Values, term.Values))];
        double[] products = [.. terms.Select(term => Dot(term.Values, data))];
        var (size, all) = (Dot(data, data), Math.Pow(wrong.Tolerance, 2) * count);
        for (var i = 0; i < terms.Length; i++)
            for (var j = i + 1; j < terms.Length && terms[i].Weight + terms[j].Weight <= Together; j++)
            {
                var (u, v, uv) = (squares[i], squares[j], Dot(terms[i].Values, terms[j].Values));
                var determinant = u * v - uv * uv;
                if (!(determinant > 1e-9 * u * v)) continue;
                var c = (v * products[i] - uv * products[j]) / determinant;
                var d = (u * products[j] - uv * products[i]) / determinant;
                if (!(size - c * products[i] - d * products[j] <= Math.Max(all, 1e-12) * size)) continue;
                var ratio = new Ratio(d / c, wrong.Tolerance * Math.Abs(d / c) * Amplified);
                if (c == 0 || !Array.Exists(Ratios, ratio.Size.Is)) continue;
                var (first, second) = (terms[i], terms[j]);
                var factor = ratio.Size.Is(1) ? "" : $"{ratio.Size}·";
                yield return new(
                    (dy is null ? "" : "dy·")
                        + $"({first.Words} {(ratio.Value < 0 ? "−" : "+")} {factor}{second.Words})",
                    Slopes.Look, Base + first.Weight + second.Weight, () => new(
                        gradient.Value.Shape, [.. first.Values.Zip(second.Values, (p, q) => p + ratio.Value * q)]));
            }

        double[] Times(Func<int, double> at) => [.. Enumerable.Range(0, count).Select(i => (dy?[i] ?? 1) * at(i))];
    }

    private static double Dot(double[] u, double[] v)
    {
        var sum = 0.0;
        for (var i = 0; i < u.Length; i++) sum += u[i] * v[i];
        return sum;
    }
}
