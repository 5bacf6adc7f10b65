namespace CnnVerified.Verification;

/// <summary>The geometry of a layer whose only size is that of its input, such as an activation.</summary>
/// <param name="X">The shape of the input.</param>
/// <param name="FixedAxes">How many of the last axes the layer prescribes.</param>
public sealed record InputGeometry(Shape X, int FixedAxes = 0) : IGeometry<InputGeometry>
{
    /// <inheritdoc/>
    public IEnumerable<InputGeometry> Shrink() =>
        Enumerable.Range(0, X.Rank - FixedAxes)
            .SelectMany(axis => Sizes.Below(X[axis], 1).Select(size => this with { X = With(axis, size) }));

    /// <inheritdoc/>
    public string Description => $"x of {X}";

    private Shape With(int axis, int size)
    {
        var sizes = Enumerable.Range(0, X.Rank).Select(a => a == axis ? size : X[a]).ToArray();
        return new Shape(sizes);
    }
}
