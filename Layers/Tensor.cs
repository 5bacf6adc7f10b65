using CnnVerified.Layers.Kernels.Gemm;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers;

/// <summary>Numbers in row-major order with a <see cref="Layers.Shape"/>: the last axis varies fastest.</summary>
/// <typeparam name="T">The scalar.</typeparam>
public sealed class Tensor<T> where T : IFloatingPointIeee754<T>
{
    private readonly T[] storage;
    private readonly int start;

    /// <summary>A tensor of zeros; 4 KiB or more of them begin with a cache line.</summary>
    public Tensor(Shape shape)
    {
        (Shape, storage) = (shape, CacheLine.Allocate<T>(shape.Count));
        start = storage.Length == shape.Count ? 0 : CacheLine.Until(ref storage[0]);
    }

    /// <summary>A tensor that holds <paramref name="values"/> themselves (no copy), in row-major order.</summary>
    /// <exception cref="ArgumentException">The number of values is not the number of entries of the shape.</exception>
    public Tensor(Shape shape, params T[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != shape.Count)
            throw new ArgumentException(
                $"values has {values.Length} numbers, but shape {shape} has {shape.Count} entries.", nameof(values));
        (Shape, storage) = (shape, values);
    }

    private Tensor(Shape shape, T[] storage, int start) => (Shape, this.storage, this.start) = (shape, storage, start);

    /// <summary>The sizes of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>All entries in row-major order; writing to the span writes to the tensor.</summary>
    public Span<T> Values => storage.AsSpan(start, Shape.Count);

    /// <summary>The entry at a row-major position.</summary>
    public ref T this[int position] => ref Values[position];

    /// <summary>The entry (n, feature) of a tensor with two axes, or (row, column) of a matrix.</summary>
    /// <exception cref="ArgumentException">The tensor has another number of axes, or no such entry.</exception>
    public ref T this[int n, int feature] => ref storage[start + Shape.PositionOf(n, feature)];

    /// <summary>The entry (n, c, h, w) of a tensor with four axes.</summary>
    /// <exception cref="ArgumentException">The tensor has another number of axes, or no such entry.</exception>
    public ref T this[int n, int c, int h, int w] => ref storage[start + Shape.PositionOf(n, c, h, w)];

    /// <summary>Checks that an argument is a tensor of the shape that it must have.</summary>
    internal static void Require(Tensor<T>? tensor, Shape expected, string argument)
    {
        ArgumentNullException.ThrowIfNull(tensor, argument);
        Shape.Require(tensor.Shape, expected, argument);
    }

    /// <summary>What belongs to some indices of the first axis.</summary>
    internal Span<T> Part(Range range)
    {
        var (first, count) = range.GetOffsetAndLength(Shape[0]);
        var size = Shape.Count / Shape[0];
        return Values.Slice(first * size, count * size);
    }

    /// <summary>The sample n of a batch.</summary>
    internal Span<T> Sample(int n) => Part(n..(n + 1));

    /// <summary>Some of the channels of the sample n.</summary>
    internal Span<T> Sample(int n, Range channels)
    {
        var (first, count) = channels.GetOffsetAndLength(Shape[1]);
        var size = Shape.Count / Shape[0] / Shape[1];
        return Sample(n).Slice(first * size, count * size);
    }

    /// <summary>The image at a place among those of all samples and channels, or some from there on.</summary>
    internal Span<T> Image(int nc) => Images(nc, 1);

    /// <inheritdoc cref="Image"/>
    internal Span<T> Images(int nc, int count)
    {
        var size = Shape[2] * Shape[3];
        return Values.Slice(nc * size, count * size);
    }

    /// <summary>The samples as rows.</summary>
    internal Matrix<T> Rows => new(storage, Shape[0], Shape.Count / Shape[0], Shape.Count / Shape[0], 1, start);

    /// <summary>A tensor of its own with the same numbers.</summary>
    public Tensor<T> Clone()
    {
        var copy = new Tensor<T>(Shape);
        Values.CopyTo(copy.Values);
        return copy;
    }

    /// <summary>A tensor over the same storage (no copy) with another shape of as many entries.</summary>
    /// <exception cref="ArgumentException">The shapes differ in their number of entries.</exception>
    public Tensor<T> WithShape(Shape shape) => shape.Count == Shape.Count
        ? new(shape, storage, start)
        : throw new ArgumentException(
            $"shape {shape} has {shape.Count} entries, but the tensor has {Shape.Count}.", nameof(shape));

    /// <summary>
    /// Whether two tensors are over the same storage. They then hold the same entries in the same order, since
    /// <see cref="WithShape"/> is the only view there is.
    /// </summary>
    public bool SharesStorageWith(Tensor<T> other) => storage == other.storage;

    /// <summary>What tensors over the same storage have in common.</summary>
    internal object Storage => storage;

    /// <summary>A tensor of its own whose numbers are converted to another scalar.</summary>
    public Tensor<U> Over<U>() where U : IFloatingPointIeee754<U>
    {
        var converted = new Tensor<U>(Shape);
        for (var i = 0; i < Shape.Count; i++) converted[i] = U.CreateChecked(this[i]);
        return converted;
    }
}
