namespace CnnVerified.Training.Prediction;

/// <summary>
/// Netpbm's pictures, in words (P1, P2, P3) or bytes (P4, P5, P6): black and white, grey, colour. Width, height and,
/// but for black and white, the number that means white stand between white space or comments from # to the line's end,
/// then the pixels; one above 255 has two bytes, the high one first, and eight in black and white share one.
/// </summary>
/// <remarks>The format's descriptions are netpbm.sourceforge.net/doc/pbm.html, pgm.html and ppm.html.</remarks>
internal sealed class NetpbmFile
{
    private const int MostWhite = 65_535, LongestWord = 20;
    private readonly ReadOnlyMemory<byte> bytes;
    private readonly int kind;
    private int position = 2;

    private NetpbmFile(ReadOnlyMemory<byte> bytes) => (this.bytes, kind) = (bytes, bytes.Span[1] - '0');

    private bool IsInWords => kind <= 3;

    private bool IsBlackAndWhite => kind is 1 or 4;

    private bool IsColour => kind is 3 or 6;

    /// <summary>Whether these bytes begin as such a picture does.</summary>
    public static bool IsOne(ReadOnlySpan<byte> bytes) =>
        bytes is [(byte)'P', >= (byte)'1' and <= (byte)'6', (byte)'#' or <= (byte)' ', ..];

    /// <summary>Reads the picture.</summary>
    /// <exception cref="InvalidDataException">There is none; the message is a clause without a subject.</exception>
    public static Picture Read(ReadOnlyMemory<byte> bytes) => new NetpbmFile(bytes).Read();

    private Picture Read()
    {
        var (width, height) = (Number("width"), Number("height"));
        var white = IsBlackAndWhite ? 1 : Number("white");
        Picture.RequireSize(width, height);
        if (white is < 1 or > MostWhite)
            throw new InvalidDataException($"says that {white} is white, but it must be from 1 to {MostWhite}");
        var least = (long)height * LeastBytesOfRow(width, white);
        if (!IsInWords) SkipLineEnd(least);
        if (least > bytes.Length - position) throw new InvalidDataException("ends too early");

        var pixels = new byte[width * height];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                pixels[y * width + x] = IsColour
                    ? (byte)Picture.Luma(Sample(x, white), Sample(x, white), Sample(x, white)) : (byte)Sample(x, white);
        return new Picture(width, height, pixels);
    }

    /// <summary>
    /// Words of numbers take a digit and a space, but digits of black and white may follow each other.
    /// </summary>
    private long LeastBytesOfRow(long width, int white) => kind switch
    {
        1 => width,
        4 => (width + 7) / 8,
        _ => width * (IsColour ? 3 : 1) * (IsInWords || white > byte.MaxValue ? 2 : 1) - (IsInWords ? 1 : 0),
    };

    /// <summary>
    /// One white space ends the header; a line end of two characters counts as one where bytes are left for it.
    /// </summary>
    private void SkipLineEnd(long least)
    {
        if (position < bytes.Length - 1 && bytes.Span[position] == '\r' && bytes.Span[position + 1] == '\n'
            && bytes.Length - position - 2 >= least) position++;
        position++;
    }

    private int Sample(int x, int white)
    {
        var value = kind switch
        {
            1 => 1 - Digit(),
            4 => 1 - (Peek(x % 8 == 0) >> (7 - x % 8) & 1),
            2 or 3 => Number("pixel"),
            _ => white > byte.MaxValue ? Byte() << 8 | Byte() : Byte(),
        };
        return value <= white ? (value * byte.MaxValue + white / 2) / white
            : throw new InvalidDataException($"has a pixel of {value}, which is more than its white, {white}");
    }

    private int Number(string what)
    {
        SkipSpace();
        var begin = position;
        while (position < bytes.Length && position - begin <= LongestWord && bytes.Span[position] > ' '
            && bytes.Span[position] != '#') position++;
        var word = string.Concat(bytes.Span[begin..position].ToArray().Select(b => (char)b));
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : throw new InvalidDataException($"has '{Quoted.Of(word)}' where its {what} should be");
    }

    private int Digit()
    {
        SkipSpace();
        return Byte() is >= (byte)'0' and <= (byte)'1' and var digit
            ? digit - '0' : throw new InvalidDataException("has a pixel that is neither 0 nor 1");
    }

    private void SkipSpace()
    {
        for (var isComment = false; position < bytes.Length; position++)
        {
            var next = bytes.Span[position];
            isComment = isComment ? next is not ((byte)'\n' or (byte)'\r') : next == '#';
            if (!isComment && next > ' ') return;
        }
    }

    /// <summary>The byte that eight pixels share, the next one where they begin.</summary>
    private byte Peek(bool isNext)
    {
        if (isNext) position++;
        return bytes.Span[position - 1];
    }

    private byte Byte() =>
        position < bytes.Length ? bytes.Span[position++] : throw new InvalidDataException("ends too early");
}
