namespace CnnVerified.Training.Data.Mnist;

/// <summary>
/// The user's folder of MNIST's files, filled from mirrors as needed. A file is there whole and right or not at all.
/// </summary>
/// <param name="Folder">Where the files are kept, unpacked.</param>
/// <param name="Files">The files that belong there.</param>
/// <param name="Mirrors">Where missing ones are fetched, tried in turn.</param>
internal sealed record MnistCache(string Folder, IReadOnlyList<MnistFile> Files, IReadOnlyList<Mirror> Mirrors)
{
    /// <summary>The environment variable that names another folder.</summary>
    public const string FolderVariable = "CNNVERIFIED_CACHE";

    /// <summary>The folder if none is said: within the folder that the system has for a program's local data.</summary>
    /// <exception cref="DirectoryNotFoundException">
    /// The system names no such folder; the message is one sentence.
    /// </exception>
    public static string UsualFolder
    {
        get
        {
            if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } chosen) return chosen;
            var data = Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return data.Length > 0
                ? Path.Combine(data, "CnnVerified", "mnist")
                : throw new DirectoryNotFoundException(
                    $"This system names no folder for a program's data; let {FolderVariable} name one.");
        }
    }

    /// <summary>Fetches what is missing or damaged.</summary>
    /// <exception cref="IOException">A file can be had nowhere or not be kept; the message is one sentence.</exception>
    public void Fill()
    {
        foreach (var file in Files.Where(file => !Has(file)))
            Keep(file, ProgressBar.Show(file.Name, advance => Fetch(file, advance).GetAwaiter().GetResult()));
    }

    private bool Has(MnistFile file)
    {
        var info = new FileInfo(PathOf(file));
        if (!info.Exists || info.Length != file.Length) return false;
        try
        {
            file.Require(File.ReadAllBytes(info.FullName));
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private async Task<ReadOnlyMemory<byte>> Fetch(MnistFile file, Action<double> advance)
    {
        var complaints = new List<string>();
        foreach (var mirror in Mirrors)
        {
            try
            {
                return await mirror.Fetch(file, advance);
            }
            catch (InvalidDataException complaint)
            {
                complaints.Add(complaint.Message);
            }
        }
        throw new IOException($"{file.Name} could not be fetched: {string.Join("; ", complaints)}.");
    }

    private void Keep(MnistFile file, ReadOnlyMemory<byte> content)
    {
        try
        {
            Directory.CreateDirectory(Folder);
            WholeFile.Write(PathOf(file), content.Span);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"'{Folder}' must be a folder that you may write, on a disk with room; "
                + $"{FolderVariable} may name another one.", e);
        }
    }

    private string PathOf(MnistFile file) => Path.Combine(Folder, file.Name);
}
