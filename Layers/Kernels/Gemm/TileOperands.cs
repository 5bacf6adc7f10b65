namespace CnnVerified.Layers.Kernels.Gemm;

/// <summary>Where a tile of a matrix product, or each of several, finds its numbers.</summary>
/// <param name="a">Column k of A starts at a[Rows·k], Rows being those of the highest tile.</param>
/// <param name="b">What the offsets of the rows of B count from.</param>
/// <param name="offsets">Row k of B starts at b[offsets[k]].</param>
/// <param name="from">The numbers to which products are added.</param>
/// <param name="fromStride">From one of their rows to the next.</param>
/// <param name="c">The result, which may lie where they do.</param>
/// <param name="cStride">From one of its rows to the next.</param>
internal readonly ref struct TileOperands<T>(
    ref T a, ref T b, ref int offsets, ref T from, int fromStride, ref T c, int cStride)
{
    /// <summary>A.</summary>
    public readonly ref T A = ref a;

    /// <summary>B.</summary>
    public readonly ref T B = ref b;

    /// <summary>The starts of its rows.</summary>
    public readonly ref int Offsets = ref offsets;

    /// <summary>What the products are added to.</summary>
    public readonly ref T From = ref from;

    /// <summary>The result.</summary>
    public readonly ref T C = ref c;

    /// <summary>From row to row.</summary>
    public readonly int FromStride = fromStride, CStride = cStride;

    /// <summary>How many tiles.</summary>
    public int Count { get; init; } = 1;

    /// <summary>From one of them to the next.</summary>
    public (int A, int B, int From, int C) Steps { get; init; }
}
