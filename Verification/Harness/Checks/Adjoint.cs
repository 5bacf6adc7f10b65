using System.Globalization;
using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>
/// Where y is linear in x up to a constant, y = A·x + y₀, the backward pass must be the adjoint of A: ⟨A·u, dy⟩ = ⟨u,
/// Aᵀ·dy⟩ for any u, to rounding. It needs no derivative and no step. J. F. Claerbout, <i>Earth Soundings Analysis</i>
/// (1992), section 5: the dot-product test.
/// </summary>
public sealed class AdjointInInput() : LayerCheck("adjoint in x")
{
    /// <inheritdoc/>
    public override CheckOutcome Run(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        var zero = layer.Forward(new Tensor<double>(x.Shape));
        return Adjoint.Check(
            "x", x.Shape, u => Adjoint.Minus(layer.Forward(u), zero), LayerRun.Of(layer, x, dy).Dx, dy);
    }
}

/// <summary>
/// The same for every parameter: where y is linear in θ up to a constant, ⟨B·v, dy⟩ = ⟨v, dθ⟩ for any v.
/// </summary>
public sealed class AdjointInParameters() : LayerCheck("adjoint in θ")
{
    /// <inheritdoc/>
    public override CheckOutcome Run(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        if (layer.Parameters.Count == 0) return CheckOutcome.NotApplicable("the layer has no parameters");
        var gradients = LayerRun.Of(layer, x, dy).Gradients;
        var outcomes = layer.Parameters.Select((p, i) => Check(layer, x, dy, p, gradients[i])).ToArray();
        return outcomes.FirstOrDefault(o => o.Status == CheckStatus.Failed)
            ?? outcomes.FirstOrDefault(o => o.Status == CheckStatus.Passed) ?? outcomes[0];
    }

    private static CheckOutcome Check(
        Layer<double> layer, Tensor<double> x, Tensor<double> dy, Parameter<double> parameter,
        Tensor<double> gradient) =>
        Restored.After([parameter.Value], () =>
        {
            parameter.Value.Values.Clear();
            var zero = layer.Forward(x);
            return Adjoint.Check(parameter.Name, parameter.Value.Shape, v =>
            {
                v.Values.CopyTo(parameter.Value.Values);
                return Adjoint.Minus(layer.Forward(x), zero);
            }, gradient, dy);
        });
}

/// <summary>The dot-product test of a map that is linear.</summary>
internal static class Adjoint
{
    private const int Directions = 4;

    /// <summary>
    /// Compares ⟨map(u), dy⟩ with ⟨u, gradient⟩ for random u; not applicable if the map is not linear.
    /// </summary>
    public static CheckOutcome Check(
        string name, Shape shape, Func<Tensor<double>, Tensor<double>> map, Tensor<double> gradient, Tensor<double> dy)
    {
        var directions = Enumerable.Range(1, Directions).Select(seed => Draw.Normal(shape, seed)).ToArray();
        var images = directions.Select(u => map(u).Clone()).ToArray();
        var sum = map(Plus(directions[0], directions[1]));
        if (Difference.BeyondRounding("", sum, Plus(images[0], images[1])) is not null)
            return CheckOutcome.NotApplicable($"the layer is not linear in {name}");
        for (var d = 0; d < Directions; d++)
        {
            var (forward, forwardSize) = Dot(images[d], dy);
            var (backward, backwardSize) = Dot(directions[d], gradient);
            if (!(Math.Abs(forward - backward) <= Tolerances.AdjointRounding * (forwardSize + backwardSize)))
                return CheckOutcome.Failed(string.Create(
                    CultureInfo.InvariantCulture,
                    $"⟨A·u, dy⟩ = {forward:G10}, but ⟨u, d{name}⟩ = {backward:G10}: "
                    + $"the backward pass is not the adjoint of the forward pass"));
        }
        return CheckOutcome.Passed;
    }

    /// <summary>a − b.</summary>
    public static Tensor<double> Minus(Tensor<double> a, Tensor<double> b) => Combine(a, b, -1);

    /// <summary>a + b.</summary>
    public static Tensor<double> Plus(Tensor<double> a, Tensor<double> b) => Combine(a, b, 1);

    private static Tensor<double> Combine(Tensor<double> a, Tensor<double> b, double factor)
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
}
