using System.Text.Json;

namespace CnnVerified.Training.Learn;

/// <summary>How many hints of each exercise a student has seen, kept in a file of the student's folder.</summary>
internal sealed class Hints(string folder)
{
    private readonly string file = Path.Combine(folder, ".learn.json");

    /// <summary>How many hints to show for a finding: one more with each failed check of the same question.</summary>
    public int After(Progress progress, bool isAsked)
    {
        var seen = Read();
        var key = $"{progress.Assignment.Name}: {progress.First!.Question.Name}";
        var count = seen.TryGetValue(key, out var failures) ? failures + 1 : isAsked ? 1 : 0;
        seen[key] = Math.Min(count, progress.First.Hints.Count);
        WholeFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(seen));
        return seen[key];
    }

    private Dictionary<string, int> Read()
    {
        try
        {
            return File.Exists(file)
                ? JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllBytes(file)) ?? [] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
