namespace CnnVerified.Training.Files;

/// <summary>A file that an option names and that receives a result at the end, whole or not at all.</summary>
internal sealed class OutputFile
{
    private readonly string option, path;

    /// <summary>Makes sure, before any work is done, that the file can be written; nothing is left behind.</summary>
    /// <exception cref="IOException">It cannot; the message is one sentence.</exception>
    public OutputFile(string option, string path)
    {
        (this.option, this.path) = (option, path);
        if (path.Length == 0) throw Unusable("must be the name of a file");
        if (Directory.Exists(path)) throw Unusable("is a directory and must be a file");
        var isInFolder = false;
        Attempt(() => isInFolder = Directory.Exists(WholeFile.FolderOf(path)));
        if (!isInFolder) throw Unusable("must be in a directory that exists");
        Attempt(() => WholeFile.Try(path));
    }

    /// <summary>Makes sure that this file would not replace another one as soon as that is written.</summary>
    /// <exception cref="IOException">It would; the message is one sentence.</exception>
    public void RequireOtherThan(OutputFile? other)
    {
        if (other is not null && WholeFile.IsSame(path, other.path))
            throw Unusable($"{other.option} writes that file already");
    }

    /// <summary>Writes the file; one that was there before is replaced.</summary>
    /// <exception cref="IOException">It cannot be written; the message is one sentence.</exception>
    public void Write(byte[] content) => Attempt(() => WholeFile.Write(path, content));

    /// <summary>What to throw if the file cannot be what it must be.</summary>
    /// <param name="complaint">The end of the sentence that begins with the option and the path.</param>
    /// <param name="cause">What led to it.</param>
    public IOException Unusable(string complaint, Exception? cause = null) =>
        new($"{option} is '{path}', but {complaint}.", cause);

    private void Attempt(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable("must be a file that you may write, on a disk with room", e);
        }
    }
}
