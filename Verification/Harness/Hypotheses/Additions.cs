namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// Something added to the right gradient: weight decay, an offset, the effect of a step taken too early.
/// </summary>
internal static class Additions
{
    /// <summary>All of them for one tensor's gradient.</summary>
    public static IEnumerable<Hypothesis> Of(WrongPass wrong, int variable)
    {
        var gradient = wrong.Gradients[variable];
        var isParameter = variable < wrong.Gradients.Count - 1;
        yield return new(
            isParameter ? $"{gradient.Name}: weight decay" : gradient.Name,
            isParameter ? "weight decay, which belongs to the optimiser or into the loss"
                : "a term that is no part of the derivative",
            2, () => gradient.Value, Role.Added);
        foreach (var (name, value) in wrong.Activations.Where(
            a => a.Name != wrong.XName && a.Value.Shape.Count == gradient.Value.Shape.Count))
            yield return new(
                name, $"a second path that {name} takes", 2, () => value.WithShape(gradient.Value.Shape), Role.Added);
        if (wrong is { IsLoss: true, Arguments: { X: { Shape.Rank: 2 } prediction } })
            yield return new("(p − softmax(p))", "the softmax, which is left out", 2, () =>
            {
                var (difference, softmax) = (prediction.Clone(), new Softmax<double>().Forward(prediction));
                for (var i = 0; i < difference.Shape.Count; i++) difference[i] -= softmax[i];
                return difference;
            }, Role.Added);
        if (wrong is { IsLoss: false, Arguments: { } a } && a.X.Shape.Count == a.Dy.Shape.Count && !isParameter)
            yield return new(
                $"dy·[{wrong.XName} ≤ 0]", "the slope on the side where the function is flat", 2,
                () => new(gradient.Value.Shape,
                    [.. a.Dy.Values.ToArray().Zip(a.X.Values.ToArray(), (dy, x) => x > 0 ? 0 : dy)]), Role.Added);
        // In what is quadratic, any linear term is such a change.
        if (wrong is not { Pass: { } pass, Arguments: { } arguments } || wrong.IsLoss || wrong.IsOneNumber) yield break;
        for (var p = 0; p < arguments.Theta.Length; p++)
        {
            var (parameter, name) = (p, wrong.Gradients[p].Name);
            yield return new(
                $"the change by {name} after a step",
                "when the parameters are updated: after the whole backward pass", 2,
                () => Difference(pass, arguments, parameter, wrong.Gradients[parameter].Right, variable), Role.Added);
        }
    }

    /// <summary>
    /// What the gradient changes by if a parameter moves along its own gradient: exact, since it enters linearly.
    /// </summary>
    private static Tensor<double> Difference(
        IRightPass pass, Arguments a, int parameter, Tensor<double> direction, int variable)
    {
        var moved = a.Theta[parameter].Clone();
        for (var i = 0; i < moved.Shape.Count; i++) moved[i] += direction[i];
        var (after, before) =
            (pass.Approximate(a.WithParameter(parameter, moved))[variable], pass.Approximate(a)[variable]);
        var difference = after.Clone();
        for (var i = 0; i < difference.Shape.Count; i++) difference[i] -= before[i];
        return difference;
    }
}
