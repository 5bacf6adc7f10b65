namespace CnnVerified.Verification.Repairing;

/// <summary>Steps that one mistake may spoil together: the turns of an operation, or of several alike.</summary>
/// <param name="Words">In words, such as <c>· on line 12 of Gate.cs</c>.</param>
/// <param name="Place">One of the operations.</param>
/// <param name="Weight">How far-fetched it is that all of them are concerned, and no others.</param>
/// <param name="Steps">The steps, in their order.</param>
internal sealed record StepGroup(string Words, CodePlace Place, int Weight, int[] Steps)
{
    /// <summary>Whether it is what a variable holds at last, whichever operations gave it.</summary>
    public bool IsVariable { get; private init; }

    /// <summary>Its results in words.</summary>
    public string Result => IsVariable || Place.Says?.Text is not null ? Words : $"the result of {Words}";

    /// <summary>Which operands may be others: the left one and the right one.</summary>
    public bool[] Operands => IsVariable ? [] : Place.IsBinary ? [false, true] : [false];

    /// <summary>An operand in words, whatever is found there.</summary>
    public string Operand(bool isRight) => Says(isRight) is { } says ? $"{says} in {Words}"
        : !Place.IsBinary ? $"what is given to {Words}"
        : isRight ? $"the second operand of {Words}" : $"the first operand of {Words}";

    /// <summary>What an operand says; null where it is not known, or several operations are concerned.</summary>
    public string? Says(bool isRight) =>
        Words.StartsWith("every ", StringComparison.Ordinal) ? null : Place.Operand(isRight);

    /// <summary>What an operand is in each turn, and the step that made it.</summary>
    public IEnumerable<(int Step, double Value)> OperandsIn(Tape tape, bool isRight) => Steps.Select(n => tape.Steps[n])
        .Select(step => isRight ? (step.Right, step.Operands.Right) : (step.Left, step.Operands.Left));

    /// <summary>Those of a tape: each operation, the first and the last turn of it, and what is alike.</summary>
    public static IEnumerable<StepGroup> All(Tape tape)
    {
        IGrouping<CodePlace, int>[] all = [.. tape.Turns.Where(turns => !turns.Key.IsOfLibrary)];
        foreach (var turns in all) yield return new(turns.Key.ToString(), turns.Key, 0, [.. turns]);
        foreach (var list in tape.Named.Where(list => list.Name != Tape.Upstream && !tape.GivesOutputs(list.Steps)))
        {
            int[] steps = [.. list.Steps.Where(n => n >= 0).Distinct()];
            if (steps.Length == 0 || tape.Steps[steps[^1]].Place is not { IsOfLibrary: false } place) continue;
            if (steps.Length == list.Steps.Length && steps.SequenceEqual(steps.Order())
                && Array.TrueForAll(steps, n => tape.Steps[n].Place is not null))
                yield return new($"the variable {list.Name}", place, 1, steps) { IsVariable = true };
        }
        foreach (var alike in all.GroupBy(turns => (turns.Key.Name, turns.Key.Where))
            .Where(group => group.Count() > 1))
            yield return new($"every {alike.Key.Name} {alike.Key.Where}", alike.First().Key, 1,
                [.. alike.SelectMany(turns => turns).Order()]);
        foreach (var turns in all.Where(turns => turns.Count() > 1))
        {
            yield return new($"the first turn of {turns.Key}", turns.Key, 1, [turns.First()]);
            yield return new($"the last turn of {turns.Key}", turns.Key, 1, [turns.Last()]);
        }
        foreach (var isOnLine in new[] { true, false })
            foreach (var alike in Enumerable.Range(0, tape.Steps.Count).SelectMany(n => Constants(tape, n))
                .GroupBy(one => (one.Place.Name, one.Constant, Where: isOnLine ? one.Place.Where : ""))
                .Where(group => group.DistinctBy(one => one.Place).Count() > 1))
                yield return new(
                    $"every {alike.Key.Name} with {PlainNumber.Text(alike.Key.Constant)} {alike.Key.Where}".TrimEnd(),
                    alike.First().Place, isOnLine ? 1 : 2, [.. alike.Select(one => one.Step).Distinct().Order()]);
    }

    private static IEnumerable<(CodePlace Place, double Constant, int Step)> Constants(Tape tape, int n)
    {
        if (tape.Steps[n] is not { Place: { IsBinary: true, IsOfLibrary: false } place } s) yield break;
        if (s.Left < 0) yield return (place, s.Operands.Left, n);
        if (s.Right < 0) yield return (place, s.Operands.Right, n);
    }
}
