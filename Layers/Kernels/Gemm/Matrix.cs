namespace CnnVerified.Layers.Kernels.Gemm;

/// <summary>
/// A matrix in an array: entry (i, j) at Start + i·RowStride + j·ColumnStride. A row stride of 0 says that it is laid
/// out by panels of columns, one after the other, each row by row: entry (i, 0) of the panel that begins with column j
/// and is w wide at Start + i·w + j·ColumnStride. A product that writes or reads it walks through memory, which a
/// processor foresees.
/// </summary>
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

    private bool IsByPanels => RowStride == 0;

    /// <summary>
    /// Some of its rows and columns; laid out by panels, a part has panels of its own in its share of the room.
    /// </summary>
    public Matrix<T> Part(Range rows, Range columns)
    {
        var (row, height) = rows.GetOffsetAndLength(Rows);
        var (column, width) = columns.GetOffsetAndLength(Columns);
        var (rowStride, columnStride) = IsByPanels ? (Columns, height) : (RowStride, ColumnStride);
        return new(Values, height, width, RowStride, columnStride, Start + row * rowStride + column * columnStride);
    }

    /// <summary>From row to row among so many columns: in a panel, all it has.</summary>
    public int Stride(int width) => IsByPanels ? width : RowStride;
}
