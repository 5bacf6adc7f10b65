namespace CnnVerified.Layers;

/// <summary>Which outputs a correlation or convolution gives.</summary>
public enum CorrelationMode
{
    /// <summary>Where the kernel lies wholly inside the image: (H − h + 1) × (W − w + 1).</summary>
    Valid,

    /// <summary>Wherever kernel and image overlap, with zeros around the image: (H + h − 1) × (W + w − 1).</summary>
    Full,
}

/// <summary>
/// The two operations that deep learning calls by one name, on matrices (H, W) and kernels (h, w). They differ by the
/// direction in which the kernel is read: convolution is cross-correlation with the kernel rotated by 180°.
/// </summary>
public static class Correlation
{
    /// <summary>
    /// (x ⋆ k)[i, j] = Σ_{u,v} x[i + u, j + v]·k[u, v]; in full mode i and j start at 1 − h and 1 − w.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// Not two matrices, or in valid mode a kernel larger than the image.
    /// </exception>
    public static Tensor<T> CrossCorrelate<T>(
        Tensor<T> x, Tensor<T> kernel, CorrelationMode mode = CorrelationMode.Valid)
        where T : IFloatingPointIeee754<T>
    {
        RequireMatrices(x, kernel, mode);
        var (h, w) = (kernel.Shape[0], kernel.Shape[1]);
        var layer = new Convolution<T>(
            kernel.WithShape(new Shape(1, 1, h, w)), new Tensor<T>(new Shape(1)), 1,
            mode == CorrelationMode.Full ? (h - 1, w - 1) : 0);
        var y = layer.Forward(x.WithShape(new Shape(1, 1, x.Shape[0], x.Shape[1])));
        return y.WithShape(new Shape(y.Shape[2], y.Shape[3]));
    }

    /// <summary>
    /// (x ∗ k)[i, j] = Σ_{u,v} x[i − u, j − v]·k[u, v]; in valid mode i and j start at h − 1 and w − 1.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// Not two matrices, or in valid mode a kernel larger than the image.
    /// </exception>
    public static Tensor<T> Convolve<T>(Tensor<T> x, Tensor<T> kernel, CorrelationMode mode = CorrelationMode.Valid)
        where T : IFloatingPointIeee754<T>
    {
        RequireMatrices(x, kernel, mode);
        var rotated = kernel.Clone();
        rotated.Values.Reverse();
        return CrossCorrelate(x, rotated, mode);
    }

    private static void RequireMatrices<T>(Tensor<T> x, Tensor<T> kernel, CorrelationMode mode)
        where T : IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(kernel);
        Shape.RequireRank(x.Shape, nameof(x), "H", "W");
        Shape.RequireRank(kernel.Shape, nameof(kernel), "h", "w");
        if (mode == CorrelationMode.Valid && (kernel.Shape[0] > x.Shape[0] || kernel.Shape[1] > x.Shape[1]))
            throw new ArgumentException(
                $"kernel has shape {kernel.Shape}, but in valid mode must fit into x, {x.Shape}.", nameof(kernel));
    }
}
