namespace CnnVerified.Training.Files;

/// <summary>What a file is that is not what it should be, told by its first bytes.</summary>
internal static class FileKind
{
    /// <summary>What has no marks that tell more.</summary>
    public const string Text = "a text";

    private const int Glance = 512;

    /// <summary>Such as <c>a web page</c>; null if it is nothing known.</summary>
    public static string? NameOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [] => "empty",
        [0x1f, 0x8b, ..] => "packed with gzip",
        [(byte)'P', (byte)'K', 3 or 5, 4 or 6, ..] => "a ZIP archive",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "a PNG picture",
        [0xff, 0xd8, 0xff, ..] => "a JPEG picture",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "a GIF picture",
        [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => "a BMP picture",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', ..] =>
            "a WebP picture",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => "a HEIC or AVIF picture, or a film",
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => "a TIFF picture",
        [(byte)'P', (byte)'7', (byte)'\n', ..] => "a PAM picture",
        [0, 0, 1, 0, ..] => "an icon",
        [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] => "a NumPy array",
        [0x80, 2 or 3 or 4 or 5, ..] => "a Python pickle",
        [0, 0, 8, >= 1 and <= 4, ..] => "an IDX array",
        [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => "an HDF5 file",
        _ when bytes.StartsWith("%PDF"u8) => "a PDF document",
        _ when bytes.StartsWith("version https://git-lfs"u8) => "a git-lfs pointer, not the file that it stands for",
        _ => TextKind(bytes[..Math.Min(bytes.Length, Glance)]),
    };

    private static string? TextKind(ReadOnlySpan<byte> beginning)
    {
        if (beginning.ContainsAnyInRange((byte)0, (byte)8) || beginning.ContainsAnyInRange((byte)14, (byte)26))
            return null;
        var text = string.Concat(beginning.ToArray().Select(b => (char)b)).TrimStart([.. "\u00ef\u00bb\u00bf \t\r\n"]);
        if (text.StartsWith("<svg", StringComparison.OrdinalIgnoreCase)) return "an SVG drawing";
        if (text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)) return "a web page";
        if (text.StartsWith('<')) return "a text with marks, such as a web page or XML";
        return beginning.ContainsAnyInRange((byte)127, (byte)255) ? null : Text;
    }
}
