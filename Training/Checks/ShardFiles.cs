namespace CnnVerified.Training.Checks;

/// <summary>The files that hold the reports of a check's shards.</summary>
internal static class ShardFiles
{
    private const int MostBytes = 16_000_000;

    /// <summary>Joins the reports in all files into one.</summary>
    /// <param name="option">The option that names the files, for messages.</param>
    /// <param name="paths">The files, in any order.</param>
    /// <exception cref="IOException">A file cannot be read; the message is one sentence.</exception>
    /// <exception cref="InvalidDataException">
    /// They are not the shards of one check; the message is one sentence.
    /// </exception>
    public static ShardReport Merge(string option, string[] paths) =>
        ShardReport.Merge([.. paths.SelectMany(path => Expanded(option, path)).Select(path => Read(option, path))]);

    /// <summary>The files that a pattern with * and ? means, where the shell has left that to the program.</summary>
    private static string[] Expanded(string option, string path)
    {
        if (File.Exists(path) || !IsPattern(path)) return [path];
        string[] found = [.. Matching(path).Where(File.Exists).Order(StringComparer.Ordinal)];
        return found.Length > 0 ? found
            : throw new FileNotFoundException($"{option} is '{path}', but no file is named so.");
    }

    private static IEnumerable<string> Matching(string pattern)
    {
        if (!IsPattern(pattern)) return [pattern];
        var (folder, name) = (Path.GetDirectoryName(pattern), Path.GetFileName(pattern));
        return Matching(string.IsNullOrEmpty(folder) ? "." : folder).Where(Directory.Exists).SelectMany(inside =>
            IsPattern(name) ? Directory.GetFileSystemEntries(inside, name) : [Path.Combine(inside, name)]);
    }

    private static bool IsPattern(string path) => path.AsSpan().ContainsAny('*', '?');

    private static ShardReport Read(string option, string path)
    {
        try
        {
            var bytes = InputFile.Read(path, MostBytes);
            if (FileKind.NameOf(bytes.Span) is { } kind and not FileKind.Text)
                throw new InvalidDataException($"is {kind}");
            using var text = new StreamReader(new MemoryStream(bytes.ToArray()), Encoding.UTF8);
            return ShardReport.FromJson(text.ReadToEnd());
        }
        catch (InvalidDataException damage)
        {
            throw Unusable($"that file {damage.Message}", damage);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unusable("must be a file that you may read", e);
        }

        IOException Unusable(string complaint, Exception cause) =>
            new($"{option} is '{path}', but {complaint}.", cause);
    }
}
