using CnnVerified.Verification;

namespace CnnVerified.Training;

/// <summary>The files that hold the reports of a check's shards.</summary>
internal static class ShardFiles
{
    /// <summary>Joins the reports in all files into one.</summary>
    /// <param name="option">The option that names the files, for messages.</param>
    /// <param name="paths">The files, in any order.</param>
    /// <exception cref="IOException">A file cannot be read; the message is one sentence.</exception>
    /// <exception cref="InvalidDataException">They are not the shards of one check; the message is one sentence.</exception>
    public static ShardReport Merge(string option, string[] paths) =>
        ShardReport.Merge([.. paths.Select(path => Read(option, path))]);

    private static ShardReport Read(string option, string path)
    {
        try
        {
            return ShardReport.FromJson(File.ReadAllText(path));
        }
        catch (InvalidDataException damage)
        {
            throw Unusable($"that file {damage.Message}", damage);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unusable("must be a file that you may read", e);
        }

        IOException Unusable(string complaint, Exception cause) => new($"{option} is '{path}', but {complaint}.", cause);
    }
}
