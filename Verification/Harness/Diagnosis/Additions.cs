using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>
/// Something added to the right gradient: weight decay, an offset, the effect of a step taken too early.
/// </summary>
internal static class Additions
{
    /// <summary>All of them for one tensor's gradient.</summary>
    public static IEnumerable<Suspect> Of(Scene scene, int variable)
    {
        var clue = scene.Clues[variable];
        var isParameter = variable < scene.Clues.Count - 1;
        yield return new(
            isParameter ? $"{clue.Name}: weight decay" : clue.Name,
            isParameter ? "weight decay, which belongs to the optimiser or into the loss"
                : "a term that is no part of the derivative",
            2, () => clue.Value, Role.Added);
        yield return new("1", "a constant added to every entry", 2, () =>
        {
            var ones = new Tensor<double>(clue.Value.Shape);
            ones.Values.Fill(1);
            return ones;
        }, Role.Added);
        foreach (var (name, value) in scene.Activations.Where(
            a => a.Name != scene.XName && a.Value.Shape.Count == clue.Value.Shape.Count))
            yield return new(
                name, $"a second path that {name} takes", 2, () => value.WithShape(clue.Value.Shape), Role.Added);
        if (scene is { IsLoss: false, Arguments: { } a } && a.X.Shape.Count == a.Dy.Shape.Count && !isParameter)
            yield return new(
                $"dy·[{scene.XName} ≤ 0]", "the slope on the side where the function is flat", 2,
                () => new(clue.Value.Shape,
                    [.. a.Dy.Values.ToArray().Zip(a.X.Values.ToArray(), (dy, x) => x > 0 ? 0 : dy)]), Role.Added);
        if (scene is not { Pass: { } pass, Arguments: { } arguments }) yield break;
        for (var p = 0; p < arguments.Theta.Length; p++)
        {
            var (parameter, name) = (p, scene.Clues[p].Name);
            yield return new(
                $"the change by {name} after a step",
                "when the parameters are updated: after the whole backward pass", 2,
                () => Difference(pass, arguments, parameter, scene.Clues[parameter].Right, variable), Role.Added);
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
            (pass.Gradients(a.WithParameter(parameter, moved))[variable], pass.Gradients(a)[variable]);
        var difference = after.Clone();
        for (var i = 0; i < difference.Shape.Count; i++) difference[i] -= before[i];
        return difference;
    }
}
