namespace CnnVerified.Verification.Benchmarks;

/// <summary>
/// Where the shapes of an operation's grid are drawn: in a block for each value of the first axes, the last axis to the
/// right, the one before it downwards. Lengths are pixels.
/// </summary>
internal readonly struct HeatMapLayout(Operation operation)
{
    public const int Width = 500, Cell = 9, Heading = 36;

    private const int Gap = 12, Caption = 14;

    private readonly Axis[] axes = operation.Axes;

    /// <summary>Of all blocks and the heading.</summary>
    public int Height => Heading + (operation.Count / Size + PerLine - 1) / PerLine * LineHeight;

    /// <summary>Which axis goes where.</summary>
    public string Explanation => string.Join(
        "; ",
        new[] { $"→ {Range(axes[^1])}" }
            .Concat(axes.SkipLast(1).TakeLast(1).Select(axis => $"↓ {Range(axis)}"))
            .Concat(axes.Length > 2 ? [$"blocks: {string.Join(", ", axes[..^2].Select(axis => axis.Name))}"] : []));

    private int Rows => axes.Length > 1 ? axes[^2].Values.Length : 1;

    private int Columns => axes[^1].Values.Length;

    private int Size => Rows * Columns;

    private int LineHeight => Caption + Rows * Cell;

    private int PerLine => (Width - Gap) / (Columns * Cell + Gap);

    /// <summary>The block of a shape.</summary>
    public int Block(int place) => place / Size;

    /// <summary>A block's upper left corner.</summary>
    public (int X, int Y) Corner(int block) =>
        (block % PerLine * (Columns * Cell + Gap), Heading + Caption + block / PerLine * LineHeight);

    /// <summary>The middle of a shape's left edge, from its block's corner.</summary>
    public (int X, double Y) Place(int place) => (place % Columns * Cell, (place / Columns % Rows + 0.5) * Cell);

    /// <summary>The values of a block's axes.</summary>
    public string Values(int place) => string.Join(", ", operation.Shape(place).Take(axes.Length - 2));

    private static string Range(Axis axis) => $"{axis.Name} {axis.Values[0]} to {axis.Values[^1]}";
}
