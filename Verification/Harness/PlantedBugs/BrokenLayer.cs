namespace CnnVerified.Verification.PlantedBugs;

/// <summary>
/// A layer with a planted bug. It remembers its previous backward pass, so that bugs of stale state can be planted, and
/// uses the gradients of the one before that again, since fresh memory costs more than what is computed into it.
/// </summary>
internal sealed class BrokenLayer(Layer<double> right, PlantedBug bug) : Layer<double>
{
    private BackwardPass? earlier;
    private Tensor<double>[]? spare;

    /// <inheritdoc/>
    public override string Name => right.Name;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<double>> Parameters => right.Parameters;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape x) => right.OutputShape(x);

    /// <inheritdoc/>
    public override void Forward(Tensor<double> x, Tensor<double> y)
    {
        if (bug.Forward is { } forward) forward(right, x, y);
        else right.Forward(x, y);
    }

    /// <inheritdoc/>
    public override void Backward(
        Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double>? dx,
        ReadOnlySpan<Tensor<double>> gradients)
    {
        var own = spare ?? right.NewGradients();
        foreach (var gradient in own) gradient.Values.Clear();
        var pass = new BackwardPass(right, x, y, dy, new(x.Shape), own, (dx, gradients.ToArray()), earlier);
        right.Backward(x, y, dy, pass.Dx, pass.Gradients);
        bug.Spoil(pass);
        if (dx is not null) pass.Dx.Values.CopyTo(dx.Values);
        for (var p = 0; p < gradients.Length; p++)
            for (var i = 0; i < own[p].Shape.Count; i++) gradients[p][i] += own[p][i];
        (spare, earlier) =
            (earlier?.Gradients, pass with { X = x.Clone(), Y = y.Clone(), Dy = dy.Clone(), Earlier = null });
    }

    /// <inheritdoc/>
    public override Layer<U>? Over<U>() => bug.IsForwardRight ? right.Over<U>() : null;
}
