namespace CnnVerified.Verification.Hypotheses;

/// <summary>The mistakes that come into question for one tensor's gradient.</summary>
internal static class KnownMistakes
{
    /// <summary>What to look at where a slope m became 1 − m.</summary>
    public const string Inverted = "a mask or a gate that is inverted: 1 − m in place of m";

    private const double Cancelled = 1e-13;

    /// <summary>One mistake each.</summary>
    public static IEnumerable<Hypothesis> Single(WrongPass wrong, int variable, Deadline deadline) =>
        Direct(wrong, variable, deadline).Concat(Substituted(wrong, variable, deadline));

    /// <summary>Those that follow from the tensors at hand.</summary>
    public static IEnumerable<Hypothesis> Direct(WrongPass wrong, int variable, Deadline deadline)
    {
        var gradient = wrong.Gradients[variable];
        yield return new("0", "a gradient that is never written, or cleared after it was", 0,
            () => new Tensor<double>(gradient.Value.Shape));
        if (RootMeanSquare.Of(gradient.Given.Values) is > 0 and var rest
            && rest <= Cancelled * RootMeanSquare.Of(gradient.Right.Values))
            yield return new("0 but for rounding",
                "terms that cancel: what keeps them apart, such as a slope, a mask or a weight, is left out", 0,
                () => gradient.Given, Role.Exactly);
        yield return Correct(gradient);
        foreach (var rearrangement in Rearrangement.All(gradient.Value.Shape, gradient.Axes))
            yield return Of(gradient, rearrangement);
        foreach (var hypothesis in Others(wrong, variable)) yield return hypothesis;
        foreach (var hypothesis in Formulas.Of(wrong, gradient)) yield return hypothesis;
    }

    /// <summary>Those that have a right backward pass work from something wrong.</summary>
    public static IEnumerable<Hypothesis> Substituted(WrongPass wrong, int variable, Deadline deadline) =>
        // Where nothing moves, whatever moves something is as good as the truth.
        wrong.Gradients[variable].Right.Values.IndexOfAnyExcept(0.0) < 0 ? []
        : wrong.Substitutions(deadline)
            .Select(one => new Hypothesis(one.Words, one.Look, 1, () => one.Gradients()[variable]))
            .Concat(Additions.Of(wrong, variable));

    /// <summary>
    /// What follows from numbers alone, with no library layer to compare with: branches and the terms of a slope. None
    /// for large tensors, where so many would take gigabytes and minutes.
    /// </summary>
    public static IEnumerable<Hypothesis> Mechanisms(WrongPass wrong, int variable, Deadline deadline) =>
        wrong.Gradients.Any(gradient => gradient.Value.Shape.Count > Tolerances.ThoroughEntries) ? []
        : Regions.Of(wrong, wrong.Gradients[variable])
            .Concat(MayBeSlope(wrong, variable, deadline) ? Slopes.Of(wrong, wrong.Gradients[variable]) : []);

    /// <summary>Not for an input of which an output hears from several places.</summary>
    private static bool MayBeSlope(WrongPass wrong, int variable, Deadline deadline) =>
        variable < wrong.Gradients.Count - 1 || wrong.Paths(deadline)?[variable] is not { MayBeSlope: false };

    /// <summary>What happens to the paths from the tensor to the outputs, one by one.</summary>
    public static IEnumerable<Hypothesis> OnPaths(WrongPass wrong, int variable, Deadline deadline) =>
        OnPaths(wrong, variable, deadline, PathFinding.Of);

    /// <summary>What else happens to the paths, where nothing else explains the gradient.</summary>
    public static IEnumerable<Hypothesis> OnPathsOtherwise(WrongPass wrong, int variable, Deadline deadline) =>
        OnPaths(wrong, variable, deadline, PathFinding.Otherwise);

    /// <summary>The same, where it is not told by what something is multiplied.</summary>
    public static IEnumerable<Hypothesis> OnPathsVaguely(WrongPass wrong, int variable, Deadline deadline) =>
        OnPaths(wrong, variable, deadline, PathFinding.Vaguely);

    /// <summary>What does not depend on dy.</summary>
    public static IEnumerable<Hypothesis> OfAnyDy(WrongPass wrong, int variable, Deadline deadline) =>
        OnPaths(wrong, variable, deadline, PathFinding.OfAnyDy);

    private static IEnumerable<Hypothesis> OnPaths(
        WrongPass wrong, int variable, Deadline deadline,
        Func<WrongPass, Paths, IReadOnlyList<Paths>, IEnumerable<PathFinding>> findings) =>
        wrong.Paths(deadline) is not { } all ? []
        : findings(wrong, all[variable], all).Select(one => new Hypothesis(
            one.Words, one.Look, one.Weight, () => wrong.Gradients[variable].Given, Role.Exactly)
        { Here = one.Here });

    /// <summary>What follows from the tensors at hand, and what happens to paths.</summary>
    public static IEnumerable<Hypothesis> DirectAndOnPaths(WrongPass wrong, int variable, Deadline deadline) =>
        Direct(wrong, variable, deadline).Concat(OnPaths(wrong, variable, deadline));

    /// <summary>What follows from the tensors at hand, and from numbers alone.</summary>
    public static IEnumerable<Hypothesis> DirectAndMechanisms(WrongPass wrong, int variable, Deadline deadline) =>
        Direct(wrong, variable, deadline).Concat(Mechanisms(wrong, variable, deadline));

    /// <summary>
    /// Two mistakes at once: one in what the pass works from, and one in its result; or two in the result.
    /// </summary>
    public static IEnumerable<Hypothesis> Double(WrongPass wrong, int variable, Deadline deadline)
    {
        var gradient = wrong.Gradients[variable];
        Rearrangement[] rearrangements = [.. Rearrangement.All(gradient.Value.Shape, gradient.Axes)];
        foreach (var first in rearrangements)
        {
            var spoilt = new Lazy<Tensor<double>>(() => first.Apply(gradient.Right));
            foreach (var second in rearrangements)
                yield return (Of(gradient, first) with { Predict = () => spoilt.Value }).Then(second);
        }
        foreach (var (words, look, gradients) in wrong.Substitutions(deadline))
        {
            var spoilt = new Lazy<Tensor<double>>(() => gradients()[variable]);
            foreach (var second in rearrangements)
                yield return new Hypothesis(words, look, 1, () => spoilt.Value).Then(second);
        }
        foreach (var (words, look, gradients) in Substitutions.Pairs(wrong))
            yield return new(words, look, 3, () => gradients()[variable]);
    }

    private static Hypothesis Correct(TensorGradient gradient) =>
        new("correct", "a factor: of a mean, a square, a sign, a batch size", 0, () => gradient.Right);

    /// <summary>One mistake with the order or the range of the right gradient.</summary>
    public static Hypothesis Of(TensorGradient gradient, Rearrangement rearrangement) =>
        new(rearrangement.Of("correct"), rearrangement.Look, 1, () => rearrangement.Apply(gradient.Right),
            rearrangement == Distortions.All[0] ? Role.Exactly : Role.Multiple);         // −|g| is a sign, and no |g|

    private static IEnumerable<Hypothesis> Others(WrongPass wrong, int variable)
    {
        var gradient = wrong.Gradients[variable];
        foreach (var other in wrong.Gradients.Where(
            other => other != gradient && other.Value.Shape.Count == gradient.Value.Shape.Count))
            yield return new($"the gradient of {other.Name}", "which gradient is written where", 1,
                () => other.Right.WithShape(gradient.Value.Shape));
        foreach (var (name, value) in wrong.Activations.Append((gradient.Name, gradient.Value))
            .Where(a => a.Item2.Shape.Count == gradient.Value.Shape.Count))
            yield return new(name, $"a factor that was left out: {name} is passed on as it is", 1,
                () => value.WithShape(gradient.Value.Shape));
        foreach (var (name, value) in wrong.Activations.Where(a => a.Value.Shape.Count == gradient.Value.Shape.Count))
            foreach (var (distortion, spoilt) in Distortions.All.Select(one => (one, one.Apply(value))))
                if (spoilt.Values.ContainsAnyExcept(spoilt[0]))
                    yield return new(
                        distortion.Of(name), distortion.Look, 2, () => spoilt.WithShape(gradient.Value.Shape));
        yield return new("1", "a factor that was left out: all that depends on the entry", 3,
            () => Distortions.Each(_ => 1)(gradient.Value));
        yield return new("1", "a constant that is added to every entry, or left out", 2,
            () => Distortions.Each(_ => 1)(gradient.Value), Role.Added);
        var bound = gradient.Given.Values.ToArray().Max(Math.Abs);
        // Where a right entry has just this size, it is a count: another number of equal terms. Where all have it,
        // nothing is clipped, but a constant.
        if (!gradient.Right.Values.ToArray().Any(v => new Ratio(Math.Abs(v), 0).Is(bound))
            && gradient.Given.Values.ToArray().Any(v => v != 0 && Math.Abs(v) < bound)) yield return new(
            $"correct clipped to ±{PlainNumber.Text(bound)}", "gradient clipping, which belongs to the optimiser", 1,
            () => Distortions.Each(value => Math.Clamp(value, -bound, bound))(gradient.Right), Role.Exactly);
        if (wrong.Arguments is { } a && a.Dy.Shape.Count == gradient.Value.Shape.Count)
            yield return new("dy − correct", Inverted, 2, () =>
            {
                var inverted = a.Dy.WithShape(gradient.Value.Shape).Clone();
                for (var i = 0; i < inverted.Shape.Count; i++) inverted[i] -= gradient.Right[i];
                return inverted;
            }, Role.Exactly);
        yield return new(
            "correct rounded to single precision", "a float in between", 1,
            () => Distortions.Each(value => (float)value)(gradient.Right), Role.Exactly);
    }
}
