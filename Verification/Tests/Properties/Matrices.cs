namespace CnnVerified.Verification.Tests.Properties;

/// <summary>Matrices to correlate, and what can be done to them.</summary>
internal static class Matrices
{
    /// <summary>A kernel, and an image that it fits into with room to shift.</summary>
    public static (Tensor<double> Image, Tensor<double> Kernel) DrawMatrices(this ConvolutionGeometry geometry)
    {
        var values = new NormalValues(geometry.Seed);
        var (h, w) = (geometry.Kernel.Height, geometry.Kernel.Width);
        var image = new Shape(geometry.Image.Height + h, geometry.Image.Width + w);
        return (values.Tensor<double>(image), values.Tensor<double>(new Shape(h, w)));
    }

    /// <summary>Turned by 180°: what stood first stands last.</summary>
    public static Tensor<double> Rotated(this Tensor<double> matrix)
    {
        var rotated = matrix.Clone();
        rotated.Values.Reverse();
        return rotated;
    }

    /// <summary>The part of a matrix that begins at a row and a column.</summary>
    public static Tensor<double> From(this Tensor<double> matrix, int row, int column)
    {
        var part = new Tensor<double>(new Shape(matrix.Shape[0] - row, matrix.Shape[1] - column));
        for (var i = 0; i < part.Shape[0]; i++)
            for (var j = 0; j < part.Shape[1]; j++) part[i, j] = matrix[row + i, column + j];
        return part;
    }
}
