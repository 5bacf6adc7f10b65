namespace CnnVerified.Training;

/// <summary>A file that an option asks for, written whole or not at all.</summary>
internal sealed class OutputFile
{
    private readonly string option, path;

    /// <summary>Makes sure, before any work is done, that the file can be written; nothing is left behind.</summary>
    /// <param name="option">The option that names the file, for messages.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot; the message is one sentence.</exception>
    public OutputFile(string option, string path)
    {
        (this.option, this.path) = (option, path);
        if (path.Length == 0) throw Unusable(option, path, "must be the name of a file");
        if (Directory.Exists(path)) throw Unusable(option, path, "is a directory and must be a file");
        if (!Directory.Exists(Folder)) throw Unusable(option, path, "must be in a directory that exists");
        Write([], keep: false);
    }

    private string Folder => Path.GetDirectoryName(Path.GetFullPath(path))!;

    /// <summary>Writes the file; one that was there before is replaced.</summary>
    /// <exception cref="IOException">It cannot be written; the message is one sentence.</exception>
    public void Write(byte[] content) => Write(content, keep: true);

    /// <summary>What to throw where an option's file cannot be used.</summary>
    public static IOException Unusable(string option, string path, string complaint, Exception? cause = null) =>
        new($"{option} is '{path}', but {complaint}.", cause);

    private void Write(byte[] content, bool keep)
    {
        var temporary = Path.Combine(Folder, Path.GetRandomFileName());
        try
        {
            if (File.Exists(path)) File.OpenHandle(path, FileMode.Open, FileAccess.Write).Dispose();
            File.WriteAllBytes(temporary, content);
            if (keep) File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(option, path, "must be a file that you may write, on a disk with room", e);
        }
        finally
        {
            if (File.Exists(temporary)) File.Delete(temporary);
        }
    }
}
