using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace CnnVerified.Verification.Tests.Training.Prediction;

/// <summary>Small pictures in the bytes of their formats, composed by the formats' descriptions.</summary>
internal static class PictureFiles
{
    /// <summary>
    /// A PNG whose rows stand in it without filters; colour is 0 for grey, 2 for red-green-blue, 4 for grey with
    /// opacity, 6 for red-green-blue with opacity.
    /// </summary>
    public static byte[] Png(int width, int height, byte colour, params byte[] samples)
    {
        var rows = samples.Chunk(samples.Length / height).SelectMany(row => (byte[])[0, .. row]).ToArray();
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, colour);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest)) zlib.Write(rows);
        return [0x89, .. "PNG\r\n\x1a\n"u8, .. Chunk("IHDR", header), .. Chunk("IDAT", packed.ToArray()),
            .. Chunk("IEND", [])];
    }

    public static byte[] Pgm(string header, params byte[] pixels) => [.. Encoding.ASCII.GetBytes(header), .. pixels];

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc32(body));
        return [.. length, .. body, .. check];
    }

    /// <summary>PNG's check, bit by bit.</summary>
    private static uint Crc32(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xedb88320;
        }
        return ~crc;
    }
}
