namespace CnnVerified.Training.Learn;

/// <summary>What is wrong with all the numbers of a forward pass at once.</summary>
internal static class Slip
{
    /// <summary>Such as <c>y = correct × 2</c>; null if nothing simple explains it.</summary>
    public static string? Of(string name, double[] actual, double[] expected, double tolerance)
    {
        var k = Array.FindIndex(expected, e => Math.Abs(e) > tolerance);
        if (actual.Length < 2 || k < 0) return null;
        var (factor, offset) = (actual[k] / expected[k], actual[k] - expected[k]);
        (Func<int, double> Value, string Words)[] slips =
        [
            (_ => 0, "0"),
            (i => -expected[i], "−correct: a sign"),
            (i => factor * expected[i], string.Create(CultureInfo.InvariantCulture,
                $"correct × {factor:G4}: a factor that is missing or too many")),
            (i => expected[i] + offset, string.Create(CultureInfo.InvariantCulture,
                $"correct {(offset < 0 ? '−' : '+')} {Math.Abs(offset):G4}: a term that is missing or too many")),
            (i => expected[^(i + 1)], "correct, read backwards: an index runs the wrong way"),
            (i => Math.Abs(expected[i]), "|correct|: a sign is lost"),
        ];
        var found = slips.FirstOrDefault(
            slip => Enumerable.Range(0, actual.Length).All(i => Math.Abs(actual[i] - slip.Value(i)) <= tolerance));
        return found.Words is null ? null : $"{name} = {found.Words}";
    }
}
