namespace CnnVerified.Layers.Kernels.Gemm;

/// <summary>Where a tile of a matrix product, or each of several, finds its numbers.</summary>
/// <param name="a">What the rows of A bring to step k starts at a[Step·k], as <see cref="IFactor{T, V}"/> says.</param>
/// <param name="b">What the offsets of the rows of B count from.</param>
/// <param name="offsets">Row k of B starts at b[offsets[k]].</param>
/// <param name="bColumns">Where in a row of B the second and the last vector start.</param>
/// <param name="from">The numbers to which products are added.</param>
/// <param name="fromStride">From one of their rows to the next.</param>
/// <param name="c">The result, which may lie where they do.</param>
/// <param name="cStride">From one of its rows to the next.</param>
/// <param name="cColumns">Where in a row of both the second and the last vector start.</param>
internal readonly ref struct TileOperands<T>(
    ref T a, ref T b, ref int offsets, (int Middle, int Last) bColumns,
    ref T from, int fromStride, ref T c, int cStride, (int Middle, int Last) cColumns)
{
    public readonly ref T A = ref a, B = ref b, From = ref from, C = ref c;
    public readonly ref int Offsets = ref offsets;
    public readonly int FromStride = fromStride, CStride = cStride;
    public readonly (int Middle, int Last) BColumns = bColumns, CColumns = cColumns;

    /// <summary>How many tiles.</summary>
    public int Count { get; init; } = 1;

    /// <summary>From one of them to the next.</summary>
    public (int A, int B, int From, int C) Steps { get; init; }

    /// <summary>The same with other numbers.</summary>
    public TileOperands<T> At(ref T a, ref T b, ref T c) =>
        new(ref a, ref b, ref Offsets, BColumns, ref From, FromStride, ref c, CStride, CColumns);
}
