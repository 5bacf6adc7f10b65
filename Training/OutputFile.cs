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
        if (Path.GetFileName(path).Length == 0 || Directory.Exists(path)) throw Unusable("is a directory and must be a file");
        if (!Directory.Exists(Folder)) throw Unusable("must be in a directory that exists");
        Write([], keep: false);
    }

    private string Folder => Path.GetDirectoryName(Path.GetFullPath(path))!;

    /// <summary>Writes the file; one that was there before is replaced.</summary>
    /// <exception cref="IOException">It cannot be written; the message is one sentence.</exception>
    public void Write(byte[] content) => Write(content, keep: true);
