namespace CnnVerified.Verification.Repairing;

/// <summary>What some steps might give instead.</summary>
/// <param name="Words">In words, such as <c>k stands for q in · on line 12 of Gate.cs</c>.</param>
/// <param name="Weight">How far-fetched it is.</param>
/// <param name="Result">The results.</param>
internal sealed record Change(string Words, int Weight, Result Result)
{
    /// <summary>Whether it is left open what is asked.</summary>
    public bool IsVague { get; init; } = Words.StartsWith(Repair.SomeCondition, StringComparison.Ordinal);

    /// <summary>Better words, which take longer to find; null if there are none.</summary>
    public Func<string?> Exactly { get; init; } = () => null;
}

/// <summary>Every change that is tried on a group of steps.</summary>
internal sealed class Changes(BackwardTape pass, KnownValues known)
{
    private static readonly (string Name, Func<double, double> Of)[] Functions =
    [
        ("Exp", Math.Exp), ("Log", Math.Log), ("Sqrt", Math.Sqrt), ("Sin", Math.Sin), ("Cos", Math.Cos),
        ("Tanh", Math.Tanh), ("the sigmoid", x => 1 / (1 + Math.Exp(-x))),
        ("the sign", x => x > 0 ? 1 : x < 0 ? -1 : x), ("the square", x => x * x), ("the absolute value", Math.Abs),
        ("the reciprocal", x => 1 / x), ("the positive part", x => Math.Max(x, 0)), ("the negative", x => -x),
        ("the double", x => 2 * x), ("the half", x => x / 2),
    ];

    private static readonly (CompositeFormat Words, Func<double, double> Of)[] Slopes =
    [
        (CompositeFormat.Parse("{0}·(1 − {0})"), y => y * (1 - y)), (CompositeFormat.Parse("(1 − {0})"), y => 1 - y),
        (CompositeFormat.Parse("(1 − {0}²)"), y => 1 - y * y),
        (CompositeFormat.Parse("[{0} > 0]"), y => y > 0 ? 1 : 0),
    ];

    private readonly Tape tape = pass.Tape;

    /// <summary>Those of a group: other operands first, then other results.</summary>
    /// <param name="group">The group.</param>
    /// <param name="isQuick">Whether far-fetched ones are tried as well: those are many.</param>
    /// <param name="may">What may be used: no value is computed from itself.</param>
    public IEnumerable<Change> Of(StepGroup group, bool isQuick, Func<NamedValues, bool> may)
    {
        var turn = group.Steps.Index().ToDictionary(one => one.Item, one => one.Index);
        NamedValues[] lists = [.. known.All.Where(list => (isQuick || list.Weight == 0) && may(list))
            .Select(list => list.In(group.Place.Method))];
        // What is stored is read at a wrong index more often than what has just been computed from dy.
        return group.Operands
            .OrderBy(isRight => !pass.AreForward([.. group.OperandsIn(tape, isRight).Select(one => one.Step)]))
            .SelectMany(isRight => OfOperand(group, isRight, lists, turn))
            .Concat(OfResult(group, lists, turn, isQuick));
    }

    /// <summary>The same words, with operands called by the values that they are among, if they are.</summary>
    public string Said(StepGroup group, string words) => group.Operands.Aggregate(words, (said, isRight) =>
        group.Says(isRight) is null && known.Of(group.OperandsIn(tape, isRight)) is { List.Name: var name }
            ? said.Replace(group.Operand(isRight), $"{name} in {group.Words}", StringComparison.Ordinal) : said);

    private IEnumerable<Change> OfOperand(
        StepGroup group, bool isRight, NamedValues[] lists, Dictionary<int, int> turn)
    {
        var (own, what) = (known.Of(group.OperandsIn(tape, isRight)), group.Operand(isRight));
        Result With(Func<int, double, double> value) => (n, left, right, _) => isRight
            ? Traced.Result(tape.Steps[n].Place!, left, value(n, right))
            : Traced.Result(tape.Steps[n].Place!, value(n, left), right);
        if (own is var (read, from))
            foreach (var (move, weight, index) in IndexMoves.Of(tape, group.Steps, from, read.Values.Length))
                yield return new($"the index of {what} {move}", weight, With((n, _) => read.Values[index(turn[n])]))
                {
                    IsVague = weight == IndexMoves.Far,
                };
        foreach (var list in lists)
        {
            var isOwn = list.Values == own?.List.Values;
            var words = isOwn ? $"other entries of {what} are used" : $"{list.Name} stands for {what}";
            if (own is var (other, at) && !isOwn && list.Values.Length == other.Values.Length)
                yield return new(words, list.Weight, With((n, _) => list.Values[at[turn[n]]]));
            foreach (var index in KnownValues.AlignedIndices(list, group.Steps.Length))
            {
                double Value(int n) => list.Values[index(turn[n])];
                yield return new(words, list.Weight, With((n, _) => Value(n)))
                {
                    Exactly = () => !isOwn ? null : LinearIndex.Of(
                        tape, group.Steps, [.. group.Steps.Select((_, n) => index(n))]) is { } said
                        ? $"the entries {said} of {list.Name} stand for {what}" : null,
                };
                if (group.Place.Name is "+" or "−") yield return new(
                    $"{what} is multiplied by {list.Name}", list.Weight + 1, With((n, x) => x * Value(n)));
            }
        }
        yield return new($"{(group.Place.IsBinary ? what : group.Words)} is left out", 1,
            (_, left, right, _) => isRight || !group.Place.IsBinary ? left : right);
        yield return new($"1 − it stands for {what}", 2, With((_, x) => 1 - x));
        foreach (var (name, function) in Functions)
            yield return new($"{name} of it stands for {what}", 2, With((_, x) => function(x)));
        if (!group.Place.IsBinary || own is not var (list1, places)) yield break;
        var (values, outside) = (list1.Values, list1.IsArray ? 0 : double.NaN);
        foreach (var (name, map) in EntryMaps.Of(values.Length))
            yield return new($"{name} of {what} are used", 2, With((n, _) =>
                map(places[turn[n]]) is var j && (uint)j < (uint)values.Length ? values[j] : outside));
    }

    private IEnumerable<Change> OfResult(
        StepGroup group, NamedValues[] lists, Dictionary<int, int> turn, bool isQuick)
    {
        var result = group.Result;
        if (pass.Masked.Length > 0)
            yield return new($"{Repair.SomeCondition} keeps {result} from what should be 0", 1,
                (n, _, _, y) => Array.Exists(pass.Masked, k => pass.Effects[k][n] != 0) ? 0 : y);
        foreach (var list in lists.Where(one => one.Weight == 0))
            foreach (var value in KnownValues.Aligned(list, group.Steps.Length))
                yield return new($"{result} is 0 where {list.Name} is not above 0", 1,
                    (n, _, _, y) => value(turn[n]) > 0 ? y : 0);
        foreach (var list in lists)
            foreach (var (value, more) in KnownValues.Aligned(list, group.Steps.Length)
                .Select(value => (value, list.Weight + 1)))
            {
                yield return new($"{result} is multiplied by {list.Name}", more, (n, _, _, y) => y * value(turn[n]));
                if (!list.Values.Contains(0))
                    yield return new($"{result} is divided by {list.Name}", more, (n, _, _, y) => y / value(turn[n]));
                yield return new($"{list.Name} is added to {result}", more, (n, _, _, y) => y + value(turn[n]));
                yield return new($"{list.Name} is subtracted from {result}", more, (n, _, _, y) => y - value(turn[n]));
                yield return new($"{list.Name} stands for {result}", more + 1, (n, _, _, _) => value(turn[n]));
            }
        if (isQuick || group.IsVariable) foreach (var (name, slope) in Slopes)
            foreach (var list in lists.Where(list => list.Weight == 0 && list.Values.Length > 1))
                foreach (var value in KnownValues.Aligned(list, group.Steps.Length))
                    yield return new($"{result} is multiplied by {string.Format(null, name, list.Name)}", 1,
                        (n, _, _, y) => y * slope(value(turn[n])));
        yield return new($"{result} is squared", 1, (_, _, _, y) => y * y);
        if (group.IsVariable) yield break;
        yield return new($"{result} is multiplied by its first operand once more", 2, (_, x, _, y) => y * x);
        yield return new($"{result} is divided by its first operand", 2, (_, x, _, y) => y / x);
        if (group.Place.IsBinary)
        {
            yield return new($"{result} is multiplied by its second operand once more", 2, (_, _, x, y) => y * x);
            yield return new($"{result} is divided by its second operand once more", 2, (_, _, x, y) => y / x);
        }
        foreach (var (name, function) in Functions)
        {
            yield return new($"{name} of {result} stands for it", 2, (_, _, _, y) => function(y));
            if (!group.Place.IsBinary)
                yield return new($"{name} stands for {group.Words}", 2, (_, x, _, _) => function(x));
        }
        yield return new($"1 − it stands for {result}", 1, (_, _, _, y) => 1 - y);
        yield return new($"1 is added to {result}", 1, (_, _, _, y) => 1 + y);
    }
}
