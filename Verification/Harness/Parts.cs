namespace CnnVerified.Verification;

/// <summary>
/// The layers of a network and its loss, each checked alone at what reaches it there. Where all of them are right and
/// the network's gradient is what the chain rule makes of theirs, the network's is right too, whatever its differences
/// say: roundings of what one part hands to the next may hide its slope, and conventions at kinks need not fit
/// together.
/// </summary>
internal static class Parts
{
    /// <summary>
    /// Whether no part is wrong by itself, and the chain rule makes of their gradients those of the whole.
    /// </summary>
    /// <param name="whole">A network, with a loss or without.</param>
    /// <param name="isRight">Whether a check of one part finds nothing wrong.</param>
    public static bool AreRight(Subject whole, Func<GradientCheck, bool> isRight)
    {
        if (whole.Origin is not { } origin) return false;
        var (layers, dy) = (origin.Network.Layers, origin.Upstream);
        if (layers.Count + (origin.Loss is null ? 0 : 1) < 2) return false;
        var inputs = new List<Tensor<double>> { origin.X };
        foreach (var layer in layers) inputs.Add(layer.Forward(inputs[^1].Clone()));
        if (origin.Loss is { } loss)
        {
            dy = new Tensor<double>(inputs[^1].Shape);
            loss.Gradient(inputs[^1].Clone(), origin.Upstream.Clone(), dy);
            if (!isRight(GradientCheck.Of(loss).At(inputs[^1], origin.Upstream))) return false;
        }
        var variables = whole.Variables.ToList();
        var dx = variables[^1];
        variables.RemoveAt(variables.Count - 1);
        for (var k = layers.Count - 1; k >= 0; k--)
        {
            var alone = Subject.Of(layers[k].Name, new Network<double>(layers[k]), inputs[k].Clone(), dy.Clone());
            var parameters = variables.Count - layers[k].Parameters.Count;
            if (alone.Variables.SkipLast(1).Zip(variables.Skip(parameters))
                    .Any(pair => !AreSame(pair.First, pair.Second))
                || !isRight(GradientCheck.Of(layers[k]).At(inputs[k], upstream: dy))) return false;
            variables.RemoveRange(parameters, layers[k].Parameters.Count);
            dy = alone.Variables[^1].Analytic;
        }
        return AreSame(dx with { Analytic = dy }, dx);
    }

    private static bool AreSame(Variable chained, Variable variable) =>
        Enumerable.Range(0, variable.Value.Shape.Count).All(i => Math.Abs(chained.Analytic[i] - variable.Analytic[i])
            <= Tolerances.AnalyticRounding * Math.Max(Math.Abs(variable.Analytic[i]), variable.Scale));
}
