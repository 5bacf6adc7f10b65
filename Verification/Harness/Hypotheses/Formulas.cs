namespace CnnVerified.Verification.Hypotheses;

/// <summary>Entry-by-entry formulas with a factor too many, too few or at the wrong place.</summary>
internal static class Formulas
{
    private const string Look =
        "the slope's formula: is it in terms of the input or of the output, and is it applied exactly once?";

    private static readonly (string Words, Func<double, double> F, int Weight)[] Factors =
    [
        ("{0}", v => v, 0), ("(1 − {0})", v => 1 - v, 0), ("{0}·(1 − {0})", v => v * (1 - v), 0),
        ("(1 − {0}²)", v => 1 - v * v, 0), ("{0}²", v => v * v, 0), ("(1 + {0})", v => 1 + v, 0),
        ("{0}·(1 + {0})", v => v * (1 + v), 0), ("|{0}|", Math.Abs, 1), ("[{0} > 0]", v => v > 0 ? 1 : 0, 0),
        ("[{0} ≤ 0]", v => v > 0 ? 0 : 1, 0), ("e^{0}", Math.Exp, 0), ("e^−{0}", v => Math.Exp(-v), 0),
    ];

    /// <summary>
    /// Products of dy or the right gradient with functions of x or y, and quotients of two such functions.
    /// </summary>
    public static IEnumerable<Hypothesis> Of(WrongPass wrong, TensorGradient gradient)
    {
        (string Name, Tensor<double> Value)[] fitting =
            [.. wrong.Activations.Where(a => a.Value.Shape.Count == gradient.Value.Shape.Count)];
        foreach (var (name, value) in fitting.Where(a => a.Name != "dy"))
            foreach (var (words, f, weight) in Factors)
            {
                var factor = words.Replace("{0}", name, StringComparison.Ordinal);
                yield return new(factor, Look, 2 + weight, () => Each(value, gradient, (v, _) => f(v)));
                yield return new(
                    $"correct·{factor}", Look, 2 + weight, () => Each(value, gradient, (v, right) => right * f(v)));
                yield return new(
                    $"correct/({factor})", Look, 3 + weight, () => Each(value, gradient, (v, right) => right / f(v)));
                foreach (var (otherName, other) in fitting.Where(o => o.Name != name && o.Name == "dy"))
                    yield return new(
                        $"{otherName}·{factor}", Look, 2 + weight,
                        () => Both(value, other, gradient, (v, w) => w * f(v)));
                foreach (var (otherName, other) in fitting.Where(o => o.Name != name && wrong.IsLoss))
                    foreach (var (otherWords, g, otherWeight) in Factors)
                    {
                        var second = otherWords.Replace("{0}", otherName, StringComparison.Ordinal);
                        yield return new($"{factor}/{second}", Look, 3 + weight + otherWeight,
                            () => Both(value, other, gradient, (v, w) => f(v) / g(w)));
                    }
            }
        if (wrong is { IsLoss: true, Arguments: { } a })
            yield return new(
                "(p − t)", "whether this is the gradient of this loss, or of a squared error", 2,
                () => Both(a.X, a.Y, gradient, (p, t) => p - t));
    }

    private static Tensor<double> Each(Tensor<double> value, TensorGradient gradient, Func<double, double, double> f) =>
        Both(value, gradient.Right, gradient, f);

    private static Tensor<double> Both(
        Tensor<double> v, Tensor<double> w, TensorGradient gradient, Func<double, double, double> f)
    {
        var result = new Tensor<double>(gradient.Value.Shape);
        for (var i = 0; i < result.Shape.Count; i++) result[i] = f(v[i], w[i]);
        return result;
    }
}
