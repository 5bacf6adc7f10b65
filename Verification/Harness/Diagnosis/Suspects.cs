using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>The mistakes that come into question for one tensor's gradient.</summary>
internal static class Suspects
{
    /// <summary>One mistake each.</summary>
    public static IEnumerable<Suspect> Single(Scene scene, int variable, Deadline deadline)
    {
        var clue = scene.Clues[variable];
        yield return new("0", "a gradient that is never written, or cleared after it was", 0,
            () => new Tensor<double>(clue.Value.Shape));
        yield return Correct(clue);
        foreach (var rearrangement in Rearrangement.All(clue.Value.Shape, clue.Axes))
            yield return Of(clue, rearrangement);
        foreach (var suspect in Others(scene, variable)) yield return suspect;
        foreach (var (words, look, gradients) in scene.Substitutions(deadline))
            yield return new(words, look, 1, () => gradients()[variable]);
        foreach (var suspect in Formulas.Of(scene, clue)) yield return suspect;
        foreach (var suspect in Additions.Of(scene, variable)) yield return suspect;
    }

    /// <summary>
    /// Two mistakes at once: one in what the pass works from, and one in its result; or two in the result.
    /// </summary>
    public static IEnumerable<Suspect> Double(Scene scene, int variable, Deadline deadline)
    {
        var clue = scene.Clues[variable];
        Rearrangement[] rearrangements = [.. Rearrangement.All(clue.Value.Shape, clue.Axes)];
        foreach (var first in rearrangements)
        {
            var spoilt = new Lazy<Tensor<double>>(() => first.Apply(clue.Right));
            foreach (var second in rearrangements)
                yield return (Of(clue, first) with { Predict = () => spoilt.Value }).Then(second);
        }
        foreach (var (words, look, gradients) in scene.Substitutions(deadline))
        {
            var spoilt = new Lazy<Tensor<double>>(() => gradients()[variable]);
            foreach (var second in rearrangements)
                yield return new Suspect(words, look, 1, () => spoilt.Value).Then(second);
        }
        foreach (var (words, look, gradients) in Substitutions.Pairs(scene))
            yield return new(words, look, 3, () => gradients()[variable]);
    }

    private static Suspect Correct(Clue clue) =>
        new("correct", "a factor: of a mean, a square, a sign, a batch size", 0, () => clue.Right);

    private static Suspect Of(Clue clue, Rearrangement rearrangement) =>
        new(rearrangement.Of("correct"), rearrangement.Look, 1, () => rearrangement.Apply(clue.Right));

    private static IEnumerable<Suspect> Others(Scene scene, int variable)
    {
        var clue = scene.Clues[variable];
        foreach (var other in scene.Clues.Where(c => c != clue && c.Value.Shape.Count == clue.Value.Shape.Count))
            yield return new($"the gradient of {other.Name}", "which gradient is written where", 1,
                () => other.Right.WithShape(clue.Value.Shape));
        foreach (var (name, value) in scene.Activations.Append((clue.Name, clue.Value))
            .Where(a => a.Item2.Shape.Count == clue.Value.Shape.Count))
            yield return new(name, $"a factor that was left out: {name} is passed on as it is", 1,
                () => value.WithShape(clue.Value.Shape));
        foreach (var (name, value) in scene.Activations.Where(a => a.Value.Shape.Count == clue.Value.Shape.Count))
            foreach (var distortion in Distortions.All)
                yield return new(
                    distortion.Of(name), distortion.Look, 2, () => distortion.Apply(value).WithShape(clue.Value.Shape));
        var bound = clue.Given.Values.ToArray().Max(Math.Abs);
        yield return new(
            $"correct clipped to ±{Constant.Number(bound)}", "gradient clipping, which belongs to the optimiser", 1,
            () => Distortions.Each(value => Math.Clamp(value, -bound, bound))(clue.Right), Role.Exactly);
        yield return new(
            "correct rounded to single precision", "a float in between", 1,
            () => Distortions.Each(value => (float)value)(clue.Right), Role.Exactly);
    }
}
