using System.Globalization;

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
    /// <exception cref="ArgumentException">An axis is smaller than 1, or the entries would number 2³¹ or more.</exception>
    public Shape(params ReadOnlySpan<int> sizes)
    {
        long entries = 1;
        foreach (var size in sizes)
        {
            if (size < 1 || (entries *= size) > int.MaxValue)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"shape {string.Join('×', sizes.ToArray())} is not allowed: every axis must be at least 1 "
                    + $"and all entries together at most {int.MaxValue:N0}."), nameof(sizes));
        }
        this.sizes = sizes.ToArray();
        count = (int)entries;
    }

    /// <summary>How many entries a tensor of this shape has: the product of its axis sizes, 1 without axes.</summary>
    public int Count => sizes is null ? 1 : count;

    /// <summary>How many axes there are.</summary>
    public int Rank => sizes?.Length ?? 0;

    /// <summary>The size of one axis; axis 0 is the outermost.</summary>
    public int this[int axis] => sizes![axis];

    /// <summary>The shape of all axes but the first: one sample of a batch.</summary>
    public Shape WithoutFirstAxis() => new(sizes.AsSpan(1));

    /// <summary>The shape of a batch of <paramref name="n"/> samples of this shape.</summary>
    public Shape WithBatch(int n) => new([n, .. sizes.AsSpan()]);

    /// <summary>The indices (outermost first) of the entry stored at <paramref name="position"/>, row-major.</summary>
    public int[] IndexOf(int position)
    {
        var index = new int[Rank];
        for (var axis = Rank - 1; axis >= 0; axis--)
            (position, index[axis]) = Math.DivRem(position, sizes![axis]);
        return index;
    }

    /// <inheritdoc/>
    public bool Equals(Shape other) => sizes.AsSpan().SequenceEqual(other.sizes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var size in sizes.AsSpan()) hash.Add(size);
        return hash.ToHashCode();
    }

    /// <summary>The sizes joined by "×", such as <c>2×3×7×6</c>.</summary>
    public override string ToString() => string.Join('×', sizes ?? []);

    /// <summary>Whether two shapes have the same axes.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether two shapes differ in some axis.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

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
                $"{argument} has shape {actual}, but must have {axes.Length} axes: ({string.Join(", ", axes!)}).", argument);
    }
}
