using System.Buffers.Binary;

namespace CnnVerified.Training.Prediction;

/// <summary>
/// Whether the file of a JPEG, GIF or BMP picture goes on to the picture's end. Decoders show as grey or black what a
/// broken download lacks.
/// </summary>
/// <remarks>
/// The formats' descriptions are ITU-T T.81, annex B; www.w3.org/Graphics/GIF/spec-gif89a.txt; and BITMAPINFOHEADER in
/// Microsoft's documentation.
/// </remarks>
internal static class PictureEnd
{
    private const int RunLength8 = 1, RunLength4 = 2, OldHeader = 12, LeastBmp = 38;

    /// <summary>
    /// The number of a JPEG's scans, each of which goes through all of the picture; null if it ends before its end.
    /// </summary>
    public static int? ScansOfJpeg(ReadOnlySpan<byte> file)
    {
        const int Standalone = 2;
        for (var scans = 0; file.IndexOf((byte)0xff) is >= 0 and var mark && mark + 1 < file.Length;)
        {
            file = file[mark..];
            var length = file[1] switch
            {
                0xd9 => 0,
                0xff => 1,
                <= 1 or (>= 0xd0 and <= 0xd8) => Standalone,
                _ when file.Length < 4 => int.MaxValue,
                _ => 2 + BinaryPrimitives.ReadUInt16BigEndian(file[2..]),
            };
            if (length == 0) return scans;
            if (length > file.Length) return null;
            if (file[1] == 0xda) scans++;
            file = file[length..];
        }
        return null;
    }

    /// <summary>Whether a GIF has all of its first picture.</summary>
    public static bool IsInGif(ReadOnlySpan<byte> file)
    {
        const int Header = 13, Descriptor = 10, Extension = 0x21, Image = 0x2c;
        var next = file.Length < Header ? Header : Header + Colours(file[Header - 3]);
        while (next + Descriptor <= file.Length)
        {
            var kind = file[next];
            next += kind switch
            {
                Extension => 2,
                Image => Descriptor + Colours(file[next + Descriptor - 1]) + 1,
                _ => 1,
            };
            if (kind is not (Extension or Image)) continue;
            while (next < file.Length && file[next] > 0) next += 1 + file[next];
            next++;
            if (kind == Image) return next <= file.Length;
        }
        return false;

        static int Colours(byte flags) => flags < 0x80 ? 0 : 3 * (2 << (flags & 7));
    }

    /// <summary>Whether a BMP has all of its rows, and they begin where it says.</summary>
    public static bool IsInBmp(ReadOnlySpan<byte> file)
    {
        if (file.Length < LeastBmp) return false;
        var (begin, isOld) = (UInt32(file, 10), UInt32(file, 14) == OldHeader);
        var (width, height) = isOld ? (UInt16(file, 18), UInt16(file, 20)) : (Int32(file, 18), Int32(file, 22));
        var (bits, coding) = isOld ? (UInt16(file, 24), 0) : (UInt16(file, 28), Int32(file, 30));
        var length = coding is RunLength8 or RunLength4 ? UInt32(file, 34)
            : ((Int128)width * bits + 31) / 32 * 4 * Int128.Abs(height);
        return begin <= file.Length && begin + length <= file.Length;

        static long UInt32(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadUInt32LittleEndian(file[at..]);
        static int Int32(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadInt32LittleEndian(file[at..]);
        static int UInt16(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadUInt16LittleEndian(file[at..]);
    }
}
