namespace CnnVerified.Verification.Hypotheses;

/// <summary>A slip in the derivative of some operations: which slopes a backward pass uses instead.</summary>
/// <param name="Words">In words.</param>
/// <param name="Place">One of the operations.</param>
/// <param name="Weight">How far-fetched it is.</param>
/// <param name="Slopes">The slopes in both operands of a step.</param>
internal sealed record Slip(string Words, CodePlace Place, int Weight, Func<int, (double Left, double Right)> Slopes);

/// <summary>Operands of some operations of a tape, on the way to which a backward pass may slip.</summary>
/// <param name="Words">In words, such as <c>the second factor of · on line 12 of Gate.cs</c>.</param>
/// <param name="Place">One of the operations.</param>
/// <param name="Weight">How far-fetched it is that all of them are concerned.</param>
/// <param name="Has">Whether an operand of a step is among them, the right one or the left.</param>
internal sealed record Operands(string Words, CodePlace Place, int Weight, Func<int, bool, bool> Has)
{
    private const int MostPlaces = 60, MostShift = 8, MostRows = 8, Deepest = 6;

    /// <summary>What people write in place of a slope, given it, the operand and the result: {0} is where.</summary>
    private static readonly (string Words, int Weight, Func<double, double, double, double> Of)[] Instead =
    [
        ("without the path to {0}", 0, (_, _, _) => 0), ("with the wrong sign on the path to {0}", 1, (s, _, _) => -s),
        ("with 1 for the slope in {0}", 1, (_, _, _) => 1), ("with the slope in {0} squared", 1, (s, _, _) => s * s),
        ("with the slope in {0} divided by", 1, (s, _, _) => 1 / s), ("with {0} for its own slope", 1, (_, x, _) => x),
        ("with the result for the slope in {0}", 1, (_, _, y) => y),
        ("with 2 × the slope in {0}", 1, (s, _, _) => 2 * s), ("with half the slope in {0}", 1, (s, _, _) => s / 2),
    ];

    private static readonly (string Words, int Weight, Func<double, double, double> Of)[] OfFunctions =
    [
        ("with the result squared for the slope in {0}", 2, (_, y) => y * y),
        ("with 1 − the result for the slope in {0}", 1, (_, y) => 1 - y),
        ("with 1 − the squared result for the slope in {0}", 2, (_, y) => 1 - y * y),
        ("with y·(1 − y) for the slope in {0}, y its result", 2, (_, y) => y * (1 - y)),
        ("with 1/y for the slope in {0}, y its result", 2, (_, y) => 1 / y),
        ("with 1/y² for the slope in {0}, y its result", 2, (_, y) => 1 / (y * y)),
    ];

    private static readonly (string Words, Func<double, double, double> Of)[] OfDenominators =
    [
        ("with −x/y for −x/y², the slope in {0}", (x, y) => -x / y),
        ("with −1/y² for −x/y², the slope in {0}", (_, y) => -1 / (y * y)),
        ("with −x for −x/y², the slope in {0}", (x, _) => -x),
    ];

    /// <summary>The slopes with those in the operands multiplied by a number.</summary>
    public Func<int, (double Left, double Right)> Times(Tape tape, double c) =>
        With(tape, (_, _, slope) => c * slope);

    /// <summary>All that may be concerned together: of one operation, of all alike, of squares.</summary>
    public static IEnumerable<Operands> All(Tape tape)
    {
        CodePlace[] places = [.. tape.Places.Take(MostPlaces)];
        foreach (var place in places)
            foreach (var isRight in place.IsBinary ? new[] { false, true } : [false])
                yield return new(Which(place, isRight), place, 0,
                    (n, right) => right == isRight && ReferenceEquals(tape.Steps[n].Place, place));
        foreach (var isEverywhere in new[] { false, true })
            foreach (var alike in places.GroupBy(one => (one.Name, Where: isEverywhere ? "" : one.Where))
                .Where(group => group.Count() > 1))
                foreach (var isRight in alike.First().IsBinary ? new[] { false, true } : [false])
                    yield return new(
                        $"{Kind(alike.First(), isRight)}every {alike.Key.Name} {alike.Key.Where}".TrimEnd(),
                        alike.First(), 1, (n, right) => right == isRight && tape.Steps[n].Place is { } at
                            && at.Name == alike.Key.Name && (isEverywhere || at.Where == alike.Key.Where));
        foreach (var alike in Enumerable.Range(0, tape.Steps.Count).SelectMany(n => Constants(tape.Steps[n]))
            .GroupBy(one => (one.Place.Name, one.Constant))
            .Where(group => group.DistinctBy(one => one.Place).Count() > 1))
        {
            var (name, constant) = alike.Key;
            yield return new($"every {name} with {PlainNumber.Text(constant)}", alike.First().Place, 1,
                (n, right) => Constants(tape.Steps[n]).Any(one => one.Place.Name == name && one.Constant == constant
                    && one.IsRight != right));
        }
        foreach (var (words, place, steps) in Uses(tape).Take(MostPlaces))
            yield return new(words, place, 1, (n, right) => steps.Contains((n, right)));
        if (places.FirstOrDefault(place => place.Name == "·") is { } product)
            yield return new("one factor of every square", product, 1, (n, right) => right
                && tape.Steps[n] is { Place.Name: "·", Left: >= 0 } s && s.Left == s.Right);
        foreach (var place in places)
            yield return new($"what is multiplied by {place.Result}", place, 1, (n, right) =>
                tape.Steps[n] is { Place.Name: "·" or "/" } s && (right ? s.Left : s.Right) is >= 0 and var other
                && ReferenceEquals(tape.Steps[other].Place, place));
    }

    /// <summary>Where named values are used: on a line, or in what a line calls.</summary>
    private static IEnumerable<(string Words, CodePlace Place, HashSet<(int, bool)> Steps)> Uses(Tape tape)
    {
        foreach (var list in tape.Named)
        {
            var own = list.Steps.Where(n => n >= 0).ToHashSet();
            if (own.Count == 0) continue;
            var uses = (from n in Enumerable.Range(0, tape.Steps.Count)
                        from isRight in new[] { false, true }
                        where own.Contains(isRight ? tape.Steps[n].Right : tape.Steps[n].Left)
                        from line in (tape.Steps[n].Caller?.Chain().Select(site => site.Where) ?? [])
                            .Prepend(tape.Steps[n].Place!.Where).OfType<string>().Distinct()
                        select (Use: (n, isRight), Line: line)).ToLookup(one => one.Line, one => one.Use);
            foreach (var line in uses)
                yield return ($"{list.Name} {line.Key}", tape.Steps[line.First().n].Place!, [.. line]);
            if (uses.Count > 1)
                yield return ($"{list.Name}, wherever it is used", tape.Steps[uses.First().First().n].Place!,
                    [.. uses.SelectMany(line => line)]);
        }
    }

    private static IEnumerable<(CodePlace Place, double Constant, bool IsRight)> Constants(Step step)
    {
        if (step.Place is not { IsBinary: true, Name: "·" or "/" } place) yield break;
        if (step.Left < 0) yield return (place, step.Operands.Left, false);
        if (step.Right < 0) yield return (place, step.Operands.Right, true);
    }

    /// <summary>Every slip on the way to these operands but a factor of its own.</summary>
    public IEnumerable<Slip> Slips(Tape tape)
    {
        if (!Place.IsBinary) yield return One("without the slope of {0}", 0, (_, _, _) => 1);

        Slip One(string words, int weight, Func<int, bool, double, double> slope) => new(
            words.Replace("{0}", Words, StringComparison.Ordinal), Place, Weight + weight, With(tape, slope));

        foreach (var (words, weight, of) in Instead)
            yield return One(words, weight, (n, right, s) => of(
                s, right ? tape.Steps[n].Operands.Right : tape.Steps[n].Operands.Left, tape.Steps[n].Value));
        if (Weight > 0) yield break;
        if (!Place.IsBinary)
        {
            foreach (var (words, weight, of) in OfFunctions)
                yield return One(words, weight, (n, _, s) => of(s, tape.Steps[n].Value));
            yield return One("with the slope in {0} taken at its result", 1, (n, _, _) =>
                Traced.Function(Place.Name, new Dual(tape.Steps[n].Value, 1)).Derivative);
            yield break;
        }
        int[] turns = [.. tape.Turns[Place]];
        var isRight = Has(turns[0], true);
        if (Place.Name == "/" && isRight)
            foreach (var (words, of) in OfDenominators)
                yield return One(words, 1, (n, _, _) => of(tape.Steps[n].Operands.Left, tape.Steps[n].Operands.Right));
        foreach (var (words, isLost) in new (string, Func<int, bool>)[]
        {
            ("the first turn of", n => n == turns[0]), ("the last turn of", n => n == turns[^1]),
            ("all but the first turn of", n => n != turns[0]), ("all but the last turn of", n => n != turns[^1]),
        })
            if (turns.Length > 1)
                yield return One($"without the path at {words} {{0}}", 2, (n, _, s) => isLost(n) ? 0 : s);
        if (Place.Name != "·") yield break;
        int Other(int n) => isRight ? tape.Steps[n].Left : tape.Steps[n].Right;
        var factor = Which(Place, !isRight);
        for (var d = 1; d <= Deepest; d++)
        {
            var depth = d;
            if (turns.Select(n => Before(tape, Other(n), depth)).FirstOrDefault(n => n >= 0, -1) is >= 0 and var origin)
                yield return One($"with {Named(tape, origin)} in place of {factor}, which follows from it", 1,
                    (n, _, s) => Before(tape, Other(n), depth) is >= 0 and var before ? tape.Steps[before].Value : s);
        }
        foreach (var other in tape.Places.Where(other => other != Place))
        {
            if (tape.Turns[other].Count() != turns.Length) continue;
            var at = turns.Zip(tape.Turns[other]).ToDictionary(one => one.First, one => tape.Steps[one.Second].Value);
            yield return One($"with {other.Result} in place of {factor}", 2, (n, _, _) => at[n]);
        }
        foreach (var shift in Enumerable.Range(1, MostShift).SelectMany(d => new[] { -d, d }))
            yield return One(
                $"with what is {Math.Abs(shift)} {(shift > 0 ? "further" : "before")} in place of {factor}", 2,
                (n, _, s) => Other(n) is >= 0 and var other && tape.Alike(other, (at, _) => at + shift) is { } instead
                    ? instead : s);
        yield return One($"with the first entry in place of {factor}", 2,
            (n, _, s) => Other(n) is >= 0 and var other ? tape.Alike(other, (_, _) => 0)!.Value : s);
        for (var rows = 2; rows <= MostRows; rows++)
        {
            var r = rows;
            yield return One($"with the entries in another order, as of a transposed matrix, for {factor}", 2,
                (n, _, s) => Other(n) is >= 0 and var other && tape.Alike(other, (at, count) =>
                    count % r == 0 ? at % (count / r) * r + at / (count / r) : at) is { } instead ? instead : s);
        }
    }

    /// <summary>The step that a step follows from alone, some steps before; −1 if there are several, or none.</summary>
    private static int Before(Tape tape, int step, int depth)
    {
        for (; depth > 0 && step >= 0 && tape.Steps[step].Place is not null; depth--)
            step = (tape.Steps[step].Left, tape.Steps[step].Right) switch
            {
                (var left and >= 0, < 0) => left,
                ( < 0, var right and >= 0) => right,
                var (left, right) => left == right ? left : -1,
            };
        return depth > 0 ? -1 : step;
    }

    private static string Named(Tape tape, int step) =>
        tape.Steps[step].Place is { } place ? place.Result : "the entry";

    private Func<int, (double Left, double Right)> With(Tape tape, Func<int, bool, double, double> slope) => n =>
    {
        var s = tape.Steps[n];
        return (Has(n, false) ? slope(n, false, s.LeftSlope) : s.LeftSlope,
            Has(n, true) ? slope(n, true, s.RightSlope) : s.RightSlope);
    };

    private static string Which(CodePlace place, bool isRight) => place.IsBinary && place.Operand(isRight) is { } says
        ? $"{says} in {place}" : $"{Kind(place, isRight)}{place}";

    private static string Kind(CodePlace place, bool isRight) => !place.IsBinary ? "" : place.Name switch
    {
        "·" => isRight ? "the second factor of " : "the first factor of ",
        "/" => isRight ? "the denominator of " : "the numerator of ",
        "+" or "−" => isRight ? "the second term of " : "the first term of ",
        _ => isRight ? "the second argument of " : "the first argument of ",
    };
}
