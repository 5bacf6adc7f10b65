using System.Reflection;
using static CnnVerified.Verification.Editing.EditedMethod;

namespace CnnVerified.Verification.Editing;

/// <summary>Methods that stand for others, and entries that are added to what is there.</summary>
internal sealed class OtherCalls(EditedMethod of)
{
    /// <summary>Entries that are added to what is there.</summary>
    public IEnumerable<Edit> Stores()
    {
        var all = new List<(string? Name, Edit Edit)>();
        foreach (var (i, op) in of.Ops
            .Where(one => one.Index > 0 && of.Code[one.Index - 1].Family is not "add"))
            if (AddingStores.Of(of.Method, op) is { } add)
            {
                var place = of.PlaceOf("entry", op);
                var from = of.Starts.LastOrDefault(start => start <= i);
                all.Add((of.Reads.FirstOrDefault(read => read.At == from)?.Name, new(
                    $"the {place} is added to what is there, and does not replace it", place,
                    of.Instead(i, Named(op, "call") with { Member = add }))));
            }
        foreach (var (_, edit) in all) yield return edit;
        foreach (var same in all.Where(one => one.Name is not null).GroupBy(one => one.Name)
            .Where(one => one.Count() > 1))
            yield return new($"every entry of {same.Key} is added to what is there, and does not replace it",
                same.First().Edit.Place, [.. same.SelectMany(one => one.Edit.Instead)]);
    }

    /// <summary>Variables that are set more than once, and of which one value is to be added.</summary>
    public IEnumerable<Edit> Sums()
    {
        foreach (var (name, type, at, _) in of.Writes)
            if ((type == typeof(double) || type == typeof(float)) && of.Code[at - 1].Family != "add"
                && of.Code.Count(op => op.Family == "stloc" && op.Operand == of.Code[at].Operand) > 1)
            {
                var (op, place) = (of.Code[at], of.PlaceOf(name, of.Code[at]));
                yield return new($"the value of {place} is added to what is there, and does not replace it", place,
                    of.Instead(at, Named(op, "ldloc"), Named(op, "add"), op));
            }
    }

    /// <summary>Other methods that take and give the same.</summary>
    public IEnumerable<Edit> Alternatives()
    {
        foreach (var (i, op) in of.Ops.Where(one => one.Item.Family is "call" or "callvirt"))
            if (Interpreter.Resolved<MethodBase>(of.Method, op.Operand) is MethodInfo { IsGenericMethod: false } called
                && (i == 0 || of.Code[i - 1].Family != "constrained")
                && of.PlaceOf(Alike.NameOf(called), op) is var place)
                foreach (var other in Alike.To(called, of.Method, of.Known))
                    yield return new($"{Alike.NameOf(other)} stands for {place}", place,
                        of.Instead(i, op with { Member = other }));
    }

    /// <summary>Functions of one number that the code's type has, as factors that a term lacks.</summary>
    public IEnumerable<Edit> Factors() =>
        from function in Alike.OfOneNumber(of.Method, of.Known)
        from term in of.Edited
        where term is { IsAddress: false, Whole: null or { Binds: 0 }, Binds: 1 } && term.Type == function.ReturnType
        let op = of.Code[term.From]
        let place = of.PlaceOf(term)
        from variable in of.VariablesAt(op, function.ReturnType).Concat(of.Expressions
            .Where(one => term.From <= one.From && one.To <= term.To && of.IsRead(one))
            .Select(one => (Name: one.Text, Load: of.Code[one.From..one.To]))).DistinctBy(one => one.Name)
        select new Edit($"{place} is multiplied by {function.Name}({variable.Name})", place,
            new Replacement(of.Method, term.To, 0,
            [
                .. function.IsStatic ? Array.Empty<Op>() : [Named(op, "ldarg") with { Operand = 0 }], .. variable.Load,
                Named(op, "call") with { Member = function }, Named(op, "mul"),
            ]));

    /// <summary>Methods that make something of its own kind, such as a transpose: called once more, or not.</summary>
    public IEnumerable<Edit> Around()
    {
        MethodInfo[] around = [.. of.Known.OfType<MethodInfo>().Where(one => one.IsStatic
            && one.GetParameters() is [{ ParameterType: var type }] && type == one.ReturnType
            && !Body.Reached([one]).Contains(of.Method))];
        if (around.Length == 0) yield break;
        foreach (var (i, op) in of.Ops.Where(one => one.Item.Family == "call"))
            if (Body.MemberOf(of.Method, op) is MethodInfo called)
            {
                var place = of.PlaceOf(Alike.NameOf(called), op);
                if (around.Contains(called)) yield return new($"{place} is left out", place, of.Instead(i));
                foreach (var other in around.Where(one => one.ReturnType == called.ReturnType))
                    yield return With(other, $"the result of {place}", place, i + 1);
            }
        foreach (var read in of.Reads)
            foreach (var other in around.Where(one => one.ReturnType == read.Type))
                if (of.PlaceOf(read.Name, of.Code[read.At]) is var place)
                    yield return With(other, $"{place}", place, read.At + read.Count);

        Edit With(MethodInfo other, string words, CodePlace place, int at) => new(
            $"{other.Name} is called with {words}", place,
            new Replacement(of.Method, at, 0, [new("call", "call", 0, 0) { Member = other }]));
    }
}
