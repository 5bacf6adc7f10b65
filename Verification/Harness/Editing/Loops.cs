using static CnnVerified.Verification.Editing.EditedMethod;

namespace CnnVerified.Verification.Editing;

/// <summary>Loops that count: the other way round, from or to somewhere else, or around too many statements.</summary>
internal sealed class Loops(EditedMethod of)
{
    private readonly Op[] code = of.Code;
    private readonly Lazy<HashSet<string>> written = new(() => [.. of.Texts]);

    /// <summary>All of them.</summary>
    public IEnumerable<Edit> All()
    {
        var all = new CountingLoops(of).All;
        return all.SelectMany(Of).Concat(Once(all)).Concat(Before(all));
    }

    /// <summary>A statement behind a loop that belongs before it.</summary>
    private IEnumerable<Edit> Before(CountingLoop[] all) =>
        from loop in all
        from next in of.Statements
        where next.From == loop.End
        let place = of.PlaceOf("statement", code[next.From])
        select new Edit($"the statement {place.Where} comes before the loop {loop.Place.Where}", place,
            new Replacement(of.Method, next.From, next.To - next.From, []),
            new Replacement(of.Method, loop.First.From, 0, code[next.From..next.To]));

    private IEnumerable<Edit> Of(CountingLoop loop)
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
    private IEnumerable<Edit> Once(CountingLoop[] all)
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
