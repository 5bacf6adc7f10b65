namespace CnnVerified.Verification.Repairing;

/// <summary>A change at one place of a backward pass that makes some gradients right.</summary>
/// <param name="Words">In words, such as <c>k stands for q in · on line 12 of Gate.cs</c>.</param>
/// <param name="Place">The place.</param>
/// <param name="Weight">How far-fetched it is.</param>
/// <param name="Gradients">Which gradients it makes right.</param>
internal sealed record Repair(string Words, CodePlace Place, int Weight, int[] Gradients);

/// <summary>
/// Changes of a backward pass that make wrong gradients right, found as automatic program repair finds them: Le Goues,
/// Pradel and Roychoudhury, Communications of the ACM 62(12), 2019, p. 56. It replays a tape, and runs no changed code.
/// </summary>
internal sealed class Repairs
{
    private const int MostNeeded = 40, FewestForEach = 2;
    private readonly BackwardTape pass;
    private readonly KnownValues known;
    private readonly Changes changes;

    /// <summary>The repairs of a pass.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="forward">The forward pass, if it is known.</param>
    /// <param name="inputs">What the inputs are called.</param>
    /// <param name="sought">The words of those that are of interest; null for all.</param>
    /// <param name="isOver">Whether there is no more time.</param>
    public Repairs(
        BackwardTape pass, Tape? forward, IReadOnlyCollection<string> inputs, IReadOnlySet<string>? sought,
        Func<bool> isOver)
    {
        this.pass = pass;
        known = new(pass.Tape, forward, inputs);
        changes = new(pass, known);
        All = [.. Found(sought, isOver).DistinctBy(one => one.Words)];
    }

    /// <summary>Each change that makes right all that it reaches.</summary>
    public IReadOnlyList<Repair> All { get; }

    /// <summary>The lines of which other results would make every gradient right, as if by no coincidence.</summary>
    public HashSet<string> Bottlenecks { get; } = [];

    private IEnumerable<Repair> Found(IReadOnlySet<string>? sought, Func<bool> isOver)
    {
        var wrong = Enumerable.Range(0, pass.Error.Length).Count(pass.IsWrong);
        foreach (var group in StepGroup.All(pass.Tape).TakeWhile(_ => !isOver()))
        {
            if (pass.ScopeOf(group.Steps) is not { } scope) continue;
            // What follows from dy is likelier to be wrong than what the forward pass computes as well.
            var weight = group.Weight + (pass.AreForward(group.Steps) ? 1 : 0);
            var (areIndependent, areLinear) = pass.Tape.Following(group.Steps);
            foreach (var (words, far) in areIndependent ? Factors(group, scope) : [])
                yield return new(words, group.Place, weight + far, scope.Gradients);
            if (areIndependent && group.Steps.Length <= MostNeeded && pass.Needed(scope, group.Steps) is { } needed)
            {
                if (scope.Outputs.Count(pass.IsWrong) == wrong && wrong >= FewestForEach * group.Steps.Length)
                    Bottlenecks.Add(group.Place.Where);
                foreach (var (words, far) in new NeededResults(pass, known, changes, group, needed).Named())
                    yield return new(words, group.Place, weight + far, scope.Gradients);
            }
            if (sought is { Count: 0 }) continue;
            var isQuick = areIndependent && areLinear;
            foreach (var change in changes.Of(group, isQuick).TakeWhile(_ => !isOver()))
                if (sought?.Contains(change.Words) != false
                    && (!isQuick || pass.MayBeMendedBy(scope, group.Steps, change.Result))
                    && pass.IsMendedBy(scope, group.Steps, change.Result))
                    yield return new(change.Words, group.Place, weight + change.Weight, scope.Gradients);
        }
        foreach (var (group, others) in Uses.All(pass.Tape, known).TakeWhile(_ => !isOver()))
            if (sought is not { Count: 0 } && pass.ScopeOf(group.Steps) is { } scope)
                foreach (var change in others)
                    if (sought?.Contains(change.Words) != false
                        && pass.IsMendedBy(scope, group.Steps, change.Result))
                        yield return new(change.Words, group.Place, change.Weight, scope.Gradients);
    }

    /// <summary>By what the results of some steps have to be multiplied.</summary>
    private IEnumerable<(string Words, int Weight)> Factors(StepGroup group, Scope scope)
    {
        if (pass.Factor(scope, group.Steps) is not { } c) yield break;
        var result = $"the result of {group.Words}";
        if (c.IsPlain) yield return (c.Is(0) ? $"{result} is left out" : c.Is(-1) ? $"{result} has the other sign"
            : $"{result} is × {c}", 0);
        else foreach (var list in known.All.Where(list => list.Values.Distinct().Count() == 1 && list.Values[0] != 0))
        {
            if (c / list.Values[0] is { IsPlain: true } times && !times.Is(0))
                yield return ($"{result} is multiplied by {(times.Is(1) ? "" : $"{times} × ")}{list.Name}", 1);
            if (c / (1 / list.Values[0]) is { IsPlain: true } over && !over.Is(0))
                yield return ($"{result} is {(over.Is(1) ? "divided by" : $"multiplied by {over} /")} {list.Name}", 1);
        }
    }

    /// <summary>Lines whose results reach entries of one gradient that are wrong, and nothing that is right.</summary>
    /// <param name="outputs">The outputs that are entries of the gradient.</param>
    public IEnumerable<string> LinesOf(Range outputs)
    {
        var (start, count) = outputs.GetOffsetAndLength(pass.Error.Length);
        int[] all = [.. Enumerable.Range(0, pass.Error.Length)];
        if (Array.TrueForAll(all, pass.IsWrong)) return [];
        return from line in pass.Tape.Turns.GroupBy(turns => turns.Key.Where)
               let steps = line.SelectMany(turns => turns).ToArray()
               where all[start..(start + count)].Any(k => pass.IsWrong(k) && pass.Moves(steps, k))
                   && all.All(k => pass.IsWrong(k) || !pass.Moves(steps, k))
               select line.First().Key.Text is { Length: > 0 } text ? $"{line.Key}: {text}" : line.Key;
    }
}
