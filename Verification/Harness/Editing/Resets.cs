using System.Reflection;

namespace CnnVerified.Verification.Editing;

/// <summary>What should start anew in each turn of a loop, and runs on.</summary>
internal sealed class Resets(EditedMethod of)
{
    private readonly MethodBase method = of.Method;
    private readonly Op[] code = of.Code;

    /// <summary>All of them.</summary>
    public IEnumerable<Edit> All() => Anew().Concat(Cleared());

    /// <summary>A variable that is set before a loop is set in each turn of it.</summary>
    private IEnumerable<Edit> Anew()
    {
        var run = new List<(int From, int To, string Name)>();
        foreach (var (from, to) in of.Statements.Where(one => code[one.To - 1].Family == "stloc"
            && (code[one.To - 2].Family is "newarr" or "newobj"
                || code[one.From..(one.To - 1)].All(
                    op => op.Family is "ldc" or "conv" or "constrained" || IsZero(op)))))
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

    /// <summary>Whether it is a generic scalar's 0 or another number of the type.</summary>
    private bool IsZero(Op op) => op.Family == "call"
        && Body.MemberOf(method, op) is MethodInfo { IsStatic: true } called
        && called.Name.StartsWith("get_", StringComparison.Ordinal) && called.GetParameters().Length == 0;

    /// <summary>Whether a variable holds new memory alone, which nobody else has.</summary>
    private bool IsMade(Op load)
    {
        int[] stores = [.. Enumerable.Range(0, code.Length).Where(i =>
            code[i].Family == "stloc" && code[i].Operand == load.Operand)];
        return load.Family is "ldloc" or "ldloca" && stores.Length > 0 && Array.TrueForAll(stores, i =>
        {
            var statement = code[of.Starts.Last(start => start <= i)..of.Starts.First(start => start > i)];
            return !Array.Exists(statement, Hands) && statement.Count(op => op.Family is "localloc" or "newarr")
                >= statement.Count(op => op.Family == "stloc");
        });
    }

    /// <summary>Whether a call gives memory that others may have.</summary>
    private bool Hands(Op op) => op.Family is "call" or "callvirt"
        && Body.MemberOf(method, op) is MethodInfo { Name: not "op_Implicit", ReturnType: var gives }
        && (gives.IsArray || VariableUses.Is(gives, typeof(Span<>)));
}
