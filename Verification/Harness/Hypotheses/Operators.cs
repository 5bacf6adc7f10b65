namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// A linear step along the last axis that a backward pass leaves out, or takes once too often: a softmax's Jacobian, a
/// sum of all later or earlier places, the part along a vector that a norm takes away.
/// </summary>
internal static class Operators
{
    /// <summary>What to look at.</summary>
    public const string Look = "this step of the chain: left out, or taken twice";

    private const string LeftIn =
        "what a norm, or a softmax's denominator, takes away along it: left in, or not by the right amount";

    private const int FewestPlaces = 3;

    /// <summary>All of them for one tensor's gradient.</summary>
    public static IEnumerable<Hypothesis> Of(WrongPass wrong, int variable, Deadline deadline)
    {
        var gradient = wrong.Gradients[variable];
        var shape = gradient.Value.Shape;
        var length = shape[shape.Rank - 1];
        if (length < FewestPlaces) yield break;
        foreach (var (words, isRemoval, apply) in All(wrong, gradient))
        {
            var lost = isRemoval ? $"correct with {words} left in" : $"correct without {words}";
            if (Explains(wrong, gradient, Rows(gradient.Given, apply)))
                yield return new(lost, isRemoval ? LeftIn : Look, 2, () => gradient.Given, Role.Exactly);
            yield return new($"correct {(isRemoval ? "less" : "with")} {words} once more", Look, 3,
                () => Rows(gradient.Right, apply));
        }

        Tensor<double> Rows(Tensor<double> from, Func<double[], int, double[]> apply)
        {
            var to = new Tensor<double>(shape);
            for (var start = 0; start < shape.Count; start += length)
                apply(from.Values.Slice(start, length).ToArray(), start).CopyTo(to.Values[start..]);
            return to;
        }
    }

    private static bool Explains(WrongPass wrong, TensorGradient gradient, Tensor<double> found) =>
        Closeness.Of(gradient.Right, found).Miss <= wrong.Tolerance && gradient.Right.Values.ContainsAnyExcept(0.0)
        && gradient.Given.Values.ContainsAnyExcept(0.0);

    private static IEnumerable<(string Words, bool IsRemoval, Func<double[], int, double[]> Of)> All(
        WrongPass wrong, TensorGradient gradient)
    {
        yield return ("the sum over all later places", false, (g, _) => Running(g, isLater: true));
        yield return ("the sum over all earlier places", false, (g, _) => Running(g, isLater: false));
        foreach (var (name, value) in wrong.Activations.Concat(wrong.Tensors).DistinctBy(one => one.Value).Where(
            one => one.Value.Shape.Count == gradient.Value.Shape.Count && one.Name != "dy"))
        {
            double[] Part(int start, int length) => value.Values.Slice(start, length).ToArray();
            yield return ($"the part along {name}", true, (g, start) => Less(g, Part(start, g.Length)));
            yield return ($"the Jacobian of softmax({name})", false,
                (g, start) => Softmaxed(g, Softmax(Part(start, g.Length))));
            yield return ($"the part along softmax({name})", true,
                (g, start) => [.. g.Zip(Softmax(Part(start, g.Length)), (one, p) => one - p * g.Sum())]);
            if (name == wrong.YName && !wrong.IsLoss)
                yield return ($"the Jacobian of a softmax {name}", false,
                    (g, start) => Softmaxed(g, Part(start, g.Length)));
        }
    }

    private static double[] Running(double[] g, bool isLater)
    {
        var (sums, sum) = (new double[g.Length], 0.0);
        foreach (var i in isLater ? Enumerable.Range(0, g.Length).Reverse() : Enumerable.Range(0, g.Length))
            sums[i] = sum += g[i];
        return sums;
    }

    private static double[] Less(double[] g, double[] v)
    {
        var share = Dot(g, v) / Dot(v, v);
        return [.. g.Zip(v, (one, along) => one - share * along)];
    }

    private static double[] Softmaxed(double[] g, double[] p)
    {
        var mean = Dot(g, p);
        return [.. g.Zip(p, (one, share) => share * (one - mean))];
    }

    private static double[] Softmax(double[] x)
    {
        double[] e = [.. x.Select(v => Math.Exp(v - x.Max()))];
        var sum = e.Sum();
        return [.. e.Select(v => v / sum)];
    }

    private static double Dot(double[] v, double[] w) => v.Zip(w, (a, b) => a * b).Sum();
}
