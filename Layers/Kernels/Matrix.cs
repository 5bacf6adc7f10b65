namespace CnnVerified.Layers.Kernels;

/// <summary>A matrix in an array: entry (i, j) at i·RowStride + j·ColumnStride.</summary>
internal readonly record struct Matrix<T>(T[] Values, int Rows, int Columns, int RowStride, int ColumnStride)
{
    /// <summary>The same numbers with rows and columns exchanged.</summary>
    public Matrix<T> Transposed => new(Values, Columns, Rows, ColumnStride, RowStride);
}
