namespace CnnVerified.Verification;

/// <summary>
/// The analytic gradient is the gradient of something: its derivative is a Hessian, and a Hessian is symmetric. Along
/// random directions u and v, d/dt⟨u, g(z + t·v)⟩ must equal d/dt⟨v, g(z + t·u)⟩ (Schwarz's theorem). The forward pass
/// plays no part, so this sees a backward pass that is inconsistent in itself. A gradient that jumps at this point, or
/// is mere rounding there, has no Hessian: only what fails at other points as well is a mistake.
/// </summary>
public sealed class HessianIsSymmetric() : LayerCheck("Hessian symmetric")
{
    /// <inheritdoc/>
    protected override CheckOutcome Judge(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        var input = x.Clone();
        Tensor<double>[] variables = [input, .. layer.Parameters.Select(p => p.Value)];
        return Hessian.IsSymmetric(
            variables, () => [.. LayerRun.Of(layer, input, dy).Backwards(layer).Select(g => g.Value)]);
    }

    /// <summary>The same for the loss of a network, with respect to its input and all its parameters.</summary>
    /// <param name="network">The network; its parameters are left as they were.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="x">The input.</param>
    /// <param name="target">The target.</param>
    public static CheckOutcome Run(Network<double> network, Loss<double> loss, Tensor<double> x, Tensor<double> target)
    {
        var input = x.Clone();
        var trace = new Trace<double>(network, x.Shape, withInputGradient: true);
        Tensor<double>[] variables = [input, .. network.Parameters.Select(p => p.Value)];
        return Hessian.IsSymmetric(variables, () =>
        {
            var gradients = network.NewGradients();
            loss.Gradient(network.Forward(input, trace), target, trace.OutputGradient);
            network.Backward(trace, gradients);
            return [trace.InputGradient!, .. gradients];
        });
    }
}

/// <summary>Second derivatives along directions, from differences of an analytic gradient.</summary>
internal static class Hessian
{
    private const int Pairs = 3;

    /// <summary>
    /// Compares uᵀ·(H·v) with vᵀ·(H·u) for random directions over all variables together: where they are, beside that,
    /// and where units are not saturated, until it holds.
    /// </summary>
    public static CheckOutcome IsSymmetric(Tensor<double>[] variables, Func<Tensor<double>[]> gradient) =>
        Restored.After(variables, () =>
        {
            var complaint = Complaint(variables, gradient);
            foreach (var move in new Action<Tensor<double>>[] { Aside, ToSizeOne })
            {
                if (complaint is null) break;
                foreach (var variable in variables) move(variable);
                complaint = Complaint(variables, gradient);
            }
            return CheckOutcome.Of(complaint);
        });

    /// <summary>
    /// What is wrong along every pair of directions: one alone may be misjudged where a piece ends. What is hardly
    /// known there says nothing.
    /// </summary>
    private static string? Complaint(Tensor<double>[] variables, Func<Tensor<double>[]> gradient)
    {
        var own = variables.Select(variable => variable.Clone()).ToArray();
        string? complaint = null;
        for (var pair = 0; pair < Pairs; pair++)
        {
            var (u, v) = (Direction(own, 2 * pair), Direction(own, 2 * pair + 1));
            var (uv, vu) = (Along(u, v), Along(v, u));
            var uncertainty = uv.Uncertainty + vu.Uncertainty;
            if (Math.Abs(uv.Value - vu.Value) <= uncertainty + Tolerances.AnalyticRounding * Math.Abs(uv.Value))
                return null;
            if (uncertainty > Tolerances.Signal * Math.Max(Math.Abs(uv.Value), Math.Abs(vu.Value))) continue;
            complaint ??= string.Create(
                CultureInfo.InvariantCulture,
                $"uᵀ·H·v = {uv.Value:G10}, but vᵀ·H·u = {vu.Value:G10} ± {uncertainty:G1}: "
                + $"the backward pass is not the gradient of any function");
        }
        return complaint;

        NumericDerivative Along(Tensor<double>[] u, Tensor<double>[] v)
        {
            var subject = Subject.Of(t =>
            {
                for (var i = 0; i < own.Length; i++)
                    for (var entry = 0; entry < own[i].Shape.Count; entry++)
                        variables[i][entry] = own[i][entry] + t * v[i][entry];
                var g = gradient();
                for (var i = 0; i < own.Length; i++) own[i].Values.CopyTo(variables[i].Values);
                return u.Zip(g, (a, b) => Dot(a, b)).Sum();
            });
            var ladder = new Ladder(subject);
            return ladder.Glance(0, 0) ?? ladder.Climb(0, 0);
        }
    }

    /// <summary>Moves every entry by another thousandth or so of the tensor's size.</summary>
    private static void Aside(Tensor<double> variable)
    {
        var other = Another.Like(variable);
        for (var i = 0; i < variable.Shape.Count; i++) variable[i] += (other[i] - variable[i]) / 1024;
    }

    private static void ToSizeOne(Tensor<double> variable)
    {
        var size = Math.Max(1, RootMeanSquare.Of(variable.Values));
        foreach (ref var value in variable.Values) value /= size;
    }

    private static Tensor<double>[] Direction(Tensor<double>[] variables, int seed) =>
        [.. variables.Select((variable, i) => Draw.Normal(variable.Shape, 100 * (seed + 1) + i))];

    private static double Dot(Tensor<double> a, Tensor<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Shape.Count; i++) sum += a[i] * b[i];
        return sum;
    }
}
