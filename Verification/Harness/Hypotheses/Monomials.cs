namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// A factor or a term that is a product of powers of what a function works from: one that is left out, there twice, or
/// with another power, sign or number.
/// </summary>
internal static class Monomials
{
    /// <summary>What to look at where a factor is wrong.</summary>
    public const string Factor = "this factor of the formula: left out, there once too often, or another power of it";

    /// <summary>What to look at where a term is wrong.</summary>
    public const string Term = "this term of the formula: left out, or with another sign, number or power";

    private const int Base = 3, MostEntries = 256;

    /// <summary>Those of one or two powers.</summary>
    public static IEnumerable<Hypothesis> Short(WrongPass wrong, int variable, Deadline deadline) =>
        Of(wrong, variable, deadline, isShort: true);

    /// <summary>Those of more, which are harder to read.</summary>
    public static IEnumerable<Hypothesis> Long(WrongPass wrong, int variable, Deadline deadline) =>
        Of(wrong, variable, deadline, isShort: false);

    private static IEnumerable<Hypothesis> Of(WrongPass wrong, int variable, Deadline deadline, bool isShort)
    {
        var gradient = wrong.Gradients[variable];
        var own = Found(wrong, gradient, deadline).Where(IsAsked).Select(one => new Hypothesis(
            one.IsTerm ? Power.Product(one.Powers) : $"correct{Power.Times(one.Powers)}", one.IsTerm ? Term : Factor,
            Base + one.Powers.Sum(power => power.Weight), () => one.Value, one.IsTerm ? Role.Added : Role.Multiple));
        return gradient.Value.Shape.Count > 1 || wrong.Paths(deadline)?[variable] is not { IsLinear: true } paths ? own
            : own.Concat(OfOutputs(wrong, paths, deadline, IsAsked));

        bool IsAsked((bool IsTerm, Power[] Powers, Tensor<double> Value) one) => one.Powers.Length <= 2 == isShort;
    }

    /// <summary>
    /// A parameter of one entry has a path to each output: what stands on those is told output by output.
    /// </summary>
    private static IEnumerable<Hypothesis> OfOutputs(
        WrongPass wrong, Paths paths, Deadline deadline,
        Func<(bool IsTerm, Power[] Powers, Tensor<double> Value), bool> isAsked)
    {
        Tensor<double> First(double[][] rows) => new(paths.Y.Shape, [.. rows.Select(row => row[0])]);
        var each = new TensorGradient(
            paths.Gradient.Name, paths.YAxes, paths.Y, First(paths.Given), First(paths.Right));
        double[] dy = wrong.Arguments!.Dy.Values.ToArray();
        return Found(wrong, each, deadline).Where(isAsked)
            .Where(one => one.Powers.All(power => power.Name != "dy")).Select(
            one => new Hypothesis(
                one.IsTerm ? $"Σ dy·{Power.Product(one.Powers)}" : $"correct for dy{Power.Times(one.Powers)}",
                one.IsTerm ? Term : Factor, Base + 1 + one.Powers.Sum(power => power.Weight),
                () => new(paths.Gradient.Value.Shape, dy.Select((d, k) => d * one.Value[k]).Sum()),
                one.IsTerm ? Role.Added : Role.Multiple));
    }

    private static IEnumerable<(bool IsTerm, Power[] Powers, Tensor<double> Value)> Found(
        WrongPass wrong, TensorGradient gradient, Deadline deadline)
    {
        var (shape, right) = (gradient.Value.Shape, gradient.Right);
        if (shape.Count > MostEntries) yield break;
        double[] given = gradient.Given.Values.ToArray(), error = gradient.Error.Values.ToArray();
        Power[] numbers = [.. Power.Numbers(wrong, gradient)];
        Power[][] byEntry = [[], .. Power.OfEntries(wrong, gradient).Select(one => new[] { one })];
        var noise = wrong.Tolerance * RootMeanSquare.Of(gradient.Given.Values);
        foreach (var isTerm in new[] { false, true })
            foreach (var powers in byEntry.Concat(byEntry.Skip(1).SelectMany((first, i) => byEntry.Skip(i + 2)
                .Where(second => second[0].Name != first[0].Name).Select(second => first.Concat(second).ToArray()))))
            {
                if (deadline.IsOver) yield break;
                double[] by = [.. Enumerable.Range(0, shape.Count).Select(
                    i => (isTerm ? 1 : right[i]) * At(powers, i))];
                var data = isTerm ? error : given;
                if (LeastSquares.Multiple(data, by, noise) is not { Value: not 0 } c) continue;
                foreach (var (known, plain) in Named(c, numbers))
                {
                    Power[] all = [.. powers, .. known];
                    var factor = At(known, 0);
                    if (all.Length > 0 && LeastSquares.AreMultiple(data, by, plain * factor, noise))
                        yield return (isTerm, all, new(shape, [.. by.Select(one => factor * one)]));
                }
            }
    }

    /// <summary>The powers of one or two numbers that leave a plain factor; no power if it is plain itself.</summary>
    private static IEnumerable<(Power[] Known, double Plain)> Named(Ratio c, Power[] numbers)
    {
        if (c.IsPlain) yield return ([], c.Value);
        foreach (var (i, first) in numbers.Index())
        {
            if (c / first.Values[0] is { IsPlain: true } one) yield return ([first], one.Value);
            foreach (var second in numbers.Skip(i + 1).Where(second => second.Name != first.Name
                && !(first.IsSum && second.IsSum)))
                if (c / (first.Values[0] * second.Values[0]) is { IsPlain: true } two)
                    yield return ([first, second], two.Value);
        }
    }

    private static double At(Power[] powers, int i) =>
        powers.Aggregate(1.0, (product, one) => product * one.Values[one.Values.Length == 1 ? 0 : i]);
}
