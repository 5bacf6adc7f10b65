namespace CnnVerified.Verification;

/// <content>The whole Jacobian, of which a check sees the product with an upstream gradient.</content>
public sealed partial class GradientCheck
{
    /// <summary>
    /// The subject whose upstream gradient can be any; another one than that of the check where this has each output
    /// by itself.
    /// </summary>
    private Func<Point, Subject> Weighted { get; init; }

    /// <summary>
    /// ∂yₖ/∂xᵢ for every output y and every entry of one tensor x: analytic, by a backward pass for each output with
    /// dy = 1 there and 0 elsewhere, and numeric. It costs as much as a check of the tensor, for each output.
    /// </summary>
    /// <param name="tensor">The tensor; not needed if there is only one.</param>
    /// <example><code>Console.WriteLine(GradientCheck.Of(layer).At(2, 3).Jacobian("x"));</code></example>
    /// <exception cref="ArgumentException">There is no such tensor, or there are several and none is named.</exception>
    /// <exception cref="CheckedCodeException">The code throws at the point itself, or gives no gradient.</exception>
    public JacobianReport Jacobian(string? tensor = null) => Possession.Of(code.Network, code.Loss, () =>
    {
        var whole = Weighted(point);
        string[] names = [.. whole.Variables.Select(variable => variable.Name)];
        var place = tensor is null && names.Length == 1 ? 0 : Array.IndexOf(names, tensor);
        if (place < 0) throw new ArgumentException(
            $"tensor is {tensor ?? "not given"}, but must be one of {string.Join(", ", names)}.", nameof(tensor));
        var x = whole.Variables[place];
        string[] outputs = [.. whole.Outputs.SelectMany(output =>
            Enumerable.Range(0, output.Shape.Count).Select(k => EntryName.Of(output.Name, output.Shape, k)))];
        return new JacobianReport(
            $"∂y/∂{x.Name} of {options.Name ?? whole.Name}", outputs,
            [.. Enumerable.Range(0, x.Value.Shape.Count).Select(x.NameOf)],
            [.. outputs.Select((_, k) => Row(whole, k, x.Name))]);
    });

    private EntryReport[] Row(Subject whole, int output, string tensor)
    {
        var dy = new Tensor<double>(
            whole.Origin is { Loss: null } origin ? origin.Upstream.Shape : new Shape(whole.Upstream.Length));
        dy[output] = 1;
        var found = new Inspection(
            code.Network, code.Loss, Weighted, point with { Upstream = dy },
            options with
            {
                Only = new Dictionary<string, Range> { [tensor] = Range.All },
                Projections = null,
                Progress = null,
            }).Run();
        // An output that the tensor does not move has a row of zeros, as it should.
        return [.. found.Variables[0].Entries.Select(entry => entry.Doubt == Doubt.NoSignal
            ? entry with { Verdict = Verdict.Correct, Doubt = null } : entry)];
    }
}
