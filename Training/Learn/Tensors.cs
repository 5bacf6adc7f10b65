namespace CnnVerified.Training.Learn;

/// <summary>Arrays as the library's tensors, and back.</summary>
internal static class Tensors
{
    /// <summary>A copy of an array, of its own shape or of another with as many entries.</summary>
    public static Tensor<double> Of(Array array, params int[] sizes)
    {
        var values = new double[array.Length];
        Buffer.BlockCopy(array, 0, values, 0, sizeof(double) * values.Length);
        return new(new Shape(
            sizes.Length > 0 ? sizes : [.. Enumerable.Range(0, array.Rank).Select(array.GetLength)]), values);
    }

    /// <summary>A matrix for a batch of features, or for an image of one channel.</summary>
    public static double[,] Matrix(Tensor<double> tensor)
    {
        var rank = tensor.Shape.Rank;
        var matrix = new double[tensor.Shape[rank - 2], tensor.Shape[rank - 1]];
        Buffer.BlockCopy(tensor.Values.ToArray(), 0, matrix, 0, sizeof(double) * matrix.Length);
        return matrix;
    }

    /// <summary>The last two axes as a matrix for each position in those before.</summary>
    public static double[][,] Matrices(Tensor<double> tensor)
    {
        var shape = tensor.Shape;
        var (rows, columns) = (shape[shape.Rank - 2], shape[shape.Rank - 1]);
        return [.. tensor.Values.ToArray().Chunk(rows * columns).Select(
            one => Matrix(new Tensor<double>(new Shape(rows, columns), one)))];
    }

    /// <summary>An array as an image of one channel.</summary>
    public static Tensor<double> Image(double[,] x) => Of(x, 1, 1, x.GetLength(0), x.GetLength(1));
}
