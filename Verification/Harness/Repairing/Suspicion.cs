namespace CnnVerified.Verification.Repairing;

/// <summary>
/// How suspicious the lines of a backward pass are: those through which wrong entries come, and few right ones. It is
/// Ochiai's coefficient: R. Abreu, P. Zoeteweij and A. J. C. van Gemund, "On the accuracy of spectrum-based fault
/// localization", TAICPART-MUTATION 2007, p. 92.
/// </summary>
internal sealed class Suspicion
{
    private readonly Dictionary<string, SortedList<int, double>> lines = [];

    /// <summary>That of a pass.</summary>
    public Suspicion(BackwardTape pass)
    {
        var (wrong, all) = (Enumerable.Range(0, pass.Error.Length).ToLookup(pass.IsWrong), pass.Effects);
        var steps = pass.Tape.Steps.Index().SelectMany(step => Suspect.Lines(step.Item)
            .Select(line => (line.File, line.Number, Step: step.Index)));
        foreach (var line in steps.GroupBy(one => (one.File, one.Number), one => one.Step))
        {
            int Moved(bool areWrong) => wrong[areWrong].Count(k => line.Any(n => all[k][n] != 0));
            var (found, others) = (Moved(true), Moved(false));
            if (found + others == 0) continue;                                   // it is lost on the way
            if (!lines.TryGetValue(line.Key.File, out var own)) lines[line.Key.File] = own = [];
            own[line.Key.Number] = found / Math.Sqrt(wrong[true].Count() * (double)(found + others));
        }
    }

    /// <summary>
    /// That of a place: 0 for what moves right entries alone. What computes no numbers of its own is as suspicious as
    /// the next line that does.
    /// </summary>
    public double Of(CodePlace place) =>
        place.Line is not var (file, number, _) || !lines.TryGetValue(file, out var own) ? 1
        : own.TryGetValue(number, out var known) ? known
        : own.FirstOrDefault(one => one.Key > number, new(0, 1)).Value is > 0 and var next ? next : double.Epsilon;
}
