using static CnnVerified.Verification.Editing.EditedMethod;

namespace CnnVerified.Verification.Editing;

/// <summary>A loop that counts by one.</summary>
/// <param name="Variable">What counts, and its name.</param>
/// <param name="First">The statement that sets it at first: where its value begins and ends.</param>
/// <param name="Body">The statements that are repeated: where they begin and end.</param>
/// <param name="Bound">What it is compared with: where that begins and ends.</param>
/// <param name="End">What comes behind it.</param>
/// <param name="Goes">The comparison, while it goes on.</param>
/// <param name="Place">Where it is.</param>
internal sealed record CountingLoop(
    (Op Load, string Name) Variable, (int From, int To) First, (int From, int To) Body, (int From, int To) Bound,
    int End, string Goes, CodePlace Place);

/// <summary>The loops of a method that count by one.</summary>
internal sealed class CountingLoops(EditedMethod of)
{
    private readonly Op[] code = of.Code;
    private CountingLoop[]? all;

    /// <summary>All of them.</summary>
    public CountingLoop[] All => all ??= [.. Enumerable.Range(0, code.Length).Select(At).OfType<CountingLoop>()];

    /// <summary>How often two loops turn, one in the other, that start anywhere: as over a clipped window.</summary>
    /// <param name="at">Where that is computed.</param>
    public IEnumerable<(string Text, Op[] Ops)> Turns(Op at)
    {
        return from outer in All
               from inner in All
               where outer.Body.From <= inner.First.From && inner.Body.To <= outer.Body.To
                   && (code[outer.First.From].Family != "ldc" || code[inner.First.From].Family != "ldc")
               let ops = (Op[])[.. Count(outer), .. Count(inner), Named(at, "mul")]
               where ops.All(op => op.Family != "ldloc" || of.Variables.IsSet((int)op.Operand, at))
               select ($"({TextOf(outer)}) * ({TextOf(inner)})", ops);

        Op[] Count(CountingLoop one) =>
            [.. code[one.Bound.From..one.Bound.To], .. code[one.First.From..one.First.To], Named(at, "sub")];

        string TextOf(CountingLoop one) => $"{Said(one.Bound)} - {Said(one.First)}";

        string? Said((int, int) part) => of.Expressions.LastOrDefault(one => (one.From, one.To) == part)?.Text;
    }

    /// <summary>The loop that a jump closes; null if none is, or it counts otherwise.</summary>
    private CountingLoop? At(int jump)
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
}
