using CnnVerified.Training.Data.Mnist;

namespace CnnVerified.Training.Prediction;

/// <summary>A file that holds pictures: one, or those of an IDX array. It may be packed with gzip.</summary>
internal static class PictureFile
{
    private const int MostBytes = 1 << 30;

    /// <summary>Reads all its pictures.</summary>
    /// <exception cref="IOException">It cannot be read; the message is one sentence.</exception>
    /// <exception cref="InvalidDataException">It holds none; the message is one sentence.</exception>
    public static IReadOnlyList<Picture> Read(string path)
    {
        try
        {
            return Read(Gzip.Unpack(InputFile.Read(path, MostBytes), MostBytes));
        }
        catch (InvalidDataException complaint)
        {
            throw new InvalidDataException(
                $"'{path}' cannot be read as a picture or an IDX file: it {complaint.Message}.", complaint);
        }
    }

    /// <summary>Reads all pictures that these bytes hold.</summary>
    /// <exception cref="InvalidDataException">They hold none; the message is a clause without a subject.</exception>
    public static IReadOnlyList<Picture> Read(ReadOnlyMemory<byte> bytes)
    {
        if (ImageFile.NameOf(bytes.Span) is not null) return [ImageFile.Read(bytes)];
        var text = bytes.Span is [0xef, 0xbb, 0xbf, ..] ? bytes[3..] : bytes;
        if (NetpbmFile.IsOne(text.Span)) return [NetpbmFile.Read(text)];
        if (bytes.Span is not [0, 0, 8, ..] && FileKind.NameOf(bytes.Span) is { } kind)
            throw new InvalidDataException($"is {kind}, but must be PNG, JPEG, GIF, BMP, PBM, PGM, PPM or IDX");
        return PicturesOf(IdxArray.Read(bytes));
    }

    private static Picture[] PicturesOf(IdxArray images)
    {
        if (images.Sizes is not [var count, var height, var width])
            throw new InvalidDataException(
                $"has the sizes {string.Join('×', images.Sizes)} where images are N×height×width");
        Picture.RequireSize(width, height);
        return [.. Enumerable.Range(0, count)
            .Select(i => new Picture(width, height, images.Values.Slice(i * height * width, height * width)))];
    }
}
