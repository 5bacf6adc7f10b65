using System.Reflection;

namespace CnnVerified.Verification.Editing;

/// <summary>A method's statements in another order, without one, or with one that they lack.</summary>
internal sealed class Statements(EditedMethod of)
{
    private const int Farthest = 6;

    private readonly MethodBase method = of.Method;
    private readonly Op[] code = of.Code;

    /// <summary>All of them.</summary>
    public IEnumerable<Edit> All() => LeftOut().Concat(new Resets(of).All()).Concat(Earlier()).Concat(Exchanged())
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
                            + $"exchanged{(sign == code[to - 2].Family ? "" : ", and the other sign")}",
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
