namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// Factors of which all paths from an output, or all to an entry, have the same too many: where they are, and what they
/// may be.
/// </summary>
/// <param name="Shape">The shape of the outputs, or of the entries.</param>
/// <param name="Axes">What its axes are called.</param>
/// <param name="Of">The factors by place; null where they are unknown.</param>
internal sealed record PathFactors(Shape Shape, string[] Axes, Ratio?[] Of)
{
    private const int MostNumbers = 6;

    private static readonly (string Words, Func<double, double> F)[] Powers =
    [
        (" × {0}", m => m), (" / {0}", m => 1 / m), (" × {0}²", m => m * m), (" / {0}²", m => 1 / (m * m)),
    ];

    private static readonly (string Words, Func<double[], double> F)[] Measures =
    [
        ("the norm of {0}", some => Math.Sqrt(some.Sum(v => v * v))), ("the sum of {0}", some => some.Sum()),
        ("the sum of {0}'s squares plus 1", some => 1 + some.Sum(v => v * v)),
        ("the largest {0}", some => some.Max()),
    ];

    /// <summary>Whether there are two different ones that are not 1.</summary>
    public bool Differ => Of.OfType<Ratio>().Where(c => c.Value != 1).ToArray() is [var first, .. var rest]
        && rest.Any(c => !c.Is(first));

    /// <summary>The factor that all are; null if there are several.</summary>
    public Ratio? Same => Of.OfType<Ratio>().ToArray() is [var first, .. var rest]
        && rest.All(c => c.Is(first)) ? first : null;

    /// <summary>By which number all are a multiple of a function of their place; null if there is none.</summary>
    public Ratio? Share(Func<int, double> f)
    {
        Ratio? c = null;
        foreach (var (k, one) in Of.Index())
        {
            if (one is not { } factor) continue;
            var ratio = factor / f(k);
            if (!double.IsFinite(ratio.Value) || ratio.Value == 0 || c is { } known && !ratio.Is(known)) return null;
            if (!(c?.Within < ratio.Within)) c = ratio;
        }
        return c is { IsPlain: true } ? c : null;
    }

    /// <summary>Factors that are 1 but at some places, where they are all the same.</summary>
    public IEnumerable<(string Words, Ratio C)> AtPlaces()
    {
        if (Of.FirstOrDefault(c => c is { Value: not 1 }) is not { } c
            || Of.Any(other => other is { Value: not 1 } known && !known.Is(c)))
            yield break;
        bool IsOther(int k, bool otherwise) => Of[k] is { } known ? known.Value != 1 : otherwise;
        // Where nothing is known of a factor, it counts as either. At two places, the first is all but the last.
        var found = (from unknown in Of.Contains(null) ? new[] { false, true } : [false]
                     let other = Places.Of(Shape, Axes, k => IsOther(k, unknown))
                     let kept = Places.Of(Shape, Axes, k => !IsOther(k, unknown))
                     from one in new[] { (Words: other, IsOther: true), (Words: kept, IsOther: false) }
                     where one.Words is not null && (c.Value == 0 || one.IsOther)
                     orderby !Places.IsAtEnd(one.Words), one.Words.Length
                     select one).ToArray();
        foreach (var (places, isOther) in found.Where((one, i) => i == 0 || Places.IsAtEnd(one.Words!)))
            yield return (c.Value != 0 ? $" × {c} at {places}"
                : isOther ? $" without {places}" : $" with only {places}", c);
    }

    /// <summary>
    /// Factors that depend on the place along one axis alone, by what they are or may be: numbers, or the norm or sum
    /// of some tensor's part that belongs to the place.
    /// </summary>
    /// <param name="tensors">All tensors.</param>
    /// <param name="isTold">Whether several numbers tell each factor.</param>
    public IEnumerable<(string Words, int Weight)> Along(
        IEnumerable<(string Name, Tensor<double> Value)> tensors, bool isTold)
    {
        if (!Differ) yield break;
        for (var axis = 0; axis < Shape.Rank; axis++)
        {
            if (Shape[axis] == Shape.Count && Shape.Rank > 1 || ByPlace(axis) is not { } factors) continue;
            foreach (var (name, value) in tensors)
                for (var own = 0; own < value.Shape.Rank; own++)
                    if (value.Shape[own] == factors.Length)
                        foreach (var words in Named(factors, name, value, own)) yield return (words, 1);
            if (!isTold && Shape[axis] == Shape.Count) continue;
            if (factors.OfType<Ratio>().All(c => c.IsPlain || c.Value == 0)
                && factors.Length <= MostNumbers)
                yield return (
                    $" × {string.Join(", ", factors.Select(c => c?.ToString() ?? "?"))} along {Axes[axis]}", 2);
        }
    }

    /// <summary>Axes to each of whose places belongs a factor, whatever it is.</summary>
    public IEnumerable<(string Words, string Here)> AxesOfTheirOwn()
    {
        var places = Places.Of(Shape, Axes, i => Of[i] is { Value: not 1 }) is { } some ? $" at {some}" : "";
        for (var axis = 0; axis < Shape.Rank; axis++)
            if (Differ && Shape[axis] < Shape.Count && ByPlace(axis) is { } factors && IsTold(axis))
                yield return ($"{Axes[axis]}{places}", Here(factors));
    }

    /// <summary>Whether two factors at one place of an axis are known to be the same, and not 1.</summary>
    private bool IsTold(int axis) => Enumerable.Range(0, Of.Length).Where(k => Of[k] is { Value: not 1 })
        .GroupBy(k => Shape.IndexOf(k)[axis]).Any(place => place.Count() > 1);

    /// <summary>Some factors at the point of the check, in words.</summary>
    public static string Here(IReadOnlyList<Ratio?> factors) =>
        $" (here {string.Join(", ", factors.Take(MostNumbers).Select(c => c?.Short ?? "?"))}"
        + $"{(factors.Count > MostNumbers ? ", …" : "")})";

    private static IEnumerable<string> Named(Ratio?[] factors, string name, Tensor<double> tensor, int axis)
    {
        var shape = tensor.Shape;
        double[][] parts = [.. Enumerable.Range(0, shape.Count).GroupBy(i => shape.IndexOf(i)[axis])
            .OrderBy(part => part.Key).Select(part => part.Select(i => tensor[i]).ToArray())];
        foreach (var (measure, of) in parts[0].Length == 1 ? [("{0}", some => some[0])] : Measures)
            foreach (var (power, f) in Powers)
                if (factors.Index().All(one => one.Item is not { } c || c.Is(f(of(parts[one.Index])))))
                    yield return power.Replace("{0}", measure, StringComparison.Ordinal)
                        .Replace("{0}", name, StringComparison.Ordinal)
                        + (parts[0].Length == 1 ? "" : $" for each axis {axis}");
    }

    /// <summary>The factor of each place along an axis; null if there are several at one place.</summary>
    private Ratio?[]? ByPlace(int axis)
    {
        var factors = new Ratio?[Shape[axis]];
        for (var k = 0; k < Of.Length; k++)
        {
            if (Of[k] is not { } c) continue;
            var at = Shape.IndexOf(k)[axis];
            if (factors[at] is { } known && !c.Is(known)) return null;
            factors[at] = c;
        }
        return factors;
    }
}
