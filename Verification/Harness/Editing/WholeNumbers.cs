using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using static CnnVerified.Verification.Editing.EditedMethod;

namespace CnnVerified.Verification.Editing;

/// <summary>Whole numbers that count or are indices: others, other signs, and what is missing of them.</summary>
internal sealed class WholeNumbers(EditedMethod of)
{
    private const int LargestConstant = 64;

    /// <summary>The next ones in place of constants; a size that multiplies or divides is no other number.</summary>
    public IEnumerable<Edit> Nearest() => Constants().SelectMany(one => Instead(one.At, one.C, one.Place,
        new[] { one.C + 1, one.C - 1 }.Where(c => !IsSize(one.At, one.C) || of.Variables.Constants.Contains(c))
            .Select(c => (of.Variables.NameOf(c), new[] { Number(of.Code[one.At], c) }))));

    private bool IsSize(int at, long c) =>
        of.Variables.Constants.Contains(c) && of.Code[at + 1].Family is "mul" or "div";

    /// <summary>Others in place of constants, and other signs.</summary>
    public IEnumerable<Edit> Others()
    {
        var all = of.Code.Where(op => op.Name.StartsWith("ldc.i4", StringComparison.Ordinal))
            .Select(op => Interpreter.Constant(op.Name, op.Operand).Whole).Concat(of.Variables.Constants)
            .Where(c => c > 1).Distinct().ToArray();
        return Constants().SelectMany(one => Instead(one.At, one.C, one.Place,
                all.Where(c => one.C > 1 && Math.Abs(c - one.C) > 1)
                    .Select(c => (of.Variables.NameOf(c), new[] { Number(of.Code[one.At], c) }))
                    .Concat(of.VariablesAt(of.Code[one.At], typeof(int)))))
            .Concat(Signs());
    }

    /// <summary>Flags that are handed on.</summary>
    public IEnumerable<Edit> Flags() =>
        from one in of.Edited
        where one.To - one.From == 1 && of.Code[one.From].Name is "ldc.i4.0" or "ldc.i4.1" && IsFlag(one.From)
        let isTrue = of.Code[one.From].Name == "ldc.i4.1"
        let place = of.PlaceOf(isTrue ? "true" : "false", of.Code[one.From])
        select new Edit($"{(isTrue ? "false" : "true")} stands for {place}", place,
            of.Instead(one.From, Number(of.Code[one.From], isTrue ? 0 : 1)));

    /// <summary>Whether a whole number is handed on as true or false.</summary>
    private bool IsFlag(int at)
    {
        var (depths, i) = (of.Depths, at + 1);
        int Left(int j) => depths[j] - StackDepths.Change(of.Method, of.Code[j]).Pops;
        while (i < of.Code.Length && Left(i) > depths[at]) i++;
        return i < of.Code.Length && of.Code[i].Family is "call" or "callvirt" or "newobj"
            && Body.MemberOf(of.Method, of.Code[i]) is MethodBase called
            && depths[at] - Left(i) - (called.IsStatic || called.IsConstructor ? 0 : 1) is >= 0 and var k
            && called.GetParameters()[k].ParameterType == typeof(bool);
    }

    private IEnumerable<(int At, long C, CodePlace Place)> Constants() =>
        from one in of.Ops
        where one.Item.Name.StartsWith("ldc.i4", StringComparison.Ordinal)
            && !(one.Item.Name is "ldc.i4.0" or "ldc.i4.1" && IsFlag(one.Index))
        let c = Interpreter.Constant(one.Item.Name, one.Item.Operand).Whole
        where c is >= -1 and <= LargestConstant && (one.Index == 0 || of.Code[one.Index - 1].Family != "dup")
            && !of.Variables.IsHidden(one.Index + 1)
        select (one.Index, c, of.PlaceOf(of.Variables.NameOf(c), one.Index));

    private IEnumerable<Edit> Instead(int at, long c, CodePlace place, IEnumerable<(string Name, Op[] Load)> others) =>
        from other in others
        select new Edit($"{other.Name} stands for {place}", place, of.Instead(at, other.Load))
        {
            Every = $"{other.Name} stands for every {of.Variables.NameOf(c)}",
            Renaming = new(of, at, $"{c}", other.Name),
        };

    private IEnumerable<Edit> Signs()
    {
        foreach (var (i, op) in of.Ops)
            if (op.Family is "add" or "sub" or "div" or "rem" && i > 0 && of.Variables.IsWhole(i - 1))
            {
                var (own, other, name) = op.Family switch
                {
                    "add" => ("+", "−", "sub"),
                    "sub" => ("−", "+", "add"),
                    "div" => ("/", "%", "rem"),
                    _ => ("%", "/", "div"),
                };
                var sign = of.PlaceOf(own, op);
                yield return new($"{other} stands for {sign}", sign, of.Instead(i, Named(op, name)));
            }
    }

    /// <summary>A quotient for what is left over, or the other way round, of another number: the wrong index.</summary>
    public IEnumerable<Edit> Quotients()
    {
        foreach (var whole in of.Edited.Where(one => one.Type == typeof(int)))
            if (whole.Parts is [var left, var right] && of.Code[whole.To - 1] is { Family: "div" or "rem" } op)
            {
                var (place, sign) = (of.PlaceOf(whole), op.Family == "div" ? "rem" : "div");
                foreach (var (name, load) in of.WholeNumbersAt(op).Where(one => one.Name != right.Text))
                {
                    var other = $"{left.In(1)} {(sign == "div" ? "/" : "%")} {name}";
                    yield return new($"{other} stands for {place}", place,
                        new Replacement(of.Method, right.From, whole.To - right.From, [.. load, Named(op, sign)]))
                    {
                        Renaming = new(of, whole.From, whole.Text, other) { IsWhole = true },
                    };
                }
            }
    }

    /// <summary>Variables and products that are added to an index: where a part or a row of an array begins.</summary>
    public IEnumerable<Edit> Offsets() =>
        from index in of.Edited
        where index.Type.IsPrimitive && index.Use is "1 of ldelem" or "1 of ldelema" or "1 of get_Item"
        let op = of.Code[index.To - 1]
        let place = of.PlaceOf(index)
        from other in of.VariablesAt(op, typeof(int)).Where(one => one.Load.Length == 1).Concat(Rows(op))
        where !Mentions(index, other.Name)
        select new Edit($"{other.Name} is added to the index {place}", place,
            new Replacement(of.Method, index.To, 0, [.. other.Load, Named(op, "add")]));

    /// <summary>Products of two whole numbers that the method has elsewhere, with a place's variables.</summary>
    private IEnumerable<(string Name, Op[] Load)> Rows(Op at) =>
        from product in of.Expressions.Where(one => one.Parts is [_, _] && one.Type == typeof(int)
            && of.Code[one.To - 1].Family == "mul").DistinctBy(one => one.Text)
        let left = LoadOf(product.Parts[0], at)
        let right = LoadOf(product.Parts[1], at)
        where left is not null && right is not null
        select (product.Text, (Op[])[.. left, .. right, Named(at, "mul")]);

    private Op[]? LoadOf(Expression one, Op at) => of.Code[one.From].Family == "ldc" ? [of.Code[one.From]]
        : of.VariablesAt(at, typeof(int)).FirstOrDefault(other => other.Name == one.Text).Load;

    /// <summary>Whether a variable is a part of an expression, or of what its variables are set to.</summary>
    private bool Mentions(Expression one, string name) => Regex.IsMatch(one.Text, $@"\b{Regex.Escape(name)}\b")
        || of.Code[one.From..one.To].Any(op => op.Family == "ldloc"
            && of.Definitions.TryGetValue(op.Operand, out var set) && set.To <= one.From && Mentions(set, name));

    /// <summary>0 or 1 in place of variables.</summary>
    public IEnumerable<Edit> Few()
    {
        foreach (var read in of.Reads.Where(one => one.Type == typeof(int)))
            foreach (var c in new[] { 0, 1 })
                if (of.PlaceOf(read.Name, read.At) is var place)
                    yield return new($"{c} stands for {place}", place, new Replacement(
                        of.Method, read.At, read.Count, [Number(of.Code[read.At], c)]));
    }

    /// <summary>Whole numbers to which others are added, or that are multiplied by them.</summary>
    public IEnumerable<Edit> Missing()
    {
        var products = of.Ops
            .Where(one => one.Item.Family is "mul" or "div" && of.Variables.IsWhole(one.Index - 1))
            .Select(one => new Use(one.Item.Family == "mul" ? "·" : "/", typeof(int), one.Index, 1));
        foreach (var read in of.Reads.Concat(of.Writes).Where(one => one.Type == typeof(int))
            .Concat(products))
        {
            var (op, place) = (of.Code[read.At], of.PlaceOf(read.Name, of.Code[read.At]));
            var isResult = read.Name is "·" or "/";
            var others = of.VariablesAt(op, typeof(int)).Where(one => one.Name != read.Name)
                .Append(("1", [Number(op, 1)])).Append(("2", [Number(op, 2)]));
            foreach (var (name, load) in others)
                foreach (var (family, how) in new[]
                {
                    ("sub", "{1} is subtracted from {0}"), ("add", "{1} is added to {0}"),
                    ("mul", "{0} is multiplied by {1}"),
                })
                    if ((family, name) is not ("mul", "1") && !(isResult && family == "mul"))
                        yield return new(
                            string.Format(null, how, isResult ? $"the result of {place}" : place, name), place,
                            new Replacement(of.Method, read.At + read.Count, 0, [.. load, Named(op, family)]))
                        {
                            Every = isResult ? null : string.Format(
                                null, how, read.Count == 0 ? "every variable set" : $"every {read.Name}", name),
                        };
        }
    }
}
