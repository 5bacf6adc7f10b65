namespace CnnVerified.Training.Files;

/// <summary>
/// Files that appear whole or not at all. A link stays one, and what it names is written; devices and pipes are written
/// through; a regular file that was there keeps its mode and owner.
/// </summary>
internal static class WholeFile
{
    private const string Prefix = ".cnnverified-", Suffix = ".tmp";

    private const int MostLinks = 40;

    /// <summary>A file is open for a moment before it is locked.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Writes a regular file beside the one named, then gives it that name. If that is cut short, the next run that
    /// writes into the folder removes what is left.
    /// </summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        if (IsWrittenThrough(path))
        {
            using var through = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            if (through.CanSeek) through.Seek(0, SeekOrigin.End);
            through.Write(content);
            return;
        }
        path = TargetOf(path);
        RemoveLeftovers(FolderOf(path));
        var temporary = Path.Combine(FolderOf(path), $"{Prefix}{Path.GetRandomFileName()}{Suffix}");
        var isPlaced = false;
        try
        {
            // While it is open nobody else can lock it: so others know that it is no leftover.
            using var file = new FileStream(
                temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete);
            file.Write(content);
            file.Flush(flushToDisk: true);
            if (File.Exists(path) && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
                UnixFile.GiveToOwnerOf(path, temporary);
            }
            File.Move(temporary, path, overwrite: true);
            isPlaced = true;
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new IOException($"'{path}' would be larger than a file may be.", e);          // as .NET does not say
        }
        finally
        {
            if (!isPlaced) File.Delete(temporary);
        }
    }

    /// <summary>Makes sure that such a file could be written, and leaves everything as it is.</summary>
    public static void Try(string path)
    {
        if (IsWrittenThrough(path)) return;
        path = TargetOf(path);
        try
        {
            File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite).Dispose();
        }
        catch (FileNotFoundException)
        {
            // A name that could not be one, as it is too long, is another complaint.
        }
        RemoveLeftovers(FolderOf(path));
        var trial = Path.Combine(FolderOf(path), $"{Prefix}{Path.GetRandomFileName()}{Suffix}");
        File.WriteAllBytes(trial, []);
        File.Delete(trial);
    }

    /// <summary>Whether two names are those of one file, which who writes last has alone.</summary>
    public static bool IsSame(string one, string other) =>
        !IsWrittenThrough(one) && TargetOf(one) == TargetOf(other);

    /// <summary>The folder of the file that is written in the end.</summary>
    public static string FolderOf(string path) => Path.GetDirectoryName(TargetOf(path))!;

    /// <summary>Devices and pipes, and the places where a system keeps names of files that are open already.</summary>
    private static bool IsWrittenThrough(string path) =>
        UnixFile.IsSpecial(path)
        || (!OperatingSystem.IsWindows() && File.Exists(path)
            && Path.GetFullPath(path).Split('/') is ["", "dev" or "proc", ..]);

    /// <summary>The whole path of what is written: .NET resolves a link to a neighbour wrongly.</summary>
    private static string TargetOf(string path)
    {
        path = Path.GetFullPath(path);
        for (var links = 0; new FileInfo(path).LinkTarget is { } target; links++)
        {
            if (links == MostLinks) throw new IOException($"'{path}' is a link that leads nowhere.");
            var folder = Path.Combine(Path.GetDirectoryName(path)!, Path.GetDirectoryName(target) ?? "");
            path = Path.Combine(UnixFile.WithoutLinks(folder), Path.GetFileName(target));
        }
        return path;
    }

    private static void RemoveLeftovers(string folder)
    {
        foreach (var leftover in Directory.EnumerateFiles(folder, $"{Prefix}*{Suffix}"))
            try
            {
                if (DateTime.UtcNow - File.GetLastWriteTimeUtc(leftover) < Moment) continue;
                File.OpenHandle(leftover, options: FileOptions.DeleteOnClose, share: FileShare.None).Dispose();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It is being written, or it is not ours.
            }
    }
}
