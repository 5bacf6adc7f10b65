using System.Runtime.InteropServices;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace CnnVerified.Training.Prediction;

/// <summary>
/// PNG, JPEG, BMP and GIF pictures in grey, upright as the camera was held. What is transparent shows white paper;
/// black if nothing could be seen on white.
/// </summary>
internal static class ImageFile
{
    /// <summary>How many pixels a byte of a file may stand for at most, beyond those that any may.</summary>
    private const int PixelsOfByte = 1_000, PixelsOfAny = 12_000_000, PixelsOfJpegByte = 512, MostScans = 100;

    private static readonly Lazy<Configuration> Decoders = new(() =>
    {
        var decoders = new Configuration(
            new PngConfigurationModule(), new JpegConfigurationModule(), new BmpConfigurationModule(),
            new GifConfigurationModule())
        {
            MaxDegreeOfParallelism = 1,
            MemoryAllocator = new SimpleGcMemoryAllocator(),
        };
        decoders.ImageFormatsManager.SetDecoder(
            GifFormat.Instance, new GifDecoder { DecodingMode = FrameDecodingMode.First, IgnoreMetadata = true });
        return decoders;
    });

    /// <summary>The name of the format that these bytes begin as; null if it is none of the four.</summary>
    public static string? NameOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        _ when PngStructure.IsOne(bytes) => "PNG",
        [0xff, 0xd8, 0xff, ..] => "JPEG",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "GIF",
        [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => "BMP",
        _ => null,
    };

    /// <summary>Reads the picture.</summary>
    /// <exception cref="InvalidDataException">There is none; the message is a clause without a subject.</exception>
    public static Picture Read(ReadOnlyMemory<byte> bytes)
    {
        var name = NameOf(bytes.Span);
        var file = name == "PNG" ? PngStructure.PictureAlone(bytes) : bytes;
        RequireEnd(name, file.Span);
        var size = Attempt(name, () => Image.Identify(Decoders.Value, StreamOf(file))) ?? throw Damaged(name);
        Picture.RequireSize(size.Width, size.Height);
        var (pixels, most) = ((long)size.Width * size.Height, PixelsOfAny + PixelsOfByte * (long)file.Length);
        if (pixels > (name == "JPEG" ? PixelsOfJpegByte * (long)file.Length : most))
            throw Cut(name);
        return Attempt(name, () =>
        {
            using var image = Image.Load<La16>(Decoders.Value, StreamOf(file));
            if (name == "JPEG") image.Mutate(picture => picture.AutoOrient());
            return Seen(image);
        });
    }

    /// <summary>
    /// What is seen of it on white paper; on black, if on white it were a single grey. Large pictures are made smaller.
    /// </summary>
    private static Picture Seen(Image<La16> image)
    {
        var pixels = new byte[image.Width * image.Height];
        foreach (var paper in new[] { byte.MaxValue, byte.MinValue })
        {
            image.ProcessPixelRows(rows =>
            {
                for (var y = 0; y < rows.Height; y++)
                    for (var x = 0; x < rows.Width; x++)
                        pixels[y * rows.Width + x] = On(paper, rows.GetRowSpan(y)[x]);
            });
            if (pixels.AsSpan().ContainsAnyExcept(pixels[0])) break;
        }
        return new Picture(image.Width, image.Height, pixels);
    }

    private static byte On(byte paper, La16 pixel) =>
        (byte)((pixel.L * pixel.A + paper * (byte.MaxValue - pixel.A) + byte.MaxValue / 2) / byte.MaxValue);

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> file) =>
        MemoryMarshal.TryGetArray(file, out var part) && part.Array is { } array
            ? new(array, part.Offset, part.Count, writable: false) : new(file.ToArray());

    private static void RequireEnd(string? name, ReadOnlySpan<byte> file)
    {
        var scans = name == "JPEG" ? PictureEnd.ScansOfJpeg(file) : 0;
        if (scans is null || name == "GIF" && !PictureEnd.IsInGif(file) || name == "BMP" && !PictureEnd.IsInBmp(file))
            throw Cut(name);
        if (scans > MostScans) throw Damaged(name);
    }

    private static T Attempt<T>(string? name, Func<T> decode)
    {
        try
        {
            return decode();
        }
        catch (Exception damage) when (damage is not OutOfMemoryException)
        {
            throw Damaged(name, damage);
        }
    }

    private static InvalidDataException Cut(string? name) => new($"ends before the {name} picture does");

    private static InvalidDataException Damaged(string? name, Exception? cause = null) =>
        new($"is a damaged {name} picture", cause);
}
