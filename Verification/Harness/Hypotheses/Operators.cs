namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// A linear step along an axis that a backward pass leaves out, or takes once too often: a softmax's Jacobian, a
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
        for (var axis = shape.Rank - 1; axis >= 0; axis--)
        {
            if (shape[axis] < FewestPlaces) continue;
            var only = axis;
            int[][] lines = [.. AxisGroups.Along(shape, one => one == only)];
            var along = axis == shape.Rank - 1 ? "" : $", along {gradient.Axes[axis]}";
            foreach (var (name, value) in Alike(wrong, gradient))
            {
                var softmax = new Tensor<double>(shape);
                foreach (var line in lines)
                    foreach (var (n, p) in Softmax([.. line.Select(i => value[i])]).Index()) softmax[line[n]] = p;
                yield return new($"softmax({name}){along}", Monomials.Term, 2, () => softmax, Role.Added);
            }
            foreach (var (words, isRemoval, apply) in All(wrong, gradient))
            {
                if (Explains(wrong, gradient, Applied(gradient.Given)))
                    yield return new(
                        isRemoval ? $"correct with {words} left in{along}" : $"correct without {words}{along}",
                        isRemoval ? LeftIn : Look, 2, () => gradient.Given, Role.Exactly);
                yield return new($"correct {(isRemoval ? "less" : "with")} {words} once more{along}", Look, 3,
                    () => Applied(gradient.Right));

                Tensor<double> Applied(Tensor<double> from)
                {
                    var to = new Tensor<double>(shape);
                    foreach (var line in lines)
                        foreach (var (n, value) in apply([.. line.Select(i => from[i])], line).Index())
                            to[line[n]] = value;
                    return to;
                }
            }
        }
    }

    private static bool Explains(WrongPass wrong, TensorGradient gradient, Tensor<double> found) =>
        Closeness.Of(gradient.Right, found).Miss <= wrong.Tolerance && gradient.Right.Values.ContainsAnyExcept(0.0)
        && gradient.Given.Values.ContainsAnyExcept(0.0);

    private static IEnumerable<(string Words, bool IsRemoval, Func<double[], int[], double[]> Of)> All(
        WrongPass wrong, TensorGradient gradient)
    {
        yield return ("the sum over all later places", false, (g, _) => Running(g, isLater: true));
        yield return ("the sum over all earlier places", false, (g, _) => Running(g, isLater: false));
        foreach (var (name, value) in Alike(wrong, gradient))
        {
            double[] At(int[] line) => [.. line.Select(i => value[i])];
            yield return ($"the part along {name}", true, (g, line) => Less(g, At(line)));
            yield return ($"the Jacobian of softmax({name})", false,
                (g, line) => Softmaxed(g, Softmax(At(line))));
            yield return ($"the part along softmax({name})", true,
                (g, line) => [.. g.Zip(Softmax(At(line)), (one, p) => one - p * g.Sum())]);
            if (name == wrong.YName && !wrong.IsLoss)
                yield return ($"the Jacobian of a softmax {name}", false,
                    (g, line) => Softmaxed(g, At(line)));
        }
    }

    private static IEnumerable<(string Name, Tensor<double> Value)> Alike(WrongPass wrong, TensorGradient gradient) =>
        wrong.Activations.Concat(wrong.Tensors).DistinctBy(one => one.Value).Where(
            one => one.Value.Shape.Count == gradient.Value.Shape.Count && one.Name is not ("dy" or "softmax(p)"));

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

    private static double[] Softmax(double[] x) =>
        new Softmax<double>().Forward(new(new Shape(1, x.Length), x)).Values.ToArray();

    private static double Dot(double[] v, double[] w) => v.Zip(w, (a, b) => a * b).Sum();
}
