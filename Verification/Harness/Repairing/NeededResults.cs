namespace CnnVerified.Verification.Repairing;

/// <summary>
/// The results that some steps would have to give, where the gradients tell them, and what the code has at hand that is
/// just so.
/// </summary>
internal sealed class NeededResults(
    BackwardTape pass, KnownValues known, StepGroup group, double[] needed)
{
    private const double Roundings = 30;
    private readonly double[] now = [.. group.Steps.Select(n => pass.Tape.Steps[n].Value)];

    /// <summary>
    /// Where they come from, in words, how far-fetched it is, whether that leaves open what to write, and, where it is
    /// known, which entries.
    /// </summary>
    /// <param name="may">What may be used: no value is computed from itself.</param>
    public IEnumerable<(string Words, int Weight, bool IsVague, string? Exactly)> Named(Func<NamedValues, bool> may)
    {
        var result = group.Result;
        if (needed.Zip(now).All(one => IsNear(one.First, one.Second) || IsNear(one.First + one.Second, one.Second)))
            yield return ($"{Repair.SomeCondition} lets {result} count at some turns only", 3, true, null);
        else if (needed.Zip(now).All(one => IsNear(Math.Abs(one.First), Math.Abs(one.Second))))
            yield return ($"{result} has the other sign at some turns", 3, true, null);
        foreach (var words in SoftmaxSlopes()) yield return ($"{words} stands for {result}", 2, false, null);
        foreach (var (what, now, then) in Sides())
        {
            double[] more = [.. then.Zip(now, (r, y) => r - y)];
            if (Number(then) is { } number) yield return ($"{number} stands for {what}", 2, IsOdd(number), null);
            double[] less = [.. more.Select(one => -one)];
            if (Number(more[0] < 0 ? less : more) is { } addend)
                yield return (
                    $"{addend} is {(more[0] < 0 ? "subtracted from" : "added to")} {what}", 2,
                    IsOdd(addend) || addend is "2" or "1/2", null);
            foreach (var list in known.WithProducts.Where(may))
                foreach (var (words, numbers) in new (Func<string, string>, double[])[]
                {
                    (entries => $"{entries} stand for {what}", then),
                    (entries => $"{entries} are added to {what}", more),
                    (entries => $"{entries} are subtracted from {what}", less),
                    (entries => $"{what} is multiplied by {entries}", Ratios(then, now)),
                    (entries => $"{what} is divided by {entries}", Ratios(now, then)),
                })
                    if (AreOf(list, numbers))
                    {
                        var exactly = LinearIndex.Of(
                            pass.Tape, group.Steps, [.. numbers.Select(number => IndexIn(list, number))]) is { } said
                            ? words($"the entries {said} of {list.Name}") : null;
                        yield return (words($"entries of {list.Name}"), 3, exactly is null, exactly);
                    }
        }
    }

    /// <summary>Whether a number likelier stands for what was counted or summed than for itself.</summary>
    private static bool IsOdd(string number) =>
        char.IsAsciiDigit(number[^1]) && number is not ("0" or "1" or "2" or "1/2");

    /// <summary>What softmax hands back, p·(dp − Σ p·dp) with sums over so many at a time.</summary>
    private IEnumerable<string> SoftmaxSlopes()
    {
        var all = InTurns().DistinctBy(one => one.Name).ToArray();
        foreach (var (p, slopes) in all)
            foreach (var (dp, upstream) in all.Where(one => one.Name != p))
                for (var count = 2; count <= needed.Length; count++)
                    if (needed.Length % count == 0 && IsSoftmaxSlope(slopes, upstream, count))
                    {
                        yield return $"{p}·({dp} − Σ {p}·{dp}), the sum over {count} at a time,";
                        break;
                    }
    }

    /// <summary>Arrays in the order of the turns: their own, or that in which an operand's is read.</summary>
    private IEnumerable<(string Name, double[] Values)> InTurns()
    {
        foreach (var isRight in group.Operands)
            if (known.Of(group.OperandsIn(pass.Tape, isRight)) is var (own, at) && own.IsArray)
                foreach (var list in known.Whole.Where(one => one.IsArray && one.Values.Length == own.Values.Length))
                    yield return (list.Name, [.. at.Select(i => list.Values[i])]);
        foreach (var list in known.Whole.Where(one => one.IsArray && one.Values.Length == needed.Length))
            yield return (list.Name, list.Values);
    }

    private bool IsSoftmaxSlope(double[] p, double[] dp, int count)
    {
        for (var from = 0; from < needed.Length; from += count)
        {
            var sum = 0.0;
            for (var i = from; i < from + count; i++) sum += p[i] * dp[i];
            for (var i = from; i < from + count; i++) if (!IsNear(p[i] * (dp[i] - sum), needed[i])) return false;
        }
        return true;
    }

    /// <summary>Quotients; nothing tells how many times 0 something is.</summary>
    private static double[] Ratios(double[] numerators, double[] denominators) =>
        [.. numerators.Zip(denominators, (a, b) => a == 0 || b == 0 ? double.NaN : a / b)];

    /// <summary>The operands and the results: what they are, and what they would have to be.</summary>
    private IEnumerable<(string What, double[] Now, double[] Then)> Sides()
    {
        foreach (var isRight in group.Place.IsBinary ? group.Operands : [])
        {
            (double Left, double Right)[] operands = [.. group.Steps.Select(n => pass.Tape.Steps[n].Operands)];
            double[] then = [.. operands.Zip(needed, (x, y) => Operand(group.Place.Name, y, x, isRight))];
            if (operands.Zip(then, needed).All(one => IsNear(one.Third, Traced.Result(group.Place,
                isRight ? one.First.Left : one.Second, isRight ? one.Second : one.First.Right))))
                yield return (group.Operand(isRight),
                    [.. operands.Select(one => isRight ? one.Right : one.Left)], then);
        }
        yield return (group.Result, now, needed);
    }

    /// <summary>The operand with which an operation gives y.</summary>
    private static double Operand(string name, double y, (double Left, double Right) x, bool isRight) =>
        (name, isRight) switch
        {
            ("+", _) => y - (isRight ? x.Left : x.Right),
            ("−", false) => y + x.Right,
            ("−", true) => x.Left - y,
            ("·", _) => y / (isRight ? x.Left : x.Right),
            ("/", false) => y * x.Right,
            ("/", true) => x.Left / y,
            _ => double.NaN,
        };

    /// <summary>The one number that all of them are, as one would write it.</summary>
    private string? Number(double[] numbers)
    {
        if (!Array.TrueForAll(numbers, one => IsNear(one, numbers[0]))) return null;
        var number = new Ratio(numbers[0], Roundings * pass.Tolerance * Math.Abs(numbers[0]));
        return number.IsPlain ? number.ToString() : known.All
            .Where(list => list.Values[0] != 0 && list.Values.Distinct().Count() == 1)
            .Select(list => number / list.Values[0] is { IsPlain: true } times
                ? times.Is(1) ? list.Name : $"{times} × {list.Name}" : null).FirstOrDefault(said => said is not null);
    }

    /// <summary>Whether numbers that are not all the same are each among a list's.</summary>
    private bool AreOf(NamedValues list, double[] numbers) =>
        list.Values.Length > 1 && !Array.TrueForAll(numbers, one => one == 0 || IsNear(one, numbers[0]))
        && Array.TrueForAll(numbers, number => IndexIn(list, number) >= 0);

    private int IndexIn(NamedValues list, double number) =>
        Array.FindIndex(list.Values, value => IsNear(number, value));

    private bool IsNear(double number, double value) =>
        double.IsFinite(value) && Math.Abs(value - number) <= Roundings * pass.Tolerance * Math.Abs(value);
}
