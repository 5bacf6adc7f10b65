namespace CnnVerified.Verification.Repairing;

/// <summary>
/// Tries other operands and results of the operations of a backward pass: those are found that make right all that they
/// reach. It replays a tape, and runs no changed code.
/// </summary>
internal sealed class OperandSearch
{
    private const int MostNeeded = 40;
    private readonly BackwardTape pass;
    private readonly KnownValues known;
    private readonly Changes changes;
    private readonly HashSet<int> defining;
    private readonly Func<(string File, int Number, string)?, bool> isFirst;

    /// <summary>The search in a pass.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="forward">The forward pass, if its operations are known.</param>
    /// <param name="inputs">What the inputs are called.</param>
    /// <param name="isFirst">Whether something is wrong first on a line.</param>
    public OperandSearch(
        BackwardTape pass, Tape? forward, IReadOnlyCollection<string> inputs,
        Func<(string File, int Number, string)?, bool> isFirst)
    {
        (this.pass, this.isFirst) = (pass, isFirst);
        known = new(pass.Tape, forward, inputs);
        changes = new(pass, known);
        defining = Defining(pass.Tape, forward);
    }

    /// <summary>Whether some steps define what is right.</summary>
    public bool IsDefining(int[] steps) => defining.IsSupersetOf(steps);

    /// <summary>Other results or operands, on the lines that are wrong first, on others, or on all.</summary>
    /// <param name="sought">The keys of those that are of interest; null for all.</param>
    /// <param name="areFirst">Which lines; null for all.</param>
    /// <param name="isOver">When to end.</param>
    public IEnumerable<Repair> Next(HashSet<string>? sought, bool? areFirst, Func<bool> isOver)
    {
        if (isOver()) yield break;
        // What follows from dy is likelier to be wrong than what the forward pass computes as well.
        foreach (var group in StepGroup.All(pass.Tape)
            .Where(group => group.IsVariable || !IsDefining(group.Steps))
            .Where(group => areFirst is null || isFirst(group.Place.Line) == areFirst)
            .OrderBy(group => pass.AreForward(group.Steps)).TakeWhile(_ => !isOver()))
        {
            if (pass.ScopeOf(group.Steps) is not { } scope) continue;
            var weight = group.Weight + (pass.AreForward(group.Steps) ? 1 : 0);
            var (following, areIndependent, areLinear) = pass.Tape.Following(group.Steps);
            bool May(NamedValues list) => !list.AreAll(following);
            foreach (var (words, far) in areIndependent ? Factors(group, scope) : [])
                yield return new(words, group.Place, weight + far, scope.Gradients);
            if (areIndependent && group.Steps.Length <= MostNeeded && pass.Needed(scope, group.Steps) is { } needed)
                foreach (var (words, far, isVague, exactly) in new NeededResults(pass, known, group, needed)
                    .Named(May))
                    yield return new(changes.Said(group, exactly ?? words), group.Place, weight + far, scope.Gradients)
                    {
                        Key = words,
                        IsVague = isVague,
                    };
            if (sought is { Count: 0 }) continue;
            var isQuick = areIndependent && areLinear;
            foreach (var change in changes.Of(group, isQuick, May).TakeWhile(_ => !isOver()))
                if (sought?.Contains(change.Words) != false
                    && (!isQuick || pass.MayBeMendedBy(scope, group.Steps, change.Result))
                    && pass.IsMendedBy(scope, group.Steps, change.Result))
                    yield return new(changes.Said(group, change.Exactly() ?? change.Words), group.Place,
                        weight + change.Weight, scope.Gradients)
                    {
                        Key = change.Words,
                        IsVague = change.IsVague,
                    };
        }
        if (areFirst == true) yield break;
        foreach (var (group, others) in Uses.All(pass.Tape, known).TakeWhile(_ => !isOver()))
            if (sought is not { Count: 0 } && pass.ScopeOf(group.Steps) is { } scope)
                foreach (var change in others)
                    if (sought?.Contains(change.Words) != false
                        && pass.IsMendedBy(scope, group.Steps, change.Result))
                        yield return new(change.Words, group.Place, change.Weight, scope.Gradients);
    }

    /// <summary>
    /// The steps of operations that the forward pass does as well, where they move y: they define what is right.
    /// A variable that holds these may still be used where another belongs.
    /// </summary>
    private static HashSet<int> Defining(Tape tape, Tape? forward)
    {
        if (forward is null) return [];
        var moves = forward.Adjoints([.. forward.Outputs.Select((_, k) => 1 + 1 / (k + 1.5))], forward.Own);
        return [.. tape.Turns.Where(turns => forward.Turns[turns.Key].Any(n => moves[n] != 0))
            .SelectMany(turns => turns)];
    }

    /// <summary>By what the results of some steps have to be multiplied.</summary>
    private IEnumerable<(string Words, int Weight)> Factors(StepGroup group, Scope scope)
    {
        if (pass.Factor(scope, group.Steps) is not { } c) yield break;
        var result = group.Result;
        if (c.IsPlain) yield return (c.Is(0) ? $"{result} is left out" : c.Is(-1) ? $"{result} has the other sign"
            : $"{result} is multiplied by {c}", 0);
        else foreach (var list in known.All.Where(list => list.Values.Distinct().Count() == 1 && list.Values[0] != 0))
        {
            // With a factor of its own a number without a name is anything.
            if (char.IsAsciiDigit(list.Name[0]) && !(c / list.Values[0]).Is(1) && !(c / (1 / list.Values[0])).Is(1))
                continue;
            if (c / list.Values[0] is { IsPlain: true } times && !times.Is(0))
                yield return ($"{result} is multiplied by {(times.Is(1) ? "" : $"{times} × ")}{list.Name}", 1);
            if (c / (1 / list.Values[0]) is { IsPlain: true } over && !over.Is(0))
                yield return ($"{result} is {(over.Is(1) ? "divided by" : $"multiplied by {over} /")} {list.Name}", 1);
        }
    }
}
