namespace CnnVerified.Layers;

/// <summary>
/// A height and a width: of an image, a kernel, a stride or a padding. A single number stands for both.
/// </summary>
/// <param name="Height">Along the axis H.</param>
/// <param name="Width">Along the axis W.</param>
public readonly record struct Extent(int Height, int Width)
{
    /// <summary>The same in both directions.</summary>
    public static implicit operator Extent(int both) => new(both, both);

    /// <summary>Height and width as a pair.</summary>
    public static implicit operator Extent((int Height, int Width) pair) => new(pair.Height, pair.Width);

    /// <summary>Height × width, such as <c>3×5</c>.</summary>
    public override string ToString() => $"{Height}×{Width}";
}
