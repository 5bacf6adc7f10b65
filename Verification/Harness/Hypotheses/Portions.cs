namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// Mistakes in a portion of a sum, whose other terms are right: it is in another order, or has another factor.
/// </summary>
internal static class Portions
{
    /// <summary>What to look at.</summary>
    public const string Look = "the term of the sum in which this is done: the others are right";

    private const int FewestSizes = 2, FewestEntries = 4, Base = 5;

    /// <summary>All of them for one tensor's gradient.</summary>
    public static IEnumerable<Hypothesis> Of(WrongPass wrong, int variable, Deadline deadline) =>
        Rearranged(wrong, wrong.Gradients[variable]).Concat(OfSlopes(wrong, wrong.Gradients[variable]));

    /// <summary>
    /// What turns back when it is done twice makes an error that is its own opposite: A + Pᵀ in place of A + P.
    /// </summary>
    private static IEnumerable<Hypothesis> Rearranged(WrongPass wrong, TensorGradient gradient)
    {
        var (error, noise) = (gradient.Error, wrong.Tolerance * RootMeanSquare.Of(gradient.Given.Values));
        if (error.Values.ToArray().Where(v => Math.Abs(v) > noise).Select(v => Math.Round(Math.Abs(v) / noise / 2))
            .Distinct().Count() < FewestSizes) yield break;
        foreach (var order in Order.Of(gradient.Value.Shape, gradient.Axes))
        {
            var turned = order.Apply(error);
            if (AreEqual(order.Apply(turned), error, 1) && AreEqual(turned, error, -1))
                yield return new(order.Of("correct, but with a portion"), $"{order.Look}; and {Look}", Base,
                    () => gradient.Given, Role.Exactly);
        }

        bool AreEqual(Tensor<double> a, Tensor<double> b, int sign)
        {
            for (var i = 0; i < a.Shape.Count; i++)
                if (Math.Abs(a[i] - sign * b[i]) > 2 * noise) return false;
            return true;
        }
    }

    /// <summary>Slopes of which one term is right, and all others have the same factor.</summary>
    private static IEnumerable<Hypothesis> OfSlopes(WrongPass wrong, TensorGradient gradient)
    {
        var count = gradient.Value.Shape.Count;
        if (wrong.Arguments is not { } a || a.X.Shape.Count != count || a.Y.Shape.Count != count || wrong.IsLoss
            || count < FewestEntries || gradient != wrong.Gradients[^1]) yield break;
        var one = new Term("1", [.. Enumerable.Repeat(1.0, count)], 0);
        foreach (var (words, values, weight) in wrong.Terms.Where(term => term.Weight <= 2).Prepend(one))
        {
            Tensor<double> Rest(Tensor<double> from) =>
                new(from.Shape, [.. Enumerable.Range(0, count).Select(i => from[i] - a.Dy[i] * values[i])]);
            var (given, right) = (Rest(gradient.Given), Rest(gradient.Right));
            var fit = Fit.Of(new(words, Look, 0, () => right), gradient with { Given = given }, wrong.Tolerance);
            if (fit.Miss <= wrong.Tolerance && fit.C is { IsPlain: true } c && !c.Is(1))
                yield return new($"dy{(words == "1" ? "" : $"·{words}")} + {c} × all other terms", Look, Base + weight,
                    () => gradient.Given, Role.Exactly);
        }
    }
}
