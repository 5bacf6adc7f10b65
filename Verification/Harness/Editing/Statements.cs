using System.Reflection;

namespace CnnVerified.Verification.Editing;

/// <summary>A method's statements in another order, and what should start anew in each turn of a loop.</summary>
internal sealed class Statements(EditedMethod of)
{
    private const int Farthest = 6;

    private readonly MethodBase method = of.Method;
    private readonly Op[] code = of.Code;

    /// <summary>All of them.</summary>
    public IEnumerable<Edit> All() => LeftOut().Concat(Anew()).Concat(Cleared()).Concat(Earlier()).Concat(Exchanged())
        .Concat(Mirrored());

    private IEnumerable<Edit> LeftOut()
    {
        foreach (var (from, to) in of.Statements.Where(one => code[one.From].Family != "nop" && !Declares(one.To - 1)))
            if (of.PlaceOf("statement", code[from]) is var place)
                yield return new($"the statement {place.Where} is left out", place,
                    new Replacement(method, from, to - from, []));
    }

    /// <summary>Whether a variable has no value before.</summary>
    private bool Declares(int at) => code[at].Family == "stloc"
        && !Array.Exists(code[..at], op => op.Family == "stloc" && op.Operand == code[at].Operand);

    /// <summary>A variable that is set before a loop is set in each turn of it.</summary>
    private IEnumerable<Edit> Anew()
    {
        var run = new List<(int From, int To, string Name)>();
        foreach (var (from, to) in of.Statements.Where(one => code[one.To - 1].Family == "stloc"
            && (one.To - one.From == 2 && code[one.From].Family == "ldc"
                || code[one.To - 2].Family is "newarr" or "newobj")))
            if (CodeLines.LocalName(method, (int)code[to - 1].Operand, code[to].Offset) is { } name)
            {
                if (run.Count > 0 && run[^1].To != from) run.Clear();
                run.Add((from, to, name));
                foreach (var (end, jump) in code.Index().Where(one =>
                    Body.IsJump(one.Item) && one.Item.Operand <= one.Index && one.Item.Operand >= to))
                {
                    var place = of.PlaceOf("loop", jump);
                    yield return new($"{name} starts anew in each turn of the loop {place.Where}", place,
                        new Replacement(method, (int)jump.Operand, 0, code[from..to]));
                    for (var k = 0; k < run.Count - 1; k++)
                        yield return new($"{Words(run[k..])} start anew in each turn of the loop {place.Where}", place,
                            new Replacement(method, (int)jump.Operand, 0, code[run[k].From..to]));
                }
            }

        static string Words(List<(int, int, string Name)> of) =>
            $"{string.Join(", ", of[..^1].Select(one => one.Name))} and {of[^1].Name}";
    }

    /// <summary>
    /// Arrays and spans of the method's own that a loop writes to, and does not set, are cleared in each turn of it.
    /// </summary>
    private IEnumerable<Edit> Cleared()
    {
        foreach (var (end, jump) in code.Index().Where(one =>
            Body.IsJump(one.Item) && one.Item.Operand <= one.Index))
        {
            var body = (int)jump.Operand;
            bool IsInside(int at) => at >= body && at < end;
            var place = of.PlaceOf("loop", jump);
            var set = of.Uses.Writes.Where(one => IsInside(one.At)).Select(one => one.Name).ToHashSet();
            foreach (var one in of.Uses.Reads
                .Where(one => one.Type.IsArray && one.Type.GetElementType()!.IsPrimitive).Concat(of.Uses.Spans)
                .Where(one => IsInside(one.At) && !set.Contains(one.Name) && IsMade(code[one.At])
                    && !of.Uses.IsOnlyRead(one, of.Known))
                .DistinctBy(one => one.Name))
            {
                var clear = one.Type.IsArray ? ((Action<Array>)Array.Clear).Method : one.Type.GetMethod("Clear");
                yield return new($"{one.Name} is cleared in each turn of the loop {place.Where}", place,
                    new Replacement(method, body, 0,
                        [.. code[one.At..(one.At + one.Count)], new("call", "call", 0, 0) { Member = clear }]));
            }
        }
    }

    /// <summary>Whether a variable holds new memory alone, which nobody else has.</summary>
    private bool IsMade(Op load) => load.Family is "ldloc" or "ldloca" && code.Index()
        .Where(one => one.Item.Family == "stloc" && one.Item.Operand == load.Operand).All(one =>
        {
            var (from, to) = (of.Starts.Last(start => start <= one.Index), of.Starts.First(start => start > one.Index));
            return code[from..to].Count(op => op.Family is "localloc" or "newarr")
                >= code[from..to].Count(op => op.Family == "stloc");
        });

    /// <summary>What two statements in a row compute is kept in each other's variables.</summary>
    private IEnumerable<Edit> Exchanged()
    {
        foreach (var ((_, end), (next, last)) in of.Statements.Zip(of.Statements.Skip(1)))
            if (end == next && !of.Targets.Contains(next) && code[end - 1] is { Family: "stloc" } first
                && code[last - 1] is { Family: "stloc" } second && first.Operand != second.Operand
                && of.Variables.TypeOf(first.Operand) == of.Variables.TypeOf(second.Operand)
                && !Array.Exists(code[next..last], op =>
                    op.Family is "ldloc" or "ldloca" && op.Operand == first.Operand)
                && CodeLines.LocalName(method, (int)first.Operand, code[last].Offset) is { } a
                && CodeLines.LocalName(method, (int)second.Operand, code[last].Offset) is { } b)
            {
                var place = of.PlaceOf("statement", code[next]);
                yield return new($"{a} and {b}, which are set {place.Where} and before, change places", place,
                    of.Instead(end - 1, first with { Operand = second.Operand }),
                    of.Instead(last - 1, second with { Operand = first.Operand }));
            }
    }

    /// <summary>What a statement adds to one entry is added to another as well, or subtracted there.</summary>
    private IEnumerable<Edit> Mirrored()
    {
        foreach (var (from, to) in of.Statements.Where(one => code[one.To - 1].Family is "stelem" or "stind" or "stobj"
            && code[one.To - 2].Family is "add" or "sub"))
        {
            var before = of.Starts.LastOrDefault(start => start < from);
            Use[] near = [.. of.Uses.Reads.Where(read => read.At >= before && read.At < to && read is { Count: 1 }
                && read.Type == typeof(int))];
            var reads = Array.FindAll(near, read => read.At >= from);
            Use[] names = [.. reads.DistinctBy(read => read.Name)];
            var place = of.PlaceOf("statement", code[from]);
            foreach (var (k, one) in names.Index())
                foreach (var (other, at) in near.DistinctBy(read => read.Name).Select(read => (read.Name, read.At))
                    .ExceptBy(names[..(k + 1)].Select(name => name.Name), read => read.Name))
                    foreach (var sign in new[] { "add", "sub" })
                    {
                        var copy = code[from..to];
                        foreach (var read in reads)
                            if (read.Name == one.Name) copy[read.At - from] = code[at];
                            else if (read.Name == other) copy[read.At - from] = code[one.At];
                        copy[^2] = EditedMethod.Named(copy[^2], sign);
                        yield return new(
                            $"the statement {place.Where} is followed by the same with {one.Name} and {other} "
                            + $"exchanged, {(sign == code[to - 2].Family ? "and its sign" : "and the other sign")}",
                            place, new Replacement(method, to, 0, copy));
                    }
        }
    }

    /// <summary>A statement comes before others that it follows.</summary>
    private IEnumerable<Edit> Earlier()
    {
        var straight = of.Statements;
        for (var last = 1; last < straight.Length; last++)
            for (var first = last - 1; first >= 0 && last - first <= Farthest; first--)
            {
                var (next, moved) = (straight[first + 1].From, straight[last]);
                if (straight[first].To != next || of.Targets.Contains(next)) break;
                var (before, place) = (of.PlaceOf("statement", code[straight[first].From]),
                    of.PlaceOf("statement", code[moved.From]));
                if (before.Where != place.Where)
                    yield return new($"the statement {place.Where} comes before that {before.Where}", place,
                        new Replacement(method, straight[first].From, moved.To - straight[first].From,
                            [.. code[moved.From..moved.To], .. code[straight[first].From..moved.From]]));
            }
    }
}
