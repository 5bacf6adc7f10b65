namespace CnnVerified.Training.Prediction;

/// <summary>A grey picture of any size.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Pixels">Row by row, from 0 (black) to 255 (white).</param>
internal sealed record Picture(int Width, int Height, ReadOnlyMemory<byte> Pixels)
{
    /// <summary>More pixels than a picture of one digit can need.</summary>
    public const int MostPixels = 64_000_000;

    /// <summary>A grey level of light as ITU-R BT.709 weighs the colours.</summary>
    public static int Luma(int red, int green, int blue) => (2126 * red + 7152 * green + 722 * blue + 5000) / 10_000;

    /// <summary>Makes sure that a picture is neither empty nor too large, before anything is made for it.</summary>
    /// <exception cref="InvalidDataException">It is; the message is a clause without a subject.</exception>
    public static void RequireSize(long width, long height)
    {
        if (width < 1 || height < 1 || width > MostPixels / height)
            throw new InvalidDataException(FormattableString.Invariant(
                $"is {width}×{height} pixels large, but must have 1 to {MostPixels:N0}"));
    }

    /// <summary>
    /// This picture if it is no larger, else a smaller one, each of whose pixels is the mean of a square of n×n.
    /// </summary>
    public Picture NoLargerThan(int side)
    {
        var n = (Math.Max(Width, Height) + side - 1) / side;
        if (n == 1) return this;
        var (width, height) = ((Width + n - 1) / n, (Height + n - 1) / n);
        var means = new byte[width * height];
        var sums = new int[width];
        for (var row = 0; row < height; row++)
        {
            Array.Clear(sums);
            var rows = Math.Min(n, Height - row * n);
            for (var y = row * n; y < row * n + rows; y++)
            {
                var line = Pixels.Span.Slice(y * Width, Width);
                for (var x = 0; x < Width; x++) sums[x / n] += line[x];
            }
            for (var x = 0; x < width; x++)
            {
                var count = rows * Math.Min(n, Width - x * n);
                means[row * width + x] = (byte)((sums[x] + count / 2) / count);
            }
        }
        return new Picture(width, height, means);
    }
}
