using System.Globalization;

namespace CnnVerified.Training.Prediction;

/// <summary>
/// Netpbm's grey pictures: P2 (numbers as words) or P5 (as bytes, two for each number above 255, the high one first), then
/// width, height and the number that means white, between white space or comments from # to the line's end, then the pixels.
/// </summary>
/// <remarks>The format's description is netpbm.sourceforge.net/doc/pgm.html.</remarks>
internal sealed class PgmFile
{
    private const int MostWhite = 65_535;
    private readonly ReadOnlyMemory<byte> bytes;
    private int position = 2;

    private PgmFile(ReadOnlyMemory<byte> bytes) => this.bytes = bytes;

    /// <summary>Whether these bytes begin as such a picture does.</summary>
    public static bool IsOne(ReadOnlySpan<byte> bytes) => bytes is [(byte)'P', (byte)'2' or (byte)'5', ..];

    /// <summary>Reads the picture.</summary>
    /// <exception cref="InvalidDataException">There is none; the message is a clause without a subject.</exception>
    public static Picture Read(ReadOnlyMemory<byte> bytes)
    {
        var file = new PgmFile(bytes);
        var (width, height, white) = (file.Number("width"), file.Number("height"), file.Number("white"));
        if (width < 1 || height < 1 || (long)width * height > bytes.Length)
            throw new InvalidDataException($"has a width of {width} and a height of {height}, but {bytes.Length} bytes");
        if (white is < 1 or > MostWhite) throw new InvalidDataException($"says that {white} is white, but it must be from 1 to {MostWhite}");

        file.position++;
        var pixels = new byte[width * height];
        for (var i = 0; i < pixels.Length; i++)
        {
            var value = bytes.Span[1] == (byte)'2' ? file.Number("pixel") : white < 256 ? file.Byte() : file.Byte() << 8 | file.Byte();
            if (value > white) throw new InvalidDataException($"has a pixel of {value}, which is more than its white, {white}");
            pixels[i] = (byte)((value * byte.MaxValue + white / 2) / white);
        }
        return new Picture(width, height, pixels);
    }

    private int Number(string what)
    {
        var word = new List<char>();
        while (position < bytes.Length && (word.Count == 0 || char.IsAsciiDigit((char)bytes.Span[position])))
        {
            var next = (char)Byte();
            if (next == '#') while (position < bytes.Length && Byte() is not ((byte)'\n' or (byte)'\r')) { }
            else if (!char.IsWhiteSpace(next)) word.Add(next);
        }
        return int.TryParse(word.ToArray(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidDataException($"has '{string.Concat(word)}' where its {what} should be");
    }

    private byte Byte() => position < bytes.Length ? bytes.Span[position++] : throw new InvalidDataException("ends too early");
}
