using System.Buffers.Binary;
using System.IO.Compression;

namespace CnnVerified.Verification.Tests.Training.Prediction;

/// <summary>Small pictures in the bytes of their formats, composed by the formats' descriptions.</summary>
internal static class PictureFiles
{
    /// <summary>A kind of PNG picture.</summary>
    /// <param name="Colour">
    /// 0: grey, 2: red-green-blue, 3: palette, 4: grey with opacity, 6: colour with opacity.
    /// </param>
    /// <param name="Depth">Bits of a sample.</param>
    /// <param name="Interlaced">Whether its pixels come in Adam7's order.</param>
    /// <param name="Filter">How each row differs from what is next to it: 0 to 4; 5 takes all five in turn.</param>
    public sealed record PngKind(int Colour, int Depth, bool Interlaced = false, int Filter = 0)
    {
        public int Channels => Colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

        public int MostValue => (1 << Depth) - 1;
    }

    /// <summary>
    /// Colours at half the resolution in ten scans, ink of 8×12 pixels in column 12 and row 4 of 37×21, as libjpeg
    /// writes it. ImageSharp 2.1 writes no such files.
    /// </summary>
    public static byte[] ProgressiveJpeg => Convert.FromBase64String(
        "/9j/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/2wBDAQME"
        + "BAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBT/wgARCAAVACUDASIAAhEB"
        + "AxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAcI/8QAFwEBAAMAAAAAAAAAAAAAAAAAAAECA//aAAwDAQACEAMQAAAB0pNqTm6ikUnN2kQM"
        + "5AAA/8QAGRAAAgMBAAAAAAAAAAAAAAAAAAYHFiAw/9oACAEBAAEFAhxcamJzjbMTEQ7w/8QAFBEBAAAAAAAAAAAAAAAAAAAAIP/aAAgB"
        + "AwEBPwFf/8QAGBEAAwEBAAAAAAAAAAAAAAAAAQIRACD/2gAIAQIBAT8BQVoc4jQc/wD/xAAjEAAAAgoDAQAAAAAAAAAAAAAREgABBAUT"
        + "FCRDUWEgg8Iw/9oACAEBAAY/AkZKSajnuEAA0vKNdJKwCXDiI6Vjg6O3wj36vfw//8QAGRAAAgMBAAAAAAAAAAAAAAAAABFhsfAw/9oA"
        + "CAEBAAE/ITH15nUx9eJX6kX/2gAMAwEAAgADAAAAEFaQwww//8QAFxEBAQEBAAAAAAAAAAAAAAAAASEAIP/aAAgBAwEBPxBhinP/xAAX"
        + "EQEBAQEAAAAAAAAAAAAAAAABMQAg/9oACAECAQE/ECKGJoc//8QAGhAAAQUBAAAAAAAAAAAAAAAAEQAhUeHwMP/aAAgBAQABPxBbCPQB"
        + "ItsI9gMA/S7/AP/Z");

    /// <summary>A PNG of 8 bits a sample whose rows stand in it without filters.</summary>
    public static byte[] Png(int width, int height, byte colour, params byte[] samples) =>
        Png(new PngKind(colour, 8), width, height, Array.ConvertAll(samples, sample => (int)sample));

    /// <summary>A PNG of any kind.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="samples">Row by row, pixel by pixel, channel by channel.</param>
    /// <param name="palette">The chunk PLTE, red-green-blue.</param>
    /// <param name="transparency">The chunk tRNS.</param>
    public static byte[] Png(
        PngKind kind, int width, int height, int[] samples, byte[]? palette = null, byte[]? transparency = null)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)kind.Depth, (byte)kind.Colour, kind.Interlaced ? (byte)1 : (byte)0);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            foreach (var (x, y, right, down) in kind.Interlaced ? Adam7 : [(0, 0, 1, 1)])
                zlib.Write(Pass(x, y, right, down));
        var data = packed.ToArray();
        return [0x89, .. "PNG\r\n\x1a\n"u8, .. Chunk("IHDR", header), .. Chunk("tEXt", "Title\0x"u8.ToArray()),
            .. palette is null ? [] : Chunk("PLTE", palette),
            .. transparency is null ? [] : Chunk("tRNS", transparency),
            .. Chunk("IDAT", data[..(data.Length / 2)]), .. Chunk("IDAT", data[(data.Length / 2)..]),
            .. Chunk("IEND", [])];

        byte[] Pass(int left, int top, int right, int down)
        {
            var rows = new List<byte>();
            byte[]? above = null;
            for (var y = top; y < height && left < width; y += down)
            {
                var bits = Enumerable.Range(0, width).Where(x => x >= left && (x - left) % right == 0)
                    .SelectMany(x => samples.AsSpan((y * width + x) * kind.Channels, kind.Channels).ToArray())
                    .SelectMany(sample =>
                        Enumerable.Range(0, kind.Depth).Select(bit => sample >> (kind.Depth - 1 - bit) & 1));
                byte[] row = [.. bits.Chunk(8).Select(eight => (byte)eight.Select((bit, i) => bit << (7 - i)).Sum())];
                var filter = kind.Filter == 5 ? y % 5 : kind.Filter;
                rows.Add((byte)filter);
                rows.AddRange(
                    Filtered(filter, row, above ?? new byte[row.Length], (kind.Channels * kind.Depth + 7) / 8));
                above = row;
            }
            return [.. rows];
        }
    }

    private static readonly (int X, int Y, int Right, int Down)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private static IEnumerable<byte> Filtered(int filter, byte[] row, byte[] above, int step) =>
        row.Select((value, i) =>
        {
            var (left, corner) = i < step ? (0, 0) : (row[i - step], above[i - step]);
            return (byte)(value - filter switch
            {
                0 => 0,
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                _ => new[] { left, above[i], corner }.MinBy(near => Math.Abs(left + above[i] - corner - near)),
            });
        });

    /// <summary>A BMP of 24 bits a pixel, or with a palette of greys of 8 bits.</summary>
    public static byte[] Bmp(int width, int height, int bits, byte[] greys, bool isTopDown = false)
    {
        var channels = bits / 8;
        var row = (width * channels + 3) / 4 * 4;
        byte[] palette = bits == 8
            ? [.. Enumerable.Range(0, 256).SelectMany(i => (byte[])[(byte)i, (byte)i, (byte)i, 0])] : [];
        var bytes = new byte[54 + palette.Length + row * height];
        "BM"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(2), bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(10), 54 + palette.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(22), isTopDown ? -height : height);
        (bytes[26], bytes[28]) = (1, (byte)bits);
        palette.CopyTo(bytes, 54);
        for (var i = 0; i < greys.Length; i++)
        {
            var y = isTopDown ? i / width : height - 1 - i / width;
            bytes.AsSpan(54 + palette.Length + y * row + i % width * channels, channels).Fill(greys[i]);
        }
        return bytes;
    }

    /// <summary>
    /// A GIF whose codes are never longer than 9 bits, as it forgets what it has seen every 100 pixels.
    /// </summary>
    public static byte[] Gif(int width, int height, byte[] greys)
    {
        const int Clear = 256, End = 257, Forget = 100;
        var codes = greys.SelectMany((grey, i) => i % Forget == 0 ? [Clear, grey] : (int[])[grey]).Append(End);
        var bits = codes.SelectMany(code => Enumerable.Range(0, 9).Select(bit => code >> bit & 1));
        byte[] data = [.. bits.Chunk(8).Select(eight => (byte)eight.Select((bit, i) => bit << i).Sum())];
        byte[] size = [(byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8)];
        return [.. "GIF89a"u8, .. size, 0xf7, 0, 0,
            .. Enumerable.Range(0, 256).SelectMany(i => new[] { (byte)i, (byte)i, (byte)i }),
            0x2c, 0, 0, 0, 0, .. size, 0, 8,
            .. data.Chunk(255).SelectMany(block => (byte[])[(byte)block.Length, .. block]), 0, 0x3b];
    }

    public static byte[] Netpbm(string header, params byte[] pixels) =>
        [.. Encoding.Latin1.GetBytes(header), .. pixels];

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc32(body));
        return [.. length, .. body, .. check];
    }

    /// <summary>PNG's check, bit by bit.</summary>
    public static uint Crc32(ReadOnlySpan<byte> bytes)
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
