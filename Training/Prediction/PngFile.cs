using System.Buffers.Binary;
using BigGustave;

namespace CnnVerified.Training.Prediction;

/// <summary>PNG pictures in grey: their luma, on white paper where they are transparent.</summary>
internal static class PngFile
{
    private const int MostPixels = 100_000_000, WidthAt = 16, HeightAt = 20;

    /// <summary>Whether these bytes begin as such a picture does.</summary>
    public static bool IsOne(ReadOnlySpan<byte> bytes) => bytes is [0x89, (byte)'P', (byte)'N', (byte)'G', ..];

    /// <summary>Reads the picture.</summary>
    /// <exception cref="InvalidDataException">There is none; the message is a clause without a subject.</exception>
    public static Picture Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < HeightAt + sizeof(uint)) throw new InvalidDataException("ends too early");
        var (width, height) = (Number(WidthAt), Number(HeightAt));
        if (width * height is < 1 or > MostPixels)
            throw new InvalidDataException($"has a width of {width} and a height of {height}, but must have 1 to {MostPixels} pixels");
        try
        {
            var png = Png.Open(bytes.ToArray());
            var pixels = new byte[png.Width * png.Height];
            for (var i = 0; i < pixels.Length; i++) pixels[i] = Grey(png.GetPixel(i % png.Width, i / png.Width));
            return new Picture(png.Width, png.Height, pixels);
        }
        catch (Exception damage) when (damage is not OutOfMemoryException)
        {
            throw new InvalidDataException("is a damaged PNG picture", damage);
        }

        long Number(int position) => BinaryPrimitives.ReadUInt32BigEndian(bytes.Span[position..]);
    }

    /// <summary>Luma as in ITU-R BT.601, mixed with white by the share that is transparent.</summary>
    private static byte Grey(Pixel pixel)
    {
        var luma = (299 * pixel.R + 587 * pixel.G + 114 * pixel.B + 500) / 1000;
        return (byte)((luma * pixel.A + byte.MaxValue * (byte.MaxValue - pixel.A) + byte.MaxValue / 2) / byte.MaxValue);
    }
}
