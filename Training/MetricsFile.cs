using CnnVerified.Training.Files;

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
    public void Write(ExperimentSettings settings, TrainingOutcome outcome) => file.Write(format(settings, outcome));
}
