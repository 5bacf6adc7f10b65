using System.Globalization;
using static CnnVerified.Verification.Editing.EditedMethod;

namespace CnnVerified.Verification.Editing;

/// <summary>Whole numbers that count or are indices: others, other signs, and what is missing of them.</summary>
internal sealed class WholeNumbers(EditedMethod of)
{
    private const int LargestConstant = 64, LargestPlain = 3;
    private readonly Flags flags = new(of);

    /// <summary>The next ones in place of constants; a size that multiplies or divides is no other number.</summary>
    public IEnumerable<Edit> Nearest() => Constants().SelectMany(one => Instead(one.At, one.C, one.Place,
        new[] { one.C + 1, one.C - 1 }.Where(c => !IsSize(one.At, one.C) || of.Variables.Constants.Contains(c))
            .Select(c => (of.Variables.NameOf(c), new[] { Number(of.Code[one.At], c) })))
        .Select(edit => edit with { IsVague = one.C > LargestPlain }));

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

    private IEnumerable<(int At, long C, CodePlace Place)> Constants() =>
        from one in of.Ops
        where one.Item.Name.StartsWith("ldc.i4", StringComparison.Ordinal)
            && !(one.Item.Name is "ldc.i4.0" or "ldc.i4.1" && flags.Is(one.Index))
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
            var others = of.WholesAt(op).Where(one => one.Name != read.Name)
                .Append(("1", [Number(op, 1)])).Append(("2", [Number(op, 2)]));
            foreach (var (name, load) in others)
                foreach (var (family, how) in new[]
                {
                    ("sub", "{1} is subtracted from {0}"), ("add", "{1} is added to {0}"),
                    ("mul", "{0} is multiplied by {1}"),
                })
                    if ((family, name) is not (("mul", "1") or ("add" or "sub", "2")) && !(isResult && family == "mul"))
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
