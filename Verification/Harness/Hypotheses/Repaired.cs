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
            ? [.. (wrong.Sought ?? Enumerable.Empty<string>()).Select(words => Right(words, "", 0, wrong, variable))]
        : repairs.All.Where(one => one.Gradients.Contains(variable)).OrderBy(one => one.Weight)
            .Take(wrong.IsElsewhere ? int.MaxValue : MostTold)
            .Select(one => Right(one.Words, one.Place.Text, one.Weight, wrong, variable)).ToArray();

    private static Hypothesis Right(string words, string line, int weight, WrongPass wrong, int variable) => new(
        $"correct, once {words}", line.Length > 0 ? $"{Look}: {line}" : Look, Base + weight,
        () => wrong.Gradients[variable].Given, Role.Exactly);

    /// <summary>
    /// Lines through which all that is wrong comes, or else lines of which nothing right comes, in words; empty where
    /// there are none, or many.
    /// </summary>
    public static string Where(WrongPass wrong, int variable, Deadline deadline)
    {
        if (Repairs(wrong, deadline) is not { } repairs) return "";
        string[] lines = [.. wrong.OtherValues.Value is { } there && Repairs(there, deadline) is { } other
            ? repairs.Bottlenecks.Intersect(other.Bottlenecks) : repairs.Bottlenecks];
        if (lines.Length is > 0 and <= MostLines)
            return " In the backward pass all that is wrong comes through what is computed "
                + $"{string.Join(", or ", lines)}: other numbers there would make every gradient right.";
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
