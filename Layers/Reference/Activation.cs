namespace CnnVerified.Layers.Reference;

/// <summary>x, y, dx and dy of one shape; i is a position in it.</summary>
internal static class Activation
{
    /// <summary>yᵢ = f(xᵢ) for a range of entries.</summary>
    public static void Forward<T>(Activation<T> f, Tensor<T> x, Tensor<T> y, Range entries)
        where T : IFloatingPointIeee754<T>
    {
        var (first, count) = entries.GetOffsetAndLength(y.Shape.Count);
        for (var i = first; i < first + count; i++) y[i] = f.Value(x[i]);
    }

    /// <summary>dxᵢ = f′(xᵢ)·dyᵢ.</summary>
    public static void Backward<T>(Activation<T> f, Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T> dx)
        where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < y.Shape.Count; i++) dx[i] = dy[i] * f.Slope(x[i], y[i]);
    }
}
