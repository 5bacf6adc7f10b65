namespace CnnVerified.Verification.Repairing;

/// <summary>
/// How suspicious the lines of a backward pass are: those through which wrong entries come, and few right ones. It is
/// Ochiai's coefficient: R. Abreu, P. Zoeteweij and A. J. C. van Gemund, "On the accuracy of spectrum-based fault
/// localization", TAICPART-MUTATION 2007, p. 92.
/// </summary>
internal sealed class Suspicion
{
    private const double OfWhatFollows = 0.5, OfRightResults = 0.25, OfWhatIsLost = 0.1;
    private readonly Dictionary<string, SortedList<int, (double Size, bool IsFirst)>> lines = [];

    /// <summary>That of a pass.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="first">Where it goes wrong first; null where that is not known.</param>
    public Suspicion(BackwardTape pass, FirstWrong? first)
    {
        var (wrong, all) = (Enumerable.Range(0, pass.Error.Length).ToLookup(pass.IsWrong), pass.Effects);
        // What leads to a wrong number that nothing is computed for has left no trace.
        var least = pass.Tape.OutputSteps.Index().Any(one => one.Item < 0 && pass.IsWrong(one.Index))
            ? OfWhatIsLost : 0;
        var steps = pass.Tape.Steps.Index().SelectMany(step => Suspect.Lines(step.Item)
            .Select(line => (line.File, line.Number, Step: step.Index)));
        foreach (var line in steps.GroupBy(one => (one.File, one.Number), one => one.Step))
        {
            int Moved(bool areWrong) => wrong[areWrong].Count(k => line.Any(n => all[k][n] != 0));
            var (found, others) = (Moved(true), Moved(false));
            if (!lines.TryGetValue(line.Key.File, out var own)) lines[line.Key.File] = own = [];
            var size = found / Math.Sqrt(wrong[true].Count() * Math.Max(1.0, found + others));
            var isFirst = first is not null && found > 0 && line.Any(first.Steps.Contains);
            if (first is not null && !isFirst) size *= line.All(first.IsRight) ? OfRightResults : OfWhatFollows;
            if (found + others == 0) size = double.Epsilon;                      // it is lost on the way
            own[line.Key.Number] = (Math.Max(size, least), isFirst);
        }
    }

    /// <summary>
    /// That of a place: 0 for what moves right entries alone. What computes no numbers of its own is as suspicious as
    /// the next line that does.
    /// </summary>
    public double Of(CodePlace place) => Of(place.Line);

    /// <summary>The same of a line, if it is known.</summary>
    private double Of((string File, int Number, string)? line) =>
        At(line) is not var (size, _, isIts) ? 1 : isIts || size > 0 ? size : double.Epsilon;

    /// <summary>Whether there are such lines as <see cref="IsFirst"/> tells.</summary>
    public bool IsAnyFirst => lines.Values.Any(own => own.Values.Any(one => one.IsFirst));

    /// <summary>Whether results of a line are wrong that are made of right ones.</summary>
    public bool IsFirst((string File, int Number, string)? line) => At(line) is (_, true, _);

    private (double Size, bool IsFirst, bool IsIts)? At((string File, int Number, string)? line)
    {
        if (line is not var (file, number, _) || !lines.TryGetValue(file, out var own)) return null;
        if (own.TryGetValue(number, out var known)) return (known.Size, known.IsFirst, true);
        var next = own.FirstOrDefault(one => one.Key > number, new(0, (1, false))).Value;
        return (next.Size, next.IsFirst, false);
    }
}
