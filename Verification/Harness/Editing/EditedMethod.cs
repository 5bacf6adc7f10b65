using System.Reflection;
using System.Text.RegularExpressions;

namespace CnnVerified.Verification.Editing;

/// <summary>A method of which edits are made.</summary>
internal sealed class EditedMethod
{
    private const int LongestWhole = 40;

    private readonly Dictionary<(string Name, int Offset), CodePlace> places = [];
    private readonly Dictionary<(string, string), int> counts = [];
    private readonly Lazy<(Expression[] All, int[] Unnamed)> expressions;
    private readonly Lazy<ILookup<string, Expression>> alike;
    private readonly Lazy<ILookup<int, Use>> reads;
    private readonly Lazy<ILookup<int, Expression>> parts;
    private readonly Lazy<Dictionary<(string, string), int>> readsOn;
    private readonly Lazy<Dictionary<long, Expression>> definitions;
    private readonly Lazy<(int From, int To)[]> statements;
    private readonly Lazy<int[]> depths;
    private readonly Lazy<MethodInfo[]> properties;
    private Func<Op, bool> isSite = _ => true;

    /// <summary>A method as it is.</summary>
    /// <param name="method">The method.</param>
    /// <param name="known">All that run.</param>
    public EditedMethod(MethodBase method, IReadOnlyCollection<MethodBase> known)
    {
        (Method, Known) = (method, known);
        (Code, Variables) = (Body.Of(method).Code, new(method));
        Uses = new(method, Variables);
        Targets =
        [
            .. Code.SelectMany(op => op.Targets ?? (Body.IsJump(op) ? [(int)op.Operand] : [])),
            .. Body.Of(method).Finallies.SelectMany(one => new[] { one.From, one.To, one.Handler, one.End }),
        ];
        var lines = CodeLines.Starts(method);
        Starts = [.. Code.Index().Where(one => lines.Contains(one.Item.Offset)).Select(one => one.Index), Code.Length];
        expressions = new(() => ExpressionReader.Of(this));
        alike = new(() => Expressions.OrderBy(one => one.From).ToLookup(one => one.Text));
        readsOn = new(() => Uses.Reads.CountBy(read => (read.Name, PlaceOf(read.Name, Code[read.At]).Where))
            .ToDictionary());
        parts = new(() => Expressions.Where(one => one.Parts.Length == 0 && one.Whole is not null)
            .ToLookup(one => one.From));
        reads = new(() => Uses.Reads.ToLookup(one => one.At));
        statements = new(Straight);
        depths = new(() => StackDepths.Of(method));
        properties = new(() => [.. known.OfType<MethodInfo>().Where(one => one.ReturnType == typeof(int)
            && one.IsSpecialName && one.GetParameters() is [] && Body.Of(one).Code.Length > 3
            && !Body.Reached([one]).Contains(method))]);
        definitions = new(() =>
        {
            var set = Code.Where(op => op.Family is "stloc" or "ldloca").CountBy(op => op.Operand).ToDictionary();
            return Expressions.Where(one => Code[one.To].Family == "stloc" && one.Whole is null
                && set[Code[one.To].Operand] == 1).ToDictionary(one => Code[one.To].Operand);
        });
    }

    public MethodBase Method { get; }

    public IReadOnlyCollection<MethodBase> Known { get; }

    public Op[] Code { get; }

    public CodeVariables Variables { get; }

    public VariableUses Uses { get; }

    /// <summary>How much lies on the stack before each instruction.</summary>
    public int[] Depths => depths.Value;

    /// <summary>The same, with edits in some places alone.</summary>
    public EditedMethod At(Func<Op, bool> sites)
    {
        var part = (EditedMethod)MemberwiseClone();
        part.isSite = sites;
        return part;
    }

    /// <summary>Its expressions, parts before wholes.</summary>
    public Expression[] Expressions => expressions.Value.All;

    /// <summary>The calls that take one number that has no name, as far as they may be edited.</summary>
    public IEnumerable<int> Unnamed => expressions.Value.Unnamed.Where(at => isSite(Code[at]));

    /// <summary>The instructions that may be edited.</summary>
    public IEnumerable<(int Index, Op Item)> Ops => Code.Index().Where(one => isSite(one.Item));

    /// <summary>The variables that may be read or written otherwise.</summary>
    public IEnumerable<Use> Reads => Uses.Reads.Where(one => isSite(Code[one.At]));

    /// <summary>Before which instructions a variable's new value may be edited.</summary>
    public IEnumerable<Use> Writes => Uses.Writes.Where(one => isSite(Code[one.At]));

    /// <summary>The expressions that may be edited.</summary>
    public IEnumerable<Expression> Edited => Expressions.Where(one => isSite(Code[one.From]));

    /// <summary>Where statements begin, and the method's end.</summary>
    public int[] Starts { get; }

    /// <summary>Where ways lead.</summary>
    public HashSet<int> Targets { get; }

    /// <summary>Its statements into and out of which no way leads but that from one to the next.</summary>
    public (int From, int To)[] Statements => statements.Value;

    /// <summary>What local variables are that are set once.</summary>
    public Dictionary<long, Expression> Definitions => definitions.Value;

    /// <summary>The variable that is set to an expression; null if none is.</summary>
    public string? SetBy(Expression one) => one.Whole is null && Code[one.To].Family == "stloc"
        ? Variables.NameOf(Code[one.To] with { Family = "ldloc", Offset = Code[one.To + 1].Offset }) : null;

    /// <summary>Whether an expression takes one of several ways, which lead nowhere from another place.</summary>
    public bool Chooses(Expression one) => Array.Exists(Code[one.From..one.To], Body.IsJump);

    /// <summary>Whether two are multiplied.</summary>
    public bool IsProduct(Expression one) => one.Parts is [_, _] && Code[one.To - 1].Family == "mul";

    /// <summary>Whether an expression is a variable or an entry, and nothing is computed.</summary>
    public bool IsRead(Expression one) => !one.IsAddress && Donor.IsNumber(one.Type) && Code[one.To - 1] is var last
        && (last.Family is "ldloc" or "ldarg" or "ldfld" or "ldsfld" or "ldelem" or "ldobj" or "ldind"
            || last.Family == "call" && Computation.Symbol(Method, last) == "Get");

    /// <summary>The variable that is read from an instruction on, and ends in an expression; null if none is.</summary>
    public Use? ReadAt(int at, Expression within) =>
        reads.Value[at].FirstOrDefault(use => at + use.Count <= within.To);

    /// <summary>Which of its statements an instruction belongs to.</summary>
    public int StatementOf(int at) => Array.FindLastIndex(Starts, start => start <= at);

    /// <summary>
    /// Where what a jump back asks begins. Without optimisation a variable of the compiler's own keeps it for the jump.
    /// </summary>
    public int AsksFrom(int jump) =>
        Starts.Where(start => start <= jump && !Variables.IsHidden(start)).DefaultIfEmpty().Max();

    /// <summary>The variables of a type that an instruction may use, and what loads them.</summary>
    public IEnumerable<(string Name, Op[] Load)> VariablesAt(Op op, Type type) =>
        Variables.At(op).Where(one => one.Type == type).Select(one => (one.Name, one.Load));

    /// <summary>The whole numbers that an instruction may use: variables, and properties of these.</summary>
    public IEnumerable<(string Name, Op[] Load)> WholesAt(Op op) =>
        VariablesAt(op, typeof(int)).Concat(Variables.PropertiesAt(op, properties.Value));

    /// <summary>These, and constants above 1 with names.</summary>
    public IEnumerable<(string Name, Op[] Load)> WholeNumbersAt(Op op) => WholesAt(op).Concat(
        Variables.Constants.Where(c => c > 1).Select(c => (Variables.NameOf(c), new[] { Number(op, c) })));

    /// <summary>Other instructions for one.</summary>
    public Replacement Instead(int at, params Op[] ops) => new(Method, at, 1, ops);

    /// <summary>The same instruction by another name.</summary>
    public static Op Named(Op op, string name) => op with { Family = name.Split('.')[0], Name = name };

    /// <summary>A whole number.</summary>
    public static Op Number(Op at, long c) => at with { Family = "ldc", Name = "ldc.i4", Operand = c };

    /// <summary>Where an expression is, such as the second of its text on a line.</summary>
    public CodePlace PlaceOf(Expression one)
    {
        foreach (var same in alike.Value[one.Text]) PlaceOf(same.Text, Code[same.From]);      // they have an order
        return PlaceOf(one.Text, Code[one.From]);
    }

    /// <summary>
    /// Where a variable or a number is read: where its name tells that alone, it is all that is told; or else in what.
    /// </summary>
    public CodePlace PlaceOf(string name, int at)
    {
        var plain = PlaceOf(name, Code[at]);
        return WholeOf(at) is { } whole && whole.Text != name
            && (Code[at].Family == "ldc" || readsOn.Value.GetValueOrDefault((name, plain.Where)) > 1)
            && Telling(whole) is { } text ? PlaceOf($"{name} in {text}", Code[at]) : plain;
    }

    /// <summary>An expression, or one around it that a statement has once; null where that is long.</summary>
    private string? Telling(Expression one)
    {
        bool IsTwice(Expression it) => alike.Value[it.Text].Any(other =>
            other.From != it.From && StatementOf(other.From) == StatementOf(it.From));
        var longer = one;
        while (IsTwice(longer) && longer.Whole is { Text.Length: <= LongestWhole } whole) longer = whole;
        return longer.Text.Length <= LongestWhole ? longer.Text : null;
    }

    /// <summary>What a variable or a number is a part of; null if that is not known.</summary>
    public Expression? WholeOf(int at) => parts.Value[at].LastOrDefault()?.Whole;

    /// <summary>The two values that a jump or an instruction compares; null where they are not known.</summary>
    public (Expression Left, Expression Right)? Compared(int at) =>
        Expressions.LastOrDefault(one => one.To == at && one.Use == $"1 of {Code[at].Family}") is { } right
        && Expressions.LastOrDefault(one => one.To == right.From && one.Use == $"0 of {Code[at].Family}") is { } left
            ? (left, right) : null;

    /// <summary>All that is computed or compared, as it is written.</summary>
    public IEnumerable<string> Texts => Expressions.Select(one => one.Text)
        .Concat(Expressions.Select(LastFactors).OfType<string>())
        .Concat(Enumerable.Range(0, Code.Length).Select(ComparedAt).OfType<string>());

    /// <summary>What is written around a part of it, with two names at least; null where that is not known.</summary>
    /// <param name="at">An instruction of the part.</param>
    /// <param name="part">What the part says.</param>
    public string? TextAround(int at, string part) => Expressions.Where(one => one.From <= at && at < one.To
            && one.Text.Length > part.Length && one.Use != "a condition" && Regex.Count(one.Text, @"[A-Za-z_]\w*") > 1)
        .MinBy(one => one.To - one.From)?.Text
        ?? Enumerable.Range(at, Code.Length - at).Where(i => Body.IsJump(Code[i])).Select(ComparedAt).FirstOrDefault();

    /// <summary>Of a product of three or more the last two, which are none of its parts.</summary>
    private static string? LastFactors(Expression one) =>
        one is { Binds: 1, Parts: [{ Binds: 1, Parts: [_, var second] }, var last] }
            ? $"{second.In(1)} * {last.In(2)}" : null;

    private string? ComparedAt(int jump) => Computation.Comparison(Code[jump].Family) is { } sign
        && Compared(jump) is var (left, right) ? $"{left.Text} {sign} {right.Text}" : null;

    /// <summary>Where something is, such as the second of its name on a line.</summary>
    public CodePlace PlaceOf(string name, Op op)
    {
        if (!places.TryGetValue((name, op.Offset), out var place))
            places[(name, op.Offset)] = place =
                CodePlace.Of(name, false, (Method, op.Offset), isExact: true, counts);
        return place;
    }

    private (int From, int To)[] Straight()
    {
        return [.. Starts.Zip(Starts.Skip(1)).Where(one => Depths[one.First] == 0 && Depths[one.Second] == 0
            && !Array.Exists(Code[one.First..one.Second], op =>
                Body.IsJump(op) || op.Family is "ret" or "switch" or "endfinally")
            && !Enumerable.Range(one.First + 1, one.Second - one.First - 1).Any(Targets.Contains))];
    }
}
