namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// A right backward pass that works from something wrong: another dy, another x, other parameters, another stride.
/// </summary>
internal static class Substitutions
{
    private static readonly Rearrangement LeftOut = new("1", "a factor that is left out", Distortions.Each(_ => 1));

    private const string Geometry = "the geometry that the backward pass assumes: it must be the forward pass's";

    /// <summary>One wrong argument each: the result in words, what to look at, and the gradients.</summary>
    public static IEnumerable<(string Words, string Look, Func<Tensor<double>[]> Gradients)> Of(WrongPass wrong)
    {
        if (wrong is not { Pass: { } pass, Arguments: { } arguments }) yield break;
        foreach (var (words, look, spoilt) in All(wrong, arguments))
            yield return ($"correct for {words}", look, () => pass.Approximate(spoilt()));
        foreach (var (words, gradients) in pass.Siblings)
            yield return ($"correct for {words}", wrong.IsLoss ? "which argument is which" : Geometry,
                () => gradients(arguments));
        if (!wrong.IsLoss && arguments.X.Shape.Count == arguments.Y.Shape.Count)
            yield return (
                "correct applied twice", "a factor that another layer, or a fused loss, has applied already", () =>
                pass.Approximate(arguments with
                {
                    Dy = pass.Approximate(arguments)[^1].WithShape(arguments.Dy.Shape),
                }));
    }

    /// <summary>A wrong dy together with a wrong x or parameter.</summary>
    public static IEnumerable<(string Words, string Look, Func<Tensor<double>[]> Gradients)> Pairs(WrongPass wrong)
    {
        if (wrong is not { Pass: { } pass and not NumericPass, Arguments: { } arguments } || wrong.IsLoss) yield break;
        foreach (var (words, look, spoilt) in OfUpstream(wrong, arguments))
        {
            var first = new Lazy<Arguments>(spoilt);
            foreach (var (otherWords, otherLook, other) in OfInput(wrong, arguments)
                .Concat(OfParameters(wrong, arguments)))
                yield return ($"correct for {words}, {otherWords}", $"{look}; and {otherLook}",
                    () => pass.Approximate(other() with { Dy = first.Value.Dy }));
        }
    }

    private static IEnumerable<(string Words, string Look, Func<Arguments> Spoilt)> All(
        WrongPass wrong, Arguments arguments) =>
        wrong.IsLoss ? OfInput(wrong, arguments)
        : [.. OfUpstream(wrong, arguments), .. OfParameters(wrong, arguments), .. OfInput(wrong, arguments)];

    private static IEnumerable<(string Words, string Look, Func<Arguments> Spoilt)> OfUpstream(
        WrongPass wrong, Arguments a)
    {
        yield return (
            "dy replaced by 1", "the chain rule's other factor: the upstream gradient dy", () =>
                a with { Dy = Distortions.Each(_ => 1)(a.Dy) });
        foreach (var (name, value) in wrong.Activations.Where(
            v => v.Name != "dy" && v.Value.Shape.Count == a.Dy.Shape.Count))
            yield return ($"dy replaced by {name}", $"where {name} is used: dy belongs there",
                () => a with { Dy = value.WithShape(a.Dy.Shape) });
        foreach (var r in Rearrangement.All(a.Dy.Shape, wrong.AxesOf(a.Dy.Shape)))
            yield return (r.Instead("dy"), r.Look, () => a with { Dy = r.Apply(a.Dy) });
    }

    private static IEnumerable<(string Words, string Look, Func<Arguments> Spoilt)> OfInput(
        WrongPass wrong, Arguments a)
    {
        var x = wrong.XName;
        if (!wrong.IsLoss && a.X.Shape == a.Y.Shape)
            yield return ($"{x} replaced by y", "where the slope is taken: at the input x, not at the output", () =>
                a with { X = a.Y, Y = wrong.Pass!.Forward(a.Y) });
        foreach (var (name, value) in wrong.Activations.Where(
            v => v.Name != x && v.Value.Shape.Count == a.X.Shape.Count && !wrong.IsLoss))
            yield return ($"the input replaced by {name}", $"where {name} is used: x belongs there",
                () => a with { X = value.WithShape(a.X.Shape) });
        foreach (var r in Rearrangement.OfValues(a.X.Shape, wrong.AxesOf(a.X.Shape)))
            yield return (r.Instead(x), r.Look, () => a with { X = r.Apply(a.X) });
        if (wrong.IsLoss)
            foreach (var r in Rearrangement.All(a.Y.Shape, wrong.AxesOf(a.Y.Shape)))
                yield return (r.Instead(wrong.YName), r.Look, () => a with { Y = r.Apply(a.Y) });
    }

    private static IEnumerable<(string Words, string Look, Func<Arguments> Spoilt)> OfParameters(
        WrongPass wrong, Arguments a)
    {
        // The likeliest of every parameter come first: where each takes long, there may be no time for all.
        foreach (var (p, r, _) in Enumerable.Range(0, a.Theta.Length).SelectMany(p =>
            Rearrangement.OfValues(a.Theta[p].Shape, wrong.Gradients[p].Axes).Append(LeftOut)
                .Select((r, rank) => (p, r, rank)))
            .OrderBy(one => one.rank))
            yield return (r.Instead(wrong.Gradients[p].Name), r.Look,
                () => a.WithParameter(p, r.Apply(a.Theta[p])));
    }
}
