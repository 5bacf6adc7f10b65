namespace CnnVerified.Verification.Hypotheses;

/// <summary>Mistakes only where a value lies on one side: a branch that is forgotten, or has the wrong slope.</summary>
internal static class Regions
{
    /// <summary>What to look at.</summary>
    public const string Look = "the branch for these values: its condition and its slope";

    private static readonly (string Words, Func<double, bool> IsIn)[] Sides =
    [
        ("{0} ≤ 0", v => v <= 0), ("{0} > 0", v => v > 0), ("{0} < −1", v => v < -1), ("{0} > 1", v => v > 1),
        ("|{0}| > 1", v => Math.Abs(v) > 1), ("|{0}| ≤ 1", v => Math.Abs(v) <= 1), ("{0} = 0", v => v == 0),
        ("{0} = 1", v => v == 1), ("{0} ≥ 1", v => v >= 1), ("{0} ≤ 1", v => v <= 1), ("{0} < 0", v => v < 0),
    ];

    /// <summary>All of them for one tensor's gradient.</summary>
    public static IEnumerable<Hypothesis> Of(WrongPass wrong, TensorGradient gradient)
    {
        var (count, areWrong) = (gradient.Value.Shape.Count, gradient.Differing(wrong.Tolerance));
        (string Name, double[] Values)[] fitting = [.. wrong.Activations.Reverse().Where(
                a => a.Value.Shape.Count == count)
            .Select(a => (a.Name, a.Value.Values.ToArray()))];
        if (wrong is { IsLoss: true, Arguments: { } p } && p.X.Shape.Count == p.Y.Shape.Count) fitting = [.. fitting,
            ("p − t", [.. p.X.Values.ToArray().Zip(p.Y.Values.ToArray(), (x, t) => x - t)]),
            ("p·t", [.. p.X.Values.ToArray().Zip(p.Y.Values.ToArray(), (x, t) => x * t)])];
        var known = new HashSet<string>();
        foreach (var (name, values) in fitting)
            foreach (var (words, side, isIn) in Sides.Select(s => (s.Words, (string?)null, s.IsIn))
                .Concat(Found(values)))
            {
                bool[] region = [.. values.Select(isIn)];
                if (IsWrongOutside(region) || !wrong.IsElsewhere && (region.All(one => one) || !region.Any(one => one)
                    || IsAll(region) || !known.Add(string.Concat(region.Select(one => one ? '1' : '0'))))) continue;
                var place = words.Replace("{0}", name, StringComparison.Ordinal);
                foreach (var (instead, prediction, weight) in Instead(wrong, fitting, gradient))
                    yield return new(
                        instead, Look, weight, () => new(gradient.Value.Shape, prediction()))
                    {
                        Region = region,
                        Where = place,
                        Side = side?.Replace("{0}", name, StringComparison.Ordinal),
                    };
            }

        // Beyond any other threshold that parts what is wrong from what is right.
        IEnumerable<(string Words, string? Side, Func<double, bool> IsIn)> Found(double[] values)
        {
            foreach (var (of, f) in new (string, Func<double, double>)[] { ("{0}", v => v), ("|{0}|", Math.Abs) })
            {
                var (inside, outside) = (Some(true, f), Some(false, f));
                if (inside.Length == 0 || outside.Length == 0)
                {
                    if (wrong.IsElsewhere)
                        foreach (var side in new[] { ">", "<" })
                            yield return ($"{of} {side}", $"{of} {side}", _ => outside.Length == 0);
                    continue;
                }
                if (Round.Between(outside.Max(), inside.Min()) is { } low)
                    yield return ($"{of} > {PlainNumber.Text(low)} or so", $"{of} >", v => f(v) > low);
                if (Round.Between(inside.Max(), outside.Min()) is { } high)
                    yield return ($"{of} < {PlainNumber.Text(high)} or so", $"{of} <", v => f(v) < high);
            }

            double[] Some(bool isWrong, Func<double, double> f) =>
                [.. values.Where((_, i) => areWrong[i] == isWrong).Select(f)];
        }

        bool IsAll(bool[] region)                                // or beside it nothing hands back anything
        {
            for (var i = 0; i < count; i++)
                if (!region[i] && gradient.Right[i] != 0) return false;
            return true;
        }

        bool IsWrongOutside(bool[] region)
        {
            for (var i = 0; i < count; i++)
                if (!region[i] && areWrong[i]) return true;
            return false;
        }
    }

    private static IEnumerable<(string Words, Func<double[]> Prediction, int Weight)> Instead(
        WrongPass wrong, (string Name, double[] Values)[] fitting, TensorGradient gradient)
    {
        yield return ("0", () => new double[gradient.Value.Shape.Count], 0);
        yield return ("correct", () => gradient.Right.Values.ToArray(), 1);
        yield return ("1", () => [.. Enumerable.Repeat(1.0, gradient.Value.Shape.Count)], 1);
        foreach (var (name, values) in fitting)
        {
            yield return (name, () => values, 1);
            foreach (var (other, factors) in fitting.Where(o => string.CompareOrdinal(o.Name, name) > 0))
                yield return ($"{name}·{other}", () => [.. values.Zip(factors, (v, w) => v * w)], 2);
        }
        var count = gradient.Value.Shape.Count;
        if (wrong.IsLoss || wrong.Arguments is not { } a || a.X.Shape.Count != count || a.Dy.Shape.Count != count)
            yield break;
        foreach (var (words, of, weight) in wrong.Terms.Where(term => term.Weight is > 0 and <= 2))
            yield return ($"dy·{words}", () => [.. a.Dy.Values.ToArray().Select((dy, i) => dy * of[i])], 1 + weight);
    }
}
