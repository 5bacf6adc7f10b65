namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// What a wrong gradient has too much or too little of along an axis: a constant where the path through a mean is
/// wrong, a multiple of the values where that through a variance, a norm or a softmax's denominator is, or a factor of
/// its own for each place.
/// </summary>
internal static class Residues
{
    /// <summary>What to look at where something is left over.</summary>
    public const string Sums =
        "a term that is left out or there too often, or the path through a mean, variance, norm or denominator";

    /// <summary>What to look at where factors differ.</summary>
    public const string Factors = "what is multiplied or divided by for each place along the axis, and how often";

    /// <summary>What to look at where one factor is wrong that is no constant.</summary>
    public const string Number = "a norm, a sum or a parameter as a factor: left out, there twice, or another one";

    /// <summary>All of them for one tensor's gradient.</summary>
    public static IEnumerable<Hypothesis> Of(WrongPass wrong, TensorGradient gradient)
    {
        var shape = gradient.Value.Shape;
        if (wrong.Arguments is not { } a) yield break;
        (string Name, Tensor<double> Value)[] values =
        [
            .. wrong.Activations.Where(one => one.Name != "dy" && one.Value.Shape.Count == shape.Count),
            .. a.Y.Shape.Count == shape.Count && a.Y.Values.ToArray().Distinct().Count() > 2    // else like y itself
                ? [($"e^{wrong.YName}", Distortions.Each(Math.Exp)(a.Y))] : Array.Empty<(string, Tensor<double>)>(),
        ];
        var ones = Distortions.Each(_ => 1)(gradient.Value);
        foreach (var (axes, groups) in AxisGroups.Of(shape, gradient.Axes))
        {
            yield return new($"a constant along {axes}", Sums, 2,
                () => Fitted(gradient.Error, groups, ones), Role.Residue);
            foreach (var (name, value) in values)
            {
                yield return new($"a multiple of {name} along {axes}", Sums, 3,
                    () => Fitted(gradient.Error, groups, value.WithShape(shape)), Role.Residue);
                yield return new($"a constant and a multiple of {name} along {axes}", Sums, 4,
                    () => Fitted(gradient.Error, groups, ones, value.WithShape(shape)), Role.Residue);
            }
        }
        if (shape.Count > 2)
            yield return new("correct times a number that is another one at other points", Number, 3,
                () => Fitted(gradient.Given, [[.. Enumerable.Range(0, shape.Count)]], gradient.Right), Role.Exactly);
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            if (shape[axis] == 1) continue;
            var (along, name) = (axis, gradient.Axes[axis]);
            for (var p = 0; p < a.Theta.Length; p++)
            {
                var (theta, parameter) = (a.Theta[p], wrong.Gradients[p].Name);
                if (theta.Shape.Count != shape[axis] || shape.Count == theta.Shape.Count) continue;
                foreach (var (words, f) in Powers)
                    yield return new($"correct{words.Replace("{0}", parameter, StringComparison.Ordinal)}", Factors, 1,
                        () => new(shape, [.. Enumerable.Range(0, shape.Count).Select(
                            i => gradient.Right[i] * f(theta[shape.IndexOf(i)[along]]))]));
            }
            int[][] places = [.. AxisGroups.Along(shape, one => one != along)];
            if (places.All(place => place.Length > 2))
                yield return new($"correct times a factor of its own for each {name}", Factors, 4,
                    () => Fitted(gradient.Given, places, gradient.Right), Role.Exactly);
        }
    }

    private static readonly (string Words, Func<double, double> F)[] Powers =
        [("·{0}", v => v), ("/{0}", v => 1 / v), ("·{0}²", v => v * v), ("/{0}²", v => 1 / (v * v))];

    /// <summary>
    /// The least squares of a tensor by one or two others, in each group by itself; NaN where a group has too few
    /// entries to contradict.
    /// </summary>
    private static Tensor<double> Fitted(Tensor<double> data, int[][] groups, params Tensor<double>[] by)
    {
        var fitted = new Tensor<double>(data.Shape);
        foreach (var group in groups)
        {
            if (group.Length <= by.Length)
            {
                fitted.Values.Fill(double.NaN);
                return fitted;
            }
            double[] values = [.. group.Select(i => data[i])];
            double[][] directions = [.. by.Select(tensor => group.Select(i => tensor[i]).ToArray())];
            double[] left = LeastSquares.Of(directions, values) is { } factors
                ? LeastSquares.Left(directions, values, factors) : values;
            foreach (var (k, i) in group.Index()) fitted[i] = data[i] - left[k];
        }
        return fitted;
    }
}
