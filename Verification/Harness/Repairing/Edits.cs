using System.Globalization;
using System.Reflection;

namespace CnnVerified.Verification.Repairing;

/// <summary>A backward pass with other instructions in one place.</summary>
/// <param name="Words">In words, such as <c>k stands for j on line 12 of Gate.cs</c>.</param>
/// <param name="Place">The place.</param>
/// <param name="IsLikely">Whether such mistakes are usual.</param>
/// <param name="Instead">What is run instead.</param>
internal sealed record Edit(string Words, CodePlace Place, bool IsLikely, params Replacement[] Instead)
{
    /// <summary>In words without the place, where all of the same on one line may be meant.</summary>
    public string? Every { get; init; }
}

/// <summary>
/// What may have been meant where no number is at fault: other conditions, variables and whole numbers, entries that
/// are added to and not replaced, other orders of statements.
/// </summary>
internal sealed class Edits
{
    private const int LargestConstant = 64, MostApart = 4;

    private readonly Dictionary<(string Name, int Offset), CodePlace> places = [];
    private readonly MethodBase method;
    private readonly IReadOnlyCollection<MethodBase> known;
    private readonly Op[] code;
    private readonly CodeVariables variables;

    private Edits(MethodBase method, IReadOnlyCollection<MethodBase> known)
    {
        (this.method, this.known) = (method, known);
        (code, variables) = (Body.Of(method).Code, new(method));
    }

    /// <summary>Those of a method, the likeliest first.</summary>
    /// <param name="method">The method.</param>
    /// <param name="known">All that run.</param>
    public static IEnumerable<Edit> Of(MethodBase method, IReadOnlyCollection<MethodBase> known)
    {
        var edits = new Edits(method, known);
        var hazards = new Hazards(method);
        Edit[] all = [.. edits.Single().Where(edit => Array.TrueForAll(edit.Instead, hazards.Allows))];
        return all.Concat(all.Where(one => one.Every is not null).GroupBy(one => (one.Every, one.Place.Where))
            .Where(same => same.Count() > 1).Select(same => new Edit($"{same.Key.Every} {same.Key.Where}",
                same.First().Place, same.First().IsLikely, [.. same.SelectMany(one => one.Instead)])));
    }

    private IEnumerable<Edit> Single() => Conditions().Concat(OtherVariables(isWhole: true))
        .Concat(WholeNumbers()).Concat(Stores()).Concat(new Statements(method).All()).Concat(Calls())
        .Concat(Constants()).Concat(Signs()).Concat(Exchanges())
        .Concat(OtherVariables(isWhole: false)).Concat(MoreOfIndices());

    private IEnumerable<Edit> Conditions()
    {
        foreach (var (i, op) in code.Index().Where(one => Opposite(one.Item) is not null && !IsSetting(one.Index)))
        {
            var place = PlaceOf("condition", op);
            var the = place.Number == 1 ? $"the {place}" : $"{place}";
            if (WithEquality(op) is { } other)
                yield return new($"equal numbers go the other way at {the}", place, true, Instead(i, other))
                {
                    Every = $"equal numbers go the other way at every "
                        + (op.Family is "blt" or "bge" or "clt" ? "< or ≥" : "> or ≤"),
                };
            yield return new($"{the} is the other way round", place, true, Instead(i, Opposite(op)!));
            if (!Body.IsJump(op) || op.Operand <= i) continue;
            Op[] pops = [.. Enumerable.Repeat(Named(op, "pop"), op.Family is "brtrue" or "brfalse" ? 1 : 2)];
            yield return new($"{the} is not asked", place, true, Instead(i, pops));
            yield return new($"{the} is not asked", place, true, Instead(i, [.. pops, Named(op, "br")]));
        }
    }

    /// <summary>Whether a condition is about a text, which says what is wanted and is no mathematics.</summary>
    private bool IsSetting(int at) => Enumerable.Range(Math.Max(0, at - 2), Math.Min(2, at)).Any(i =>
        code[i].Family is "call" or "callvirt"
        && Interpreter.Resolved<MethodBase>(method, code[i].Operand).DeclaringType == typeof(string))
        || at > 0 && variables.IsHidden(at - 1);                           // of several texts

    private static Op[]? Opposite(Op op) => op.Family switch
    {
        "brtrue" => [Named(op, "brfalse")],
        "brfalse" => [Named(op, "brtrue")],
        "beq" => [Named(op, "bne.un")],
        "bne" => [Named(op, "beq")],
        "blt" => [Named(op, "bge")],
        "bge" => [Named(op, "blt")],
        "ble" => [Named(op, "bgt")],
        "bgt" => [Named(op, "ble")],
        "ceq" or "clt" or "cgt" => Not(op),
        _ => null,
    };

    /// <summary>The comparison that differs where both are equal.</summary>
    private static Op[]? WithEquality(Op op) => op.Family switch
    {
        "blt" => [Named(op, "ble")],
        "ble" => [Named(op, "blt")],
        "bge" => [Named(op, "bgt")],
        "bgt" => [Named(op, "bge")],
        "clt" => Not(Named(op, "cgt")),
        "cgt" => Not(Named(op, "clt")),
        _ => null,
    };

    private static Op[] Not(Op comparison) => [comparison, Number(comparison, 0), Named(comparison, "ceq")];

    /// <summary>Another variable of the same type.</summary>
    private IEnumerable<Edit> OtherVariables(bool isWhole)
    {
        foreach (var read in variables.Reads()
            .Where(read => read.Type == typeof(int) == isWhole && variables.IsOnlyRead(read, known)))
        {
            var place = PlaceOf(read.Name, code[read.At]);
            foreach (var other in variables.At(code[read.At]))
                if (other.Type == read.Type && other.Name != read.Name)
                    yield return new($"{other.Name} stands for {place}", place, true,
                        new Replacement(method, read.At, read.Count, other.Load))
                    {
                        Every = $"{other.Name} stands for every {read.Name}",
                    };
        }
    }

    private IEnumerable<Edit> WholeNumbers()
    {
        var all = code.Where(op => op.Name.StartsWith("ldc.i4", StringComparison.Ordinal))
            .Select(op => Interpreter.Constant(op.Name, op.Operand).Whole).Where(c => c > 1).Distinct().ToArray();
        foreach (var (i, op) in code.Index())
            if (op.Name.StartsWith("ldc.i4", StringComparison.Ordinal)
                && Interpreter.Constant(op.Name, op.Operand).Whole is >= -1 and <= LargestConstant and var c
                && (i == 0 || code[i - 1].Family != "dup") && !variables.IsHidden(i + 1)
                && PlaceOf(variables.NameOf(c), op) is var place)
                foreach (var (name, load) in new[] { c + 1, c - 1 }.Union(c > 1 ? all : []).Where(other => other != c)
                    .Select(other => (variables.NameOf(other), new[] { Number(op, other) }))
                    .Concat(VariablesAt(op, typeof(int))))
                    yield return new($"{name} stands for {place}", place, true, Instead(i, load))
                    {
                        Every = $"{name} stands for every {variables.NameOf(c)}",
                    };
            else if (op.Family is "add" or "sub" or "div" or "rem" && i > 0 && variables.IsWhole(i - 1))
            {
                var (own, other, name) = op.Family switch
                {
                    "add" => ("+", "−", "sub"),
                    "sub" => ("−", "+", "add"),
                    "div" => ("/", "%", "rem"),
                    _ => ("%", "/", "div"),
                };
                var sign = PlaceOf(own, op);
                yield return new($"{other} stands for {sign}", sign, true, Instead(i, Named(op, name)));
            }
    }

    /// <summary>Constants that other variables or the negative should be.</summary>
    private IEnumerable<Edit> Constants()
    {
        foreach (var (i, op) in code.Index().Where(one => one.Item.Name == "ldc.r8"))
        {
            var c = BitConverter.Int64BitsToDouble(op.Operand);
            var place = PlaceOf(c.ToString("R", CultureInfo.InvariantCulture), op);
            foreach (var (name, load) in VariablesAt(op, typeof(double)))
                yield return new($"{name} stands for {place}", place, true, Instead(i, load));
        }
    }

    private IEnumerable<(string Name, Op[] Load)> VariablesAt(Op op, Type type) =>
        variables.At(op).Where(one => one.Type == type).Select(one => (one.Name, one.Load));

    /// <summary>Numbers that are read with the other sign.</summary>
    private IEnumerable<Edit> Signs() =>
        from read in code.Index().Where(one => one.Item.Name == "ldelem.r8")
            .Select(one => new Use("entry read", typeof(double), one.Index, 1)).Concat(variables.Reads())
        where read.Type == typeof(double)
        let place = PlaceOf(read.Name, code[read.At])
        select new Edit($"{(read.Name == "entry read" ? "the " : "")}{place} has the other sign", place, true,
            new Replacement(method, read.At + read.Count, 0, [Named(code[read.At], "neg")]))
        {
            Every = $"the other sign belongs to every {read.Name}",
        };

    /// <summary>Two variables of one type and one line change places.</summary>
    private IEnumerable<Edit> Exchanges()
    {
        foreach (var line in variables.Reads().Where(read => variables.IsOnlyRead(read, known))
            .Select(read => (Read: read, Place: PlaceOf(read.Name, code[read.At])))
            .GroupBy(one => (one.Place.Where, one.Read.Type)))
            foreach (var (k, (first, place)) in line.Index())
                foreach (var (second, other) in line.Skip(k + 1).Take(MostApart))
                    if (first.Name != second.Name)
                        yield return new($"{place.Which} and {other.Which} change places {place.Where}", place,
                            line.Key.Type == typeof(int), At(first, second), At(second, first));

        Replacement At(Use at, Use from) =>
            new(method, at.At, at.Count, code[from.At..(from.At + from.Count)]);
    }

    /// <summary>Entries that are added to what is there.</summary>
    private IEnumerable<Edit> Stores()
    {
        foreach (var (i, op) in code.Index().Where(one => one.Index > 0 && code[one.Index - 1].Family is not "add"))
            if (AddingStores.Of(method, op) is { } add)
            {
                var place = PlaceOf("entry", op);
                yield return new(
                    $"the {place} is added to what is there, and does not replace it", place, true,
                    Instead(i, Named(op, "call") with { Member = add }));
            }
    }

    /// <summary>Other methods that take and give the same.</summary>
    private IEnumerable<Edit> Calls()
    {
        foreach (var (i, op) in code.Index().Where(one => one.Item.Family is "call" or "callvirt"))
            if (Interpreter.Resolved<MethodBase>(method, op.Operand) is MethodInfo { IsGenericMethod: false } called
                && (i == 0 || code[i - 1].Family != "constrained") && PlaceOf(Alike.NameOf(called), op) is var place)
                foreach (var other in Alike.To(called, method, known))
                    yield return new($"{Alike.NameOf(other)} stands for {place}", place, true,
                        Instead(i, op with { Member = other }));
    }

    /// <summary>Whole numbers to which others are added, or that are multiplied by them.</summary>
    private IEnumerable<Edit> MoreOfIndices()
    {
        var products = code.Index().Where(one => one.Item.Family is "mul" or "div" && variables.IsWhole(one.Index - 1))
            .Select(one => new Use(one.Item.Family == "mul" ? "·" : "/", typeof(int), one.Index, 1));
        foreach (var read in variables.Reads().Concat(variables.Writes()).Where(one => one.Type == typeof(int))
            .Concat(products))
        {
            var (op, place) = (code[read.At], PlaceOf(read.Name, code[read.At]));
            var isResult = read.Name is "·" or "/";
            var others = VariablesAt(op, typeof(int)).Where(one => one.Name != read.Name)
                .Append(("1", [Number(op, 1)])).Append(("2", [Number(op, 2)]));
            foreach (var (name, load) in others)
                foreach (var (family, how) in new[]
                {
                    ("sub", "{1} is subtracted from {0}"), ("add", "{1} is added to {0}"),
                    ("mul", "{0} is multiplied by {1}"),
                })
                    if ((family, name) is not ("mul", "1") && !(isResult && family == "mul"))
                        yield return new(
                            string.Format(null, how, isResult ? $"the result of {place}" : place, name), place, false,
                            new Replacement(method, read.At + read.Count, 0, [.. load, Named(op, family)]))
                        {
                            Every = isResult ? null : string.Format(
                                null, how, read.Count == 0 ? "every variable set" : $"every {read.Name}", name),
                        };
        }
    }

    private Replacement Instead(int at, params Op[] ops) => new(method, at, 1, ops);

    private static Op Named(Op op, string name) => op with { Family = name.Split('.')[0], Name = name };

    private static Op Number(Op at, long c) => at with { Family = "ldc", Name = "ldc.i4", Operand = c };

    private CodePlace PlaceOf(string name, Op op)
    {
        if (!places.TryGetValue((name, op.Offset), out var place))
            places[(name, op.Offset)] = place =
                CodePlace.Of(name, false, (method, op.Offset), isExact: true, places.Values);
        return place;
    }
}
