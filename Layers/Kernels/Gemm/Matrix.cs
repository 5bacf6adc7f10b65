namespace CnnVerified.Layers.Kernels.Gemm;

/// <summary>A matrix in an array: entry (i, j) at Start + i·RowStride + j·ColumnStride.</summary>
internal readonly record struct Matrix<T>(
    T[] Values, int Rows, int Columns, int RowStride, int ColumnStride, int Start = 0)
{
    /// <summary>The same numbers with rows and columns exchanged.</summary>
    public Matrix<T> Transposed => new(Values, Columns, Rows, ColumnStride, RowStride, Start);

    /// <summary>The numbers from the first entry on.</summary>
    public Span<T> Span => Values.AsSpan(Start);

    /// <summary>A row whose columns lie side by side.</summary>
    public Span<T> Row(int i) => Values.AsSpan(Start + i * RowStride, Columns);

    /// <summary>An entry.</summary>
    public ref T At(int i, int j) => ref Values[Start + i * RowStride + j * ColumnStride];

    /// <summary>Some of its rows and columns.</summary>
    public Matrix<T> Part(Range rows, Range columns)
    {
        var (row, height) = rows.GetOffsetAndLength(Rows);
        var (column, width) = columns.GetOffsetAndLength(Columns);
        return this with { Rows = height, Columns = width, Start = Start + row * RowStride + column * ColumnStride };
    }
}
