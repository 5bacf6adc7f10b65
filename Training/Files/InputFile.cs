namespace CnnVerified.Training.Files;

/// <summary>A file of the user's that is read as a whole.</summary>
internal static class InputFile
{
    /// <summary>Reads it, pipes included.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="most">How many bytes it may have.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is larger; the message is a clause without a subject.</exception>
    public static ReadOnlyMemory<byte> Read(string path, int most)
    {
        if (path.Length == 0) throw new FileNotFoundException("A file's name is empty.");
        if (Directory.Exists(path)) throw new FileNotFoundException($"'{path}' is a directory and must be a file.");
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var expected = file.CanSeek ? file.Length : 0;
        if (expected > most) throw TooLarge();
        using var content = new MemoryStream((int)expected);
        var piece = new byte[1 << 16];
        while (file.Read(piece) is > 0 and var count)
        {
            if (content.Length + count > most) throw TooLarge();
            content.Write(piece, 0, count);
        }
        return content.GetBuffer().AsMemory(0, (int)content.Length);

        InvalidDataException TooLarge() => new(FormattableString.Invariant($"has more than {most:N0} bytes"));
    }
}
