using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CnnVerified.Training;

/// <summary>Settings and results for other programs; numbers have all digits that reading back needs.</summary>
internal static class Metrics
{
    private static readonly JsonSerializerOptions CamelCase = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>A table with a row for each epoch; settings and the final held-out result stand in every row.</summary>
    public static byte[] Csv(ExperimentSettings settings, TrainingOutcome outcome)
    {
        var table = new StringBuilder(
            "epoch,loss,experiment,seed,learning_rate,decay,batch_size,optimizer,samples_per_class,initialization,"
            + "precision,correct,images\n");
        var samples = settings.SamplesPerClass is { } n ? $"{n}" : "all";
        var constants = string.Create(CultureInfo.InvariantCulture,
            $"{Word(settings.Experiment)},{settings.Seed},{settings.LearningRate},{settings.Decay},"
            + $"{settings.BatchSize},{Word(settings.Optimizer)},{samples},{Word(settings.Initialization)},"
            + $"{Word(settings.Precision)},{outcome.Correct},{outcome.HeldOut}");
        foreach (var (i, loss) in outcome.Losses.Index())
            table.Append(CultureInfo.InvariantCulture, $"{outcome.Earlier + i + 1},{loss},{constants}\n");
        return Encoding.UTF8.GetBytes(table.ToString());
    }

    /// <summary>One object: settings, the loss of each epoch and the final held-out result.</summary>
    public static byte[] Json(ExperimentSettings settings, TrainingOutcome outcome)
    {
        var epochs = outcome.Losses.Select((loss, i) => new { Epoch = outcome.Earlier + i + 1, loss });
        var heldOut = new { outcome.Correct, Images = outcome.HeldOut, outcome.Accuracy };
        return JsonSerializer.SerializeToUtf8Bytes(new { settings, epochs, heldOut }, CamelCase);
    }

    private static string Word(Enum choice) => JsonNamingPolicy.CamelCase.ConvertName(choice.ToString());
}
