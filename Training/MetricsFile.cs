namespace CnnVerified.Training;

/// <summary>The file that receives a run's <see cref="Metrics"/>, whole or not at all.</summary>
internal sealed class MetricsFile
{
    private readonly OutputFile file;
    private readonly Func<ExperimentSettings, TrainingOutcome, byte[]> format;

    /// <summary>Makes sure, before any work is done, that the file can be written; nothing is left behind.</summary>
    /// <exception cref="IOException">It cannot; the message is one sentence.</exception>
    public MetricsFile(string path)
    {
        file = new OutputFile("--metrics", path);
        format = Path.GetExtension(path) switch
        {
            ".csv" => Metrics.Csv,
            ".json" => Metrics.Json,
            _ => throw file.Unusable("must be the name of a file that ends in .csv or .json"),
        };
    }

    /// <summary>Writes the file; one that was there before is replaced.</summary>
    /// <exception cref="IOException">It cannot be written; the message is one sentence.</exception>
<<<<<<< HEAD
    public void Write(ExperimentSettings settings, TrainingOutcome outcome) => file.Write(format(settings, outcome));
=======
    public void Write(ExperimentSettings settings, TrainingOutcome outcome) =>
        Write(format(settings, outcome), keep: true);

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
            throw Unusable("must be a file that you may write, on a disk with room", e);
        }
        finally
        {
            if (File.Exists(temporary)) File.Delete(temporary);
        }
    }

    private IOException Unusable(string complaint, Exception? cause = null) =>
        new($"--metrics is '{path}', but {complaint}.", cause);
>>>>>>> layers5
}
