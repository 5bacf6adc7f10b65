using static CnnVerified.Verification.Editing.EditedMethod;

namespace CnnVerified.Verification.Editing;

/// <summary>Loops that count: the other way round, from or to somewhere else, or around too many statements.</summary>
internal sealed class Loops(EditedMethod of)
{
    private readonly Op[] code = of.Code;
    private readonly Lazy<HashSet<string>> written = new(() => [.. of.Texts]);
    private Loop[]? counting;

    /// <summary>All of them.</summary>
    public IEnumerable<Edit> All()
    {
        var all = Counting;
        return all.SelectMany(Of).Concat(Once(all)).Concat(Before(all));
    }

    private Loop[] Counting => counting ??= [.. Enumerable.Range(0, code.Length).Select(At).OfType<Loop>()];

    /// <summary>How often two loops turn, one in the other, that start anywhere: as over a clipped window.</summary>
    /// <param name="at">Where that is computed.</param>
    public IEnumerable<(string Text, Op[] Ops)> Turns(Op at)
    {
        return from outer in Counting
               from inner in Counting
               where outer.Body.From <= inner.First.From && inner.Body.To <= outer.Body.To
                   && (code[outer.First.From].Family != "ldc" || code[inner.First.From].Family != "ldc")
               let ops = (Op[])[.. Count(outer), .. Count(inner), Named(at, "mul")]
               where ops.All(op => op.Family != "ldloc" || of.Variables.IsSet((int)op.Operand, at))
               select ($"({TextOf(outer)}) * ({TextOf(inner)})", ops);

        Op[] Count(Loop one) =>
            [.. code[one.Bound.From..one.Bound.To], .. code[one.First.From..one.First.To], Named(at, "sub")];

        string TextOf(Loop one) => $"{Said(one.Bound)} - {Said(one.First)}";

        string? Said((int, int) part) => of.Expressions.LastOrDefault(one => (one.From, one.To) == part)?.Text;
    }

    /// <summary>A statement behind a loop that belongs before it.</summary>
    private IEnumerable<Edit> Before(Loop[] all) =>
        from loop in all
        from next in of.Statements
        where next.From == loop.End
        let place = of.PlaceOf("statement", code[next.From])
        select new Edit($"the statement {place.Where} comes before the loop {loop.Place.Where}", place,
            new Replacement(of.Method, next.From, next.To - next.From, []),
            new Replacement(of.Method, loop.First.From, 0, code[next.From..next.To]));

    /// <summary>A loop that counts by one.</summary>
    /// <param name="Variable">What counts, and its name.</param>
    /// <param name="First">The statement that sets it at first: where its value begins and ends.</param>
    /// <param name="Body">The statements that are repeated: where they begin and end.</param>
    /// <param name="Bound">What it is compared with: where that begins and ends.</param>
    /// <param name="End">What comes behind it.</param>
    /// <param name="Goes">The comparison, while it goes on.</param>
    /// <param name="Place">Where it is.</param>
    private sealed record Loop(
        (Op Load, string Name) Variable, (int From, int To) First, (int From, int To) Body, (int From, int To) Bound,
        int End, string Goes, CodePlace Place);

    /// <summary>The loop that a jump closes; null if none is, or it counts otherwise.</summary>
    private Loop? At(int jump)
    {
        if (!Body.IsJump(code[jump]) || code[jump].Operand is var body && body > jump || body < 2) return null;
        var asks = of.AsksFrom(jump);
        var compares = Array.FindIndex(
            code, asks, jump + 1 - asks, op => op.Family is "blt" or "ble" or "bgt" or "bge" or "clt" or "cgt");
        if (compares < 0 || code[asks].Family != "ldloc" || asks < body + 4
            || of.Variables.NameOf(code[asks]) is not { } name || of.Variables.TypeOf(code[asks]) != typeof(int)
            || code[(asks - 4)..asks] is not
                [{ Family: "ldloc" } i, { Name: "ldc.i4.1" }, { Family: "add" or "sub" } by, { Family: "stloc" }]
            || i.Operand != code[asks].Operand) return null;
        var (isUp, goes) = (by.Family == "add", code[compares].Family);
        var negated = code[compares..jump].Count(op => op.Family == "ceq") % 2 == 1;
        goes = (goes, negated) switch
        {
            ("blt", _) or ("clt", false) => "<",
            ("ble", _) or ("cgt", true) => "<=",
            ("bgt", _) or ("cgt", false) => ">",
            _ => ">=",
        };
        var enters = (int)body - 1;
        var sets = enters - 1;
        if (isUp != goes is "<" or "<=" || code[enters].Family != "br" || code[sets].Family != "stloc"
            || code[sets].Operand != i.Operand) return null;
        var from = of.Starts.Where(start => start <= sets).DefaultIfEmpty().Max();
        var (first, bound) = ((from, sets), (asks + 1, compares));
        return IsPlain(first) && IsPlain(bound) && !Array.Exists(code[(int)body..(asks - 4)], op =>
                op.Family is "stloc" or "ldloca" && op.Operand == i.Operand)
            ? new((code[asks], name), first, ((int)body, asks - 4), bound, jump + 1, goes,
                of.PlaceOf("loop", code[asks])) : null;
    }

    /// <summary>Whether something only loads and computes whole numbers.</summary>
    private bool IsPlain((int From, int To) at) => at.To > at.From && Array.TrueForAll(code[at.From..at.To], op =>
        op.Family is "ldloc" or "ldarg" or "ldfld" or "ldsfld" or "ldc" or "add" or "sub" or "mul" or "div" or "ldlen"
            or "conv" or "ldelem" or "ldarga" or "ldloca" or "ldflda" or "ldsflda" || op.Family is "call" or "callvirt"
                && Computation.Symbol(of.Method, op) is "GetLength" or ['g', 'e', 't', '_', ..]);

    private IEnumerable<Edit> Of(Loop loop)
    {
        var (at, (load, name)) = (code[loop.Bound.From], loop.Variable);
        Op[] first = code[loop.First.From..loop.First.To], bound = code[loop.Bound.From..loop.Bound.To];
        int[] reads = [.. Enumerable.Range(loop.Body.From, loop.Body.To - loop.Body.From).Where(i =>
            code[i].Family == "ldloc" && code[i].Operand == load.Operand)];
        Op[] one = [Number(at, 1)];
        Op[] last = loop.Goes switch
        {
            "<" => [.. bound, .. one, Named(at, "sub")],
            ">" => [.. bound, .. one, Named(at, "add")],
            _ => bound,
        };
        Edit Told(string how, params Replacement[] instead) =>
            new($"the loop {loop.Place.Where} {how}", loop.Place, instead);
        if (reads.Length > 0)
            yield return Told("runs the other way round", [.. reads.Select(i => of.Instead(
                i, [.. first, .. last, Named(at, "add"), code[i], Named(at, "sub")]))]);
        (string Name, Op[] Load)[] others = [.. of.WholeNumbersAt(at).Where(one => one.Name != name)];
        foreach (var (product, its) in loop.Goes == "<" ? Products() : [])
            yield return Told($"runs while {name} < {product}",
                new Replacement(of.Method, loop.Bound.From, bound.Length, its));
        foreach (var (other, its) in others)
        {
            if (loop.Goes is "<" or "<=" && (bound.Length > 1 || loop.Goes == "<="))
                yield return Told($"runs while {name} < {other}", new Replacement(of.Method, loop.Bound.From,
                    bound.Length, loop.Goes == "<" ? its : [.. its, .. one, Named(at, "sub")]));
            yield return Told($"starts at {other} + 1", Starting([.. its, .. one, Named(at, "add")]));
        }
        if (first.Length > 1)
            foreach (var c in new[] { 0, 1 }) yield return Told($"starts at {c}", Starting(Number(at, c)));

        // One loop over all places of two axes, of which the method knows elsewhere.
        IEnumerable<(string Name, Op[] Load)> Products() =>
            from one in others
            from other in others
            let product = $"{one.Name} * {other.Name}"
            where written.Value.Contains(product)
            select (product, (Op[])[.. one.Load, .. other.Load, Named(at, "mul")]);

        Replacement Starting(params Op[] from) => new(of.Method, loop.First.From, first.Length, from);
    }

    /// <summary>Statements that are to be run once, and not in each turn of a loop.</summary>
    private IEnumerable<Edit> Once(Loop[] all)
    {
        foreach (var (from, to) in of.Statements.Where(
            one => code[one.To - 1].Family is "stelem" or "stind" or "stobj"))
        {
            var (skips, lines) = (new List<Op>(), new List<string>());
            foreach (var loop in all.Where(one => one.Body.From <= from && to <= one.Body.To)
                .OrderBy(one => one.Body.To - one.Body.From))
            {
                if (Array.Exists(code[from..to], op =>
                    op.Family == "ldloc" && op.Operand == loop.Variable.Load.Operand)) break;
                skips.AddRange([loop.Variable.Load, .. code[loop.First.From..loop.First.To],
                    Named(code[from], "bne.un") with { Operand = to }]);
                lines.Add(loop.Place.Where);
                var place = of.PlaceOf("statement", code[from]);
                yield return Told(new Replacement(of.Method, from, 0, [.. skips]));
                // A turn that ends before it is none in which it can be run.
                if (code[loop.Body.From..from].Any(op => Body.IsJump(op) && op.Operand >= to)) yield return Told(
                    new(of.Method, from, to - from, []),
                    new(of.Method, loop.First.From, 0, code[from..to]));

                Edit Told(params Replacement[] instead) =>
                    new($"the statement {place.Where} does not belong into the loop "
                        + string.Join(", nor into that ", lines), place, instead);
            }
        }
    }
}
