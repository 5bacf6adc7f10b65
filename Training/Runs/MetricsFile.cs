using System.Text.Json;
using System.Text.Json.Serialization;

namespace CnnVerified.Training.Runs;

/// <summary>
/// The file that receives a run's settings and results for other programs, whole or not at all; numbers have all
/// digits that reading back needs.
/// </summary>
internal sealed class MetricsFile
{
    private static readonly JsonSerializerOptions CamelCase = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly Func<ExperimentSettings, TrainingOutcome, byte[]> format;

    /// <summary>Makes sure, before any work is done, that the file can be written; nothing is left behind.</summary>
    /// <exception cref="IOException">It cannot; the message is one sentence.</exception>
    public MetricsFile(string path)
    {
        File = new OutputFile("--metrics", path);
        format = Path.GetExtension(path) switch
        {
            ".csv" => Csv,
            ".json" => Json,
            _ => throw File.Unusable("must be the name of a file that ends in .csv or .json"),
        };
    }

    /// <summary>Where it goes.</summary>
    public OutputFile File { get; }

    /// <summary>Writes the file; one that was there before is replaced.</summary>
    /// <exception cref="IOException">It cannot be written; the message is one sentence.</exception>
    public void Write(ExperimentSettings settings, TrainingOutcome outcome) => File.Write(format(settings, outcome));

    /// <summary>A table with a row for each epoch; settings and the final held-out result stand in every row.</summary>
    private static byte[] Csv(ExperimentSettings settings, TrainingOutcome outcome)
    {
        var table = new StringBuilder(
            "epoch,loss,experiment,seed,learning_rate,decay,batch_size,optimizer,samples_per_class,initialization,"
            + "precision,correct,images\n");
        var samples = settings.SamplesPerClass is { } n ? $"{n}" : "all";
        var constants = string.Create(CultureInfo.InvariantCulture,
            $"{settings.Experiment},{settings.Seed},{settings.LearningRate},{settings.Decay},{settings.BatchSize},"
            + $"{Word(settings.Optimizer)},{samples},{Word(settings.Initialization)},{Word(settings.Precision)},"
            + $"{outcome.Correct},{outcome.HeldOut}");
        foreach (var (i, loss) in outcome.Losses.Index())
            table.Append(CultureInfo.InvariantCulture, $"{outcome.Earlier + i + 1},{loss},{constants}\n");
        return Encoding.UTF8.GetBytes(table.ToString());

        static string Word(Enum choice) => JsonNamingPolicy.CamelCase.ConvertName($"{choice}");
    }

    /// <summary>One object: settings, the loss of each epoch and the final held-out result.</summary>
    private static byte[] Json(ExperimentSettings settings, TrainingOutcome outcome)
    {
        var epochs = outcome.Losses.Select((loss, i) => new { Epoch = outcome.Earlier + i + 1, loss });
        var heldOut = new { outcome.Correct, Images = outcome.HeldOut, outcome.Accuracy };
        return JsonSerializer.SerializeToUtf8Bytes(new { settings, epochs, heldOut }, CamelCase);
    }
}
