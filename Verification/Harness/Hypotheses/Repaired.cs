namespace CnnVerified.Verification.Hypotheses;

/// <summary>What the backward pass shows, where its operations are known: a change that makes it right.</summary>
internal static class Repaired
{
    /// <summary>How a look at a line of the backward pass begins.</summary>
    public const string Look = "the backward pass";

    private const int Base = 2, MostTold = 40, MostLines = 4;

    /// <summary>Looks for changes.</summary>
    public static void Prepare(WrongPass wrong, Deadline deadline) => Repairs(wrong, deadline);

    /// <summary>The changes that make one tensor's gradient right.</summary>
    public static IEnumerable<Hypothesis> Of(WrongPass wrong, int variable, Deadline deadline) =>
        Repairs(wrong, deadline) is not { } repairs ? []
        // Where nothing is wrong nothing refutes them.
        : wrong.IsElsewhere && !wrong.Gradients[variable].Differing(wrong.Tolerance).Contains(true)
            ? [.. (wrong.Sought ?? Enumerable.Empty<string>()).Select(words => Right(words, Look, 0, wrong, variable))]
        : repairs.All.Where(one => one.Gradients.Contains(variable)).OrderBy(one => one.Weight)
            .Take(wrong.IsElsewhere ? int.MaxValue : MostTold)
            .Select(one => Right(one.Words, $"{Look}, {one.Place.Where}"
                + (one.Place.Text.Length > 0 ? $": {one.Place.Text}" : ""), one.Weight, wrong, variable)).ToArray();

    private static Hypothesis Right(string words, string look, int weight, WrongPass wrong, int variable) => new(
        $"correct, once {words}", look, Base + weight, () => wrong.Gradients[variable].Given, Role.Exactly);

    /// <summary>The lines through which all that is wrong comes, in words; null if there are none, or many.</summary>
    public static string? Bottleneck(WrongPass wrong, Deadline deadline)
    {
        if (Repairs(wrong, deadline) is not { } repairs) return null;
        string[] lines = [.. wrong.OtherValues.Value is { } there && Repairs(there, deadline) is { } other
            ? repairs.Bottlenecks.Intersect(other.Bottlenecks) : repairs.Bottlenecks];
        return lines.Length is 0 or > MostLines ? null
            : $"{Look}: all that is wrong comes through what is computed {string.Join(", or ", lines)}, and other "
                + "numbers there would make every gradient right";
    }

    /// <summary>These lines, or else lines of which nothing right comes, in words; empty if there are none.</summary>
    public static string Where(WrongPass wrong, int variable, Deadline deadline)
    {
        if (Bottleneck(wrong, deadline) is { } bottleneck) return $" Look at {bottleneck}.";
        if (Repairs(wrong, deadline) is not { } repairs) return "";
        var start = wrong.Gradients.Take(variable).Sum(one => one.Given.Shape.Count);
        string[] own = [.. repairs.LinesOf(start..(start + wrong.Gradients[variable].Given.Shape.Count))];
        return own.Length is > 0 and <= MostLines
            ? $" In the backward pass nothing but what is wrong is made {string.Join(" and ", own)}." : "";
    }

    /// <summary>Those of a pass. Elsewhere only what was found at the check's point is tried.</summary>
    private static Repairs? Repairs(WrongPass wrong, Deadline deadline)
    {
        if (wrong.AreRepairsKnown) return wrong.Repairs(deadline);
        var repairs = wrong.Repairs(deadline);
        if (!wrong.IsElsewhere && repairs is { Bottlenecks.Count: var lines, All: var all } && lines + all.Count > 0)
            foreach (var there in new[] { wrong.OtherValues.Value, wrong.OtherSizes.Value }.OfType<WrongPass>())
                there.Sought = all.Select(one => one.Words).ToHashSet();
        return repairs;
    }
}
