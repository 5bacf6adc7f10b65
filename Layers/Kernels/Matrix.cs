namespace CnnVerified.Layers.Kernels;

/// <summary>
/// A matrix in an array: entry (i, j) at Start + i·RowStride + j·ColumnStride or, if it is laid out by panels, in that which
/// begins with column j and is w wide, at Start + i·w + j·ColumnStride.
/// </summary>
internal readonly record struct Matrix<T>(T[] Values, int Rows, int Columns, int RowStride, int ColumnStride, int Start = 0)
{
    /// <summary>
    /// Whether panels of columns follow each other, each row by row: a product that writes or reads them walks through memory,
    /// which a processor foresees. Parts that cover the matrix share its room, each with panels of its own.
    /// </summary>
    public bool IsByPanels { get; init; }

    /// <summary>The same numbers with rows and columns exchanged.</summary>
    public Matrix<T> Transposed => new(Values, Columns, Rows, ColumnStride, RowStride, Start);

    /// <summary>The numbers from the first entry on.</summary>
    public Span<T> Span => Values.AsSpan(Start);

    /// <summary>Some of its rows and columns.</summary>
    public Matrix<T> Part(Range rows, Range columns)
    {
        var (row, height) = rows.GetOffsetAndLength(Rows);
        var (column, width) = columns.GetOffsetAndLength(Columns);
        return this with
        {
            Rows = height,
            Columns = width,
            ColumnStride = IsByPanels ? height : ColumnStride,
            Start = Start + (IsByPanels ? row * Columns + column * height : row * RowStride + column * ColumnStride),
        };
    }

    /// <summary>From row to row among so many columns: in a panel, all it has.</summary>
    public int Stride(int width) => IsByPanels ? width : RowStride;
}
