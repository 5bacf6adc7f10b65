using System.Buffers.Binary;
using System.IO.Compression;

namespace CnnVerified.Training.Prediction;

/// <summary>
/// What must be right about a PNG picture before it is decoded: the order of its chunks, and that its packed pixels are
/// as many as its header says. Decoders trust them; a file of some bytes would have them take hours or gigabytes.
/// </summary>
/// <remarks>The format's description is ISO/IEC 15948, www.w3.org/TR/png.</remarks>
internal static class PngStructure
{
    private const int Signature = 8, Frame = 12, HeaderLength = 13;

    /// <summary>Whether these bytes begin as such a picture does.</summary>
    public static bool IsOne(ReadOnlySpan<byte> bytes) => bytes is [0x89, (byte)'P', (byte)'N', (byte)'G', ..];

    /// <summary>The chunks that make the picture; those that only tell about it are left out.</summary>
    /// <exception cref="InvalidDataException">
    /// Something is wrong; the message is a clause without a subject.
    /// </exception>
    public static byte[] PictureAlone(ReadOnlyMemory<byte> bytes)
    {
        using var picture = new MemoryStream();
        using var packed = new MemoryStream();
        if (bytes.Length < Signature) throw new InvalidDataException("ends before the PNG picture does");
        picture.Write(bytes.Span[..Signature]);
        ReadOnlyMemory<byte> header = default;
        for (var (next, isWithinPixels) = (Signature, false); ;)
        {
            var chunk = ChunkAt(bytes[next..]);
            next += chunk.Length;
            var type = chunk.Span[4..8];
            var data = chunk[8..^4];
            if (type.SequenceEqual("IHDR"u8) != header.IsEmpty) throw Damaged();
            if (header.IsEmpty) RequireHeader(header = data);
            var isPixels = type.SequenceEqual("IDAT"u8);
            if (isPixels && packed.Length > 0 && !isWithinPixels) throw Damaged();
            if (isPixels) packed.Write(data.Span);
            isWithinPixels = isPixels;
            if (type.SequenceEqual("tRNS"u8) && header.Span[8] == 16) picture.Write(LowByteFirst(chunk.Span));
            else if (type.SequenceEqual("tRNS"u8) || char.IsAsciiLetterUpper((char)type[0])) picture.Write(chunk.Span);
            if (type.SequenceEqual("IEND"u8)) break;
        }
        packed.Position = 0;
        RequireUnpacked(packed, BytesOfPixels(header.Span));
        return picture.ToArray();
    }

    /// <summary>
    /// The chunk that names the transparent colour, as ImageSharp 2.1 takes it where samples have 16 bits. The format
    /// has the high byte first.
    /// </summary>
    private static byte[] LowByteFirst(ReadOnlySpan<byte> chunk)
    {
        var swapped = chunk.ToArray();
        for (var i = 8; i < swapped.Length - 5; i += 2) swapped.AsSpan(i, 2).Reverse();
        return swapped;
    }

    private static ReadOnlyMemory<byte> ChunkAt(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < Frame) throw new InvalidDataException("ends before the PNG picture does");
        var length = Frame + (long)BinaryPrimitives.ReadUInt32BigEndian(bytes.Span);
        return length <= bytes.Length
            ? bytes[..(int)length] : throw new InvalidDataException("ends before the PNG picture does");
    }

    private static void RequireHeader(ReadOnlyMemory<byte> header)
    {
        if (header.Length != HeaderLength || BitsOf(header.Span) is null || header.Span[^1] > 1) throw Damaged();
        Picture.RequireSize(Width(header.Span), Height(header.Span));
    }

    private static void RequireUnpacked(Stream packed, long count)
    {
        using var pixels = new ZLibStream(packed, CompressionMode.Decompress);
        var piece = new byte[1 << 16];
        try
        {
            while (count > 0 && pixels.Read(piece) is > 0 and var read) count -= read;
        }
        catch (Exception damage) when (damage is InvalidDataException or IOException)
        {
            throw Damaged(damage);
        }
        if (count > 0) throw new InvalidDataException("ends before the PNG picture does");
    }

    /// <summary>
    /// The unpacked size: rows begin at bytes and with a filter; Adam7 deals the pixels out to 7 pictures.
    /// </summary>
    private static long BytesOfPixels(ReadOnlySpan<byte> header)
    {
        var (width, height, bits) = (Width(header), Height(header), BitsOf(header)!.Value);
        if (header[^1] == 0) return Rows(width, height);
        return Rows(After(width, 0, 8), After(height, 0, 8)) + Rows(After(width, 4, 8), After(height, 0, 8))
            + Rows(After(width, 0, 4), After(height, 4, 8)) + Rows(After(width, 2, 4), After(height, 0, 4))
            + Rows(After(width, 0, 2), After(height, 2, 4)) + Rows(After(width, 1, 2), After(height, 0, 2))
            + Rows(width, After(height, 1, 2));

        long Rows(long w, long h) => w == 0 ? 0 : h * (1 + (w * bits + 7) / 8);
        static long After(long size, int first, int step) => (size - first + step - 1) / step;
    }

    /// <summary>The bits of a pixel; null for a colour that has no such depth.</summary>
    private static int? BitsOf(ReadOnlySpan<byte> header) => (Colour: header[9], Depth: header[8]) switch
    {
        (0, 1 or 2 or 4 or 8 or 16) or (3, 1 or 2 or 4 or 8) => header[8],
        (2, 8 or 16) => 3 * header[8],
        (4, 8 or 16) => 2 * header[8],
        (6, 8 or 16) => 4 * header[8],
        _ => null,
    };

    private static long Width(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32BigEndian(header);

    private static long Height(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32BigEndian(header[4..]);

    private static InvalidDataException Damaged(Exception? cause = null) => new("is a damaged PNG picture", cause);
}
