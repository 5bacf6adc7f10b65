namespace CnnVerified.Verification;

/// <summary>
/// Where y is linear in x up to a constant, y = A·x + y₀, the backward pass must be the adjoint of A: ⟨A·u, dy⟩ = ⟨u,
/// Aᵀ·dy⟩ for any u, to rounding. It needs no derivative and no step. J. F. Claerbout, <i>Earth Soundings Analysis</i>
/// (1992), section 5: the dot-product test.
/// </summary>
public sealed class AdjointInInput() : LayerCheck("adjoint in x")
{
    /// <inheritdoc/>
    protected override CheckOutcome Judge(Layer<double> layer, Tensor<double> x, Tensor<double> dy) => Adjoint.Check(
        "x", x, u => layer.Forward(u.Clone()), dy, upstream => LayerRun.Of(layer, x, upstream).Dx);
}

/// <summary>
/// The same for every parameter: where y is linear in θ up to a constant, ⟨B·v, dy⟩ = ⟨v, dθ⟩ for any v.
/// </summary>
public sealed class AdjointInParameters() : LayerCheck("adjoint in θ")
{
    /// <inheritdoc/>
    protected override CheckOutcome Judge(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        if (layer.Parameters.Count == 0) return CheckOutcome.NotApplicable("the layer has no parameters");
        var outcomes = layer.Parameters.Select((p, i) => Check(layer, x, dy, p, i)).ToArray();
        return outcomes.FirstOrDefault(o => o.Status == CheckStatus.Failed)
            ?? outcomes.FirstOrDefault(o => o.Status == CheckStatus.Passed) ?? outcomes[0];
    }

    private static CheckOutcome Check(
        Layer<double> layer, Tensor<double> x, Tensor<double> dy, Parameter<double> parameter, int i)
    {
        var own = parameter.Value.Clone();
        return Restored.After([.. layer.Parameters.Select(p => p.Value)], () => Adjoint.Check(
            parameter.Name, own, v => At(v, () => layer.Forward(x.Clone())), dy,
            upstream => At(own, () => LayerRun.Of(layer, x, upstream).Gradients[i])));

        Tensor<double> At(Tensor<double> value, Func<Tensor<double>> run)
        {
            value.Values.CopyTo(parameter.Value.Values);
            return run();
        }
    }
}

/// <summary>The dot-product test of a map that is linear up to a constant.</summary>
internal static class Adjoint
{
    private const int Directions = 4;

    /// <summary>
    /// Compares ⟨map(u) − map(0), dy⟩ with ⟨u, backward(dy)⟩ for random u; not applicable if the map is not linear
    /// from 0 to u, to −u, and from where it is checked.
    /// </summary>
    public static CheckOutcome Check(
        string name, Tensor<double> own, Func<Tensor<double>, Tensor<double>> map, Tensor<double> dy,
        Func<Tensor<double>, Tensor<double>> backward)
    {
        var (gradient, nothing) = (backward(dy), new Tensor<double>(own.Shape));
        var zero = map(nothing).Clone();
        var directions = Enumerable.Range(1, Directions).Select(seed => Draw.Normal(own.Shape, seed)).ToArray();
        var images = directions.Select(ImageOf).ToArray();
        var slack = new Tensor<double>(zero.Shape);
        for (var d = 0; d < Directions; d++)
        {
            var start = Plus(own, directions[(d + 1) % Directions]);
            if (!IsSum(ImageOf(Plus(start, directions[d])), ImageOf(start), images[d])
                || !IsSum(ImageOf(nothing), ImageOf(Plus(nothing, directions[d], -1)), images[d]))
                return CheckOutcome.NotApplicable($"the layer is not linear in {name}");
        }
        var moved = new Lazy<Tensor<double>>(
            () => Rounding.OfLinear(dy, upstream => [backward(upstream)])[0]);
        for (var d = 0; d < Directions; d++)
        {
            var (forward, forwardSize) = Dot(images[d].Value, dy);
            var (backwards, backwardSize) = Dot(directions[d], gradient);
            var gap = Math.Abs(forward - backwards);
            var allowed = Tolerances.AdjointRounding * (forwardSize + backwardSize) + Dot(slack, dy).Size;
            if (!(gap <= allowed)
                && !(gap <= allowed + Tolerances.RoundingMoves * Dot(directions[d], moved.Value).Size))
                return CheckOutcome.Failed(string.Create(
                    CultureInfo.InvariantCulture,
                    $"⟨A·u, dy⟩ = {forward:G10}, but ⟨u, d{name}⟩ = {backwards:G10}: "
                    + $"the backward pass is not the adjoint of the forward pass"));
        }
        return CheckOutcome.Passed;

        bool IsSum(Image sum, Image a, Image b)
        {
            for (var k = 0; k < slack.Shape.Count; k++)
            {
                var allowed = Tolerances.RoundingMoves * (sum.Moves[k] + a.Moves[k] + b.Moves[k]);
                if (!(Math.Abs(sum.Value[k] - a.Value[k] - b.Value[k]) <= allowed)) return false;
                slack[k] = Math.Max(slack[k], allowed);
            }
            return true;
        }

        Image ImageOf(Tensor<double> u)
        {
            var y = map(u).Clone();
            var moves = Rounding.Of([u], arguments => [map(arguments[0])])[0];
            for (var k = 0; k < y.Shape.Count; k++) moves[k] += Rounding.Of(y[k]) + Rounding.Of(zero[k]);
            return new(Plus(y, zero, -1), moves);
        }
    }

    /// <summary>a + b.</summary>
    public static Tensor<double> Plus(Tensor<double> a, Tensor<double> b) => Plus(a, b, 1);

    /// <summary>a + factor·b.</summary>
    public static Tensor<double> Plus(Tensor<double> a, Tensor<double> b, double factor)
    {
        var result = a.Clone();
        for (var i = 0; i < a.Shape.Count; i++) result[i] += factor * b[i];
        return result;
    }

    private static (double Sum, double Size) Dot(Tensor<double> a, Tensor<double> b)
    {
        var (sum, size) = (0.0, 0.0);
        for (var i = 0; i < a.Shape.Count; i++)
        {
            sum += a[i] * b[i];
            size += Math.Abs(a[i] * b[i]);
        }
        return (sum, size);
    }

    /// <summary>map(u) − map(0), and what rounding does to it.</summary>
    private sealed record Image(Tensor<double> Value, Tensor<double> Moves);
}
