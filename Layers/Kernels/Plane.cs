using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CnnVerified.Layers.Kernels;

/// <summary>A rectangle of numbers inside a larger array: entry (h, w) stands at start + h·RowStride + w·ColumnStride.</summary>
internal readonly ref struct Plane<T>(Span<T> values, int start, int rowStride, int columnStride, int rows, int columns)
    where T : IFloatingPointIeee754<T>
{
    private readonly Span<T> values = values[start..];

    /// <summary>y ← y + k·x, entry by entry; the planes have the same rows and columns.</summary>
    public static void AddScaled(Plane<T> y, T k, Plane<T> x)
    {
        for (var h = 0; h < y.Rows; h++)
        {
            if (y.IsDense && x.IsDense)
                Kernels.AddScaled.To(y.Row(h), k, x.Row(h));
            else
                for (var w = 0; w < y.Columns; w++) y.At(h, w) += k * x.At(h, w);
        }
    }

    /// <summary>Σ aₕ𝓌·bₕ𝓌: row by row, the rows' sums added from the top.</summary>
    public static T Dot(Plane<T> a, Plane<T> b)
    {
        var sum = T.Zero;
        for (var h = 0; h < a.Rows; h++)
        {
            if (a.IsDense && b.IsDense)
                sum += DotProduct.Of<T>(a.Row(h), b.Row(h));
            else
                for (var w = 0; w < a.Columns; w++) sum += a.At(h, w) * b.At(h, w);
        }
        return sum;
    }

    /// <summary>How many rows.</summary>
    public int Rows => rows;

    /// <summary>How many columns.</summary>
    public int Columns => columns;

    /// <summary>The entry (h, w).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T At(int h, int w) => ref values[h * rowStride + w * columnStride];

    private bool IsDense => columnStride == 1;
    private Span<T> Row(int h) => values.Slice(h * rowStride, columns);
}
