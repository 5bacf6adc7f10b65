namespace CnnVerified.Verification.Repairing;

/// <summary>
/// A line or a variable of a backward pass of which other numbers would make right all gradients that it reaches: what
/// is wrong lies in the span of what its numbers move. What moves too little, or right entries as well, is acquitted.
/// </summary>
/// <param name="Words">Such as <c>line 12 of Gate.cs</c>, or the variable's name.</param>
/// <param name="Line">The line; null for a variable, or where it is not known.</param>
/// <param name="Gradients">Which gradients it would make right, if they are wrong.</param>
/// <param name="Explained">How many wrong entries it would make right.</param>
/// <param name="Rank">In how many independent ways it moves entries; as many are explained in any case.</param>
/// <param name="Right">How many entries it moves that are right.</param>
/// <param name="Steps">What is computed there.</param>
internal sealed record Suspect(
    string Words, (string File, int Number, string Text)? Line, int[] Gradients, int Explained, int Rank, int Right,
    int[] Steps)
{
    private const double Parallel = 1e-9, Roundings = 10;
    private const int MostTold = 4, Unknown = int.MaxValue;
    private const long MostProducts = 40_000_000;

    /// <summary>Whether nothing is known of it but what it reaches, as what follows is not linear in it.</summary>
    public bool IsVague => Rank == Unknown;

    /// <summary>Whether it explains more than it would in any case.</summary>
    public bool IsTelling => Explained > Rank;

    /// <summary>It and the statement, if that is at hand.</summary>
    public override string ToString() =>
        Line is (_, _, { Length: > 0 } text) ? $"{Words} ({text.TrimEnd(';')})" : Words;

    /// <summary>Several in words: a few with their statements, of many the lines alone, if there are any.</summary>
    public static string Several(Suspect[] all)
    {
        var files = all.Select(one => one.Line).OfType<(string File, int Number, string)>()
            .ToLookup(one => one.File, one => one.Number);
        return string.Join(", or ", all.Length <= MostTold || files.Count == 0 ? all.Select(one => one.ToString())
            : files.Select(file => $"{(file.Count() == 1 ? "line" : "one of the lines")} "
                + $"{string.Join(", ", file.Order())} of {file.Key}"));
    }

    /// <summary>All of a backward pass; none of one that is too long to look for them.</summary>
    public static IEnumerable<Suspect> All(BackwardTape pass)
    {
        var tape = pass.Tape;
        if ((long)pass.Error.Length * pass.Error.Length * tape.Steps.Count > MostProducts) return [];
        var lines = Enumerable.Range(0, tape.Steps.Count).SelectMany(n => Lines(tape.Steps[n]).Distinct()
                .Select(line => (line, n))).GroupBy(one => one.line, one => one.n)
            .Select(line => Of(pass, $"line {line.Key.Number} of {line.Key.File}", line.Key, [.. line]));
        var variables = tape.Named.Where(list => !tape.GivesOutputs(list.Steps)).Select(list => Of(
            pass, $"the variable {list.Name}", null,
            [.. list.Steps.Where(n => n >= 0 && tape.Steps[n].Place is not null).Distinct().Order()]));
        return lines.Concat(variables).OfType<Suspect>().DistinctBy(one => one.Words);
    }

    /// <summary>The line of a step, and those that call what it is in.</summary>
    public static IEnumerable<(string File, int Number, string Text)> Lines(Step step) =>
        step.Place is null ? [] : (step.Caller?.Chain().Select(site => site.Line) ?? [])
            .Prepend(step.Place.IsOfLibrary ? null : step.Place.Line).OfType<(string, int, string)>();

    private static Suspect? Of(
        BackwardTape pass, string words, (string File, int Number, string Text)? line, int[] steps)
    {
        if (steps.Length == 0) return null;
        int Moved(bool areWrong) => Enumerable.Range(0, pass.Error.Length)
            .Count(k => pass.IsWrong(k) == areWrong && pass.Moves(steps, k));
        var isLinear = pass.Tape.Following(steps).AreLinear;
        if (pass.ScopeOf(steps) is { } scope && (isLinear ? RankOf(pass, steps, scope.Outputs) : Unknown) is { } rank)
            return new(words, line, scope.Gradients, Moved(true), rank, Moved(false), steps);
        // What is added to a wrong entry may belong to another one.
        return isLinear && line is not null && Moved(true) > 0 && Array.TrueForAll(
            steps, n => Enumerable.Range(0, pass.Error.Length).Count(k => pass.Effects[k][n] != 0) <= 1)
            ? new(words, line, pass.GradientsOf(steps), 0, Moved(true), Moved(false), steps) : null;
    }

    /// <summary>The rank of what steps do to some outputs; null where the error is no combination of it.</summary>
    private static int? RankOf(BackwardTape pass, int[] steps, int[] outputs)
    {
        double[] left = [.. outputs.Select(k => pass.Error[k] / pass.Size(k))];
        var basis = new List<double[]>();
        foreach (var n in steps)
        {
            if (basis.Count == outputs.Length) break;
            double[] direction = [.. outputs.Select(k => pass.Effects[k][n] / pass.Size(k))];
            var size = Norm(direction);
            if (!(size > 0)) continue;
            foreach (var known in basis.Concat(basis))                                // twice is enough
                Subtract(direction, known);
            var rest = Norm(direction);
            if (rest <= Parallel * size) continue;
            for (var k = 0; k < direction.Length; k++) direction[k] /= rest;
            basis.Add(direction);
            Subtract(left, direction);
        }
        return left.Any(one => Math.Abs(one) > Roundings * pass.Tolerance) ? null : basis.Count;
    }

    private static double Norm(double[] v) => Math.Sqrt(v.Sum(one => one * one));

    private static void Subtract(double[] from, double[] unit)
    {
        var part = 0.0;
        for (var k = 0; k < unit.Length; k++) part += unit[k] * from[k];
        for (var k = 0; k < unit.Length; k++) from[k] -= part * unit[k];
    }
}
