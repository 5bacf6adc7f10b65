namespace CnnVerified.Verification.Hypotheses;

/// <summary>What the backward pass shows, where its operations are known: a change that makes it right.</summary>
internal static class Repaired
{
    /// <summary>How a look at a line of the backward pass begins.</summary>
    public const string Look = "the backward pass";

    private const string Once = "correct, once ";
    private const int Base = 2, MostTold = 40, MostLines = 4, MostAlternatives = 2;

    /// <summary>What is said of one line, as one: where it is comes at the end.</summary>
    /// <param name="look">The line.</param>
    /// <param name="all">What is said of it; the first alone where it is of no line.</param>
    public static string Joined(string look, IEnumerable<string> all)
    {
        var first = all.First();
        if (!look.StartsWith(Look, StringComparison.Ordinal) || first.IndexOf(Once, StringComparison.Ordinal) is not
            (>= 0 and var at)) return first;
        var where = WhereOf(look);
        string[] edits = [.. all.Where((one, i) => one.EndsWith(where, StringComparison.Ordinal)
                && (i == 0 || !one.Contains(" every ", StringComparison.Ordinal)))
            .Select(one => one[(at + Once.Length)..^where.Length]).Take(MostAlternatives)];
        return edits.Length < 2 || !first.EndsWith(where, StringComparison.Ordinal) ? first
            : $"{first[..(at + Once.Length)]}{string.Join(", or ", edits)}{where}";
    }

    /// <summary>A line, and what is said of it.</summary>
    public static string At(string look, string words) => WhereOf(look) is { Length: > 1 } where
        && words.Contains(where, StringComparison.Ordinal)
            ? $"{Look},{where}: {words.Replace(where, "", StringComparison.Ordinal)}" : $"{look} ({words})";

    private static string WhereOf(string look) => $" {look[(Look.Length + 2)..].Split(':')[0]}";

    /// <summary>Looks for changes, and whether they hold at another point.</summary>
    public static void Prepare(WrongPass wrong, Deadline deadline)
    {
        if (Repairs(wrong, deadline)?.All.Count > 0 && wrong.OtherValues.Value is { } there) Repairs(there, deadline);
    }

    /// <summary>The changes that make one tensor's gradient right.</summary>
    public static Hypothesis[] Of(WrongPass wrong, int variable, Deadline deadline) =>
        Repairs(wrong, deadline) is not { } repairs ? []
        // Where nothing is wrong nothing refutes them.
        : wrong.IsElsewhere && !wrong.Gradients[variable].Differing(wrong.Tolerance).Contains(true)
            ? [.. (wrong.Sought ?? []).Select(one => Right(one, Look, 0, wrong, variable))]
        : [.. repairs.All.Where(one => one.Gradients.Contains(variable)).OrderBy(one => one.Weight)
            .ThenByDescending(one => one.Gradients.Length).Take(wrong.IsElsewhere ? int.MaxValue : MostTold)
            .Select(one => Right(one, $"{Look}, {one.Place.Where}"
                + (one.Place.Text.Length > 0 ? $": {one.Place.Text}" : ""), one.Weight, wrong, variable))];

    /// <summary>Those of them that make right all that is wrong.</summary>
    public static Hypothesis[] OfAll(WrongPass wrong, int variable, Deadline deadline) =>
        Repairs(wrong, deadline) is not { } repairs ? []
        : wrong.IsElsewhere ? Of(wrong, variable, deadline)
        : [.. Of(wrong, variable, deadline).Where(
            one => repairs.All.Any(repair => repair.Key == one.Id && repairs.MendsAll(repair)))];

    private static Hypothesis Right(Repair repair, string look, int weight, WrongPass wrong, int variable) => new(
        $"{Once}{repair.Words}", look, Base + weight, () => wrong.Gradients[variable].Given, Role.Exactly)
    {
        Id = repair.Key,
    };

    /// <summary>Through what all that is wrong comes, in words; null if nothing is known to be so.</summary>
    public static string? Bottleneck(WrongPass wrong, int variable, Deadline deadline, int most = MostLines)
    {
        if (Repairs(wrong, deadline) is not { } repairs) return null;
        var telling = Array.FindAll(
            Suspects(wrong, variable, deadline), one => one.IsTelling && repairs.ExplainsAll(one));
        return telling.Length == 0 || telling.Length > most ? null
            : $"{Look}: all that is wrong comes through {Suspect.Several(telling)}; other numbers there would make "
                + "every gradient right: look at it, and at the conditions and loops that it stands in";
    }

    /// <summary>Otherwise, where it may come from, in words; empty if nothing is known of that.</summary>
    public static string Where(WrongPass wrong, int variable, Deadline deadline)
    {
        if (Repairs(wrong, deadline) is not { AreLinesKnown: true }
            || Bottleneck(wrong, variable, deadline) is not null) return "";
        var all = Suspects(wrong, variable, deadline);
        if (Array.FindAll(all, one => one.IsTelling) is { Length: > 0 and <= MostLines } telling) all = telling;
        return all.Length > 0 ? $" In the backward pass it may come through {Suspect.Several(all)}."
            : " A condition, an index or the end of a loop of the backward pass may leave something out, or several of "
                + "its lines are wrong.";
    }

    /// <summary>What is suspect here and, if anything is, at the other point as well.</summary>
    private static Suspect[] Suspects(WrongPass wrong, int variable, Deadline deadline)
    {
        Suspect[] At(WrongPass pass) => Repairs(pass, deadline)?.Suspects(variable) ?? [];
        var (here, there) = (At(wrong), wrong.OtherValues.Value is { } other
            && (other.AreRepairsKnown || !deadline.IsOver) ? At(other) : []);
        Suspect[] both = [.. here.IntersectBy(there.Select(one => one.Words), one => one.Words)];
        return both.Length > 0 ? both : here;
    }

    /// <summary>Looks for what takes longer, where nothing is found.</summary>
    public static void Finish(WrongPass wrong, Deadline deadline)
    {
        if (Repairs(wrong, deadline) is not { All.Count: 0 } repairs) return;
        repairs.Finish(deadline);
        Seek(wrong, repairs);
    }

    /// <summary>Those of a pass. Elsewhere only what was found at the check's point is tried.</summary>
    private static Repairs? Repairs(WrongPass wrong, Deadline deadline)
    {
        var areKnown = wrong.AreRepairsKnown;
        var repairs = wrong.Repairs(deadline);
        if (!areKnown && !wrong.IsElsewhere && repairs is not null) Seek(wrong, repairs);
        return repairs;
    }

    private static void Seek(WrongPass wrong, Repairs repairs)
    {
        foreach (var there in new[] { wrong.OtherValues.Value, wrong.OtherSizes.Value }.OfType<WrongPass>())
            there.Sought = repairs.All;
    }
}
