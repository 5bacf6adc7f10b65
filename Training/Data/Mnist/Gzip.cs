using System.IO.Compression;

namespace CnnVerified.Training.Data.Mnist;

/// <summary>Bytes that may be packed with gzip.</summary>
internal static class Gzip
{
    private const int Piece = 1 << 16;
    private const long LeastRoom = 8_000_000, Ratio = 32;       // digits become five to ten times smaller

    /// <summary>Unpacks the bytes if they are packed.</summary>
    /// <param name="bytes">Packed or not.</param>
    /// <param name="most">
    /// How many bytes there may be at most when unpacked; fewer if that were far more than digits can be packed into so
    /// few.
    /// </param>
    /// <exception cref="InvalidDataException">
    /// They are damaged or too many; the message is a clause without a subject.
    /// </exception>
    public static ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> bytes, int most)
    {
        if (bytes.Span is not [0x1f, 0x8b, ..]) return bytes;
        most = (int)Math.Min(most, LeastRoom + Ratio * bytes.Length);
        using var packed = new GZipStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        var piece = new byte[Piece];
        while (Read(packed, piece) is > 0 and var n)
        {
            if (unpacked.Length + n > most)
                throw new InvalidDataException(
                    FormattableString.Invariant($"has more than {most:N0} bytes when unpacked"));
            unpacked.Write(piece, 0, n);
        }
        return unpacked.GetBuffer().AsMemory(0, (int)unpacked.Length);
    }

    private static int Read(GZipStream packed, byte[] piece)
    {
        try
        {
            return packed.Read(piece);
        }
        catch (Exception damage) when (damage is InvalidDataException or IOException)
        {
            throw new InvalidDataException("is a damaged gzip file", damage);
        }
    }
}
