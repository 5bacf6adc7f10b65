using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers;

/// <summary>
/// The sizes of a tensor's axes, outermost first: (N, C, H, W) for images, (N, features) for vectors,
/// (F, C, height, width) for kernels. Every size is at least 1.
/// </summary>
public readonly struct Shape : IEquatable<Shape>
{
    private readonly int[]? sizes;
    private readonly int count;

    /// <summary>Makes a shape from its axis sizes, outermost first.</summary>
    /// <exception cref="ArgumentException">
    /// An axis is smaller than 1, or there are more entries than an array holds, some 2³¹.
    /// </exception>
    public Shape(params ReadOnlySpan<int> sizes)
    {
        long entries = 1;
        foreach (var size in sizes)
        {
            if (size < 1 || (entries *= size) > Room.MostNumbers)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"shape {string.Join('×', sizes.ToArray())} is not allowed: every axis must be at least 1 "
                    + $"and all entries together at most {Room.MostNumbers:N0}."), nameof(sizes));
        }
        this.sizes = sizes.ToArray();
        count = (int)entries;
    }

    /// <summary>How many entries a tensor of this shape has: the product of its axis sizes, 1 without axes.</summary>
    public int Count => sizes is null ? 1 : count;

    /// <summary>How many axes there are.</summary>
    public int Rank => sizes?.Length ?? 0;

    /// <summary>The size of one axis; axis 0 is the outermost.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int this[int axis] => sizes is { } all && (uint)axis < (uint)all.Length ? all[axis] : throw NoSuchAxis(axis);

    /// <summary>The shape of all axes but the first: one sample of a batch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no axis.</exception>
    public Shape WithoutFirstAxis() => this[0] > 0 ? new(sizes.AsSpan(1)) : this;

    /// <summary>The shape of a batch of <paramref name="n"/> samples of this shape.</summary>
    public Shape WithBatch(int n) => new([n, .. sizes.AsSpan()]);

    /// <summary>The indices (outermost first) of the entry stored at <paramref name="position"/>, row-major.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entry.</exception>
    public int[] IndexOf(int position)
    {
        if (position < 0 || position >= Count)
            throw new ArgumentOutOfRangeException(
                nameof(position),
                $"position is {position}, but must be from 0 to less than {Count}, the entries of shape {this}.");
        var index = new int[Rank];
        for (var axis = Rank - 1; axis >= 0; axis--)
            (position, index[axis]) = Math.DivRem(position, sizes![axis]);
        return index;
    }

    /// <summary>Where the entry with these indices is stored, row-major.</summary>
    internal int PositionOf(int i, int j) =>
        sizes is { Length: 2 } s && (uint)i < (uint)s[0] && (uint)j < (uint)s[1]
            ? i * s[1] + j : PositionOf([i, j]);

    /// <summary>Where the entry with these indices is stored, row-major.</summary>
    internal int PositionOf(int i, int j, int k, int l) =>
        sizes is { Length: 4 } s && (uint)i < (uint)s[0] && (uint)j < (uint)s[1] && (uint)k < (uint)s[2]
        && (uint)l < (uint)s[3] ? ((i * s[1] + j) * s[2] + k) * s[3] + l : PositionOf([i, j, k, l]);

    /// <summary>Where the entry with these indices (outermost first) is stored, row-major.</summary>
    /// <exception cref="ArgumentException">Not one index for each axis, or one outside its axis.</exception>
    internal int PositionOf(ReadOnlySpan<int> index)
    {
        if (index.Length != Rank)
            throw new ArgumentException(
                $"index has {index.Length} numbers, but shape {this} has {Rank} axes.", nameof(index));
        var position = 0;
        for (var axis = 0; axis < index.Length; axis++)
        {
            if ((uint)index[axis] >= (uint)sizes![axis])
                throw new ArgumentOutOfRangeException(
                    nameof(index),
                    $"index is ({string.Join(", ", index.ToArray())}), but must lie inside shape {this}.");
            position = position * sizes[axis] + index[axis];
        }
        return position;
    }

    /// <inheritdoc/>
    public bool Equals(Shape other) => sizes == other.sizes || sizes.AsSpan().SequenceEqual(other.sizes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var size in sizes.AsSpan()) hash.Add(size);
        return hash.ToHashCode();
    }

    /// <summary>The sizes joined by "×", such as <c>2×3×7×6</c>; <c>()</c> if there are none.</summary>
    public override string ToString() => Rank == 0 ? "()" : string.Join('×', sizes!);

    /// <summary>Whether two shapes have the same axes.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether two shapes differ in some axis.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    private ArgumentOutOfRangeException NoSuchAxis(int axis) => new(
        nameof(axis), $"axis is {axis}, but must be from 0 to less than {Rank}, the number of axes of shape {this}.");

    /// <summary>Checks that an argument has the shape it must have.</summary>
    /// <exception cref="ArgumentException">It has another; the message names the argument and both shapes.</exception>
    public static void Require(Shape actual, Shape expected, string argument)
    {
        if (actual != expected)
            throw new ArgumentException($"{argument} has shape {actual}, but must have shape {expected}.", argument);
    }

    /// <summary>Checks that an argument has as many axes as <paramref name="axes"/> names.</summary>
    /// <exception cref="ArgumentException">It has another number of axes.</exception>
    public static void RequireRank(Shape actual, string argument, params ReadOnlySpan<string> axes)
    {
        if (actual.Rank != axes.Length)
            throw new ArgumentException(
                $"{argument} has shape {actual}, but must have {axes.Length} axes: ({string.Join(", ", axes!)}).",
                argument);
    }
}
