using System.Reflection;
using System.Runtime.CompilerServices;

namespace CnnVerified.Verification.Repairing;

/// <summary>A variable, and what loads it.</summary>
internal sealed record CodeVariable(string Name, Type Type, Op[] Load)
{
    /// <summary>What the parts of a tuple are called; null where they have no names.</summary>
    public string?[]? Parts { get; init; }
}

/// <summary>Where a variable is read or written.</summary>
/// <param name="Name">What it is called there.</param>
/// <param name="Type">Its type.</param>
/// <param name="At">The first instruction.</param>
/// <param name="Count">How many there are; none for what comes before one that writes.</param>
internal sealed record Use(string Name, Type Type, int At, int Count);

/// <summary>The variables of a method: its own, its parameters, and the fields of its object and its type.</summary>
internal sealed class CodeVariables
{
    private const BindingFlags Fields = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly MethodBase method;
    private readonly Body body;
    private readonly int[] depths;
    private readonly Type[] arguments;
    private readonly (Type Type, Op Load)[] own;
    private CodeVariable[]? held;
    private (string Name, long Value)[]? named;

    /// <summary>Those of a method.</summary>
    public CodeVariables(MethodBase method)
    {
        this.method = method;
        body = Body.Of(method);
        depths = StackDepths.Of(method);
        arguments = [.. method.IsStatic ? [] : new[] { method.DeclaringType! },
            .. method.GetParameters().Select(one => one.ParameterType)];
        own = [.. body.Locals.Select((type, k) => (type, Load("ldloc", k))),
            .. arguments.Select((type, k) => (type, Load("ldarg", k)))];
    }

    private Op[] Code => body.Code;

    /// <summary>Where variables are read.</summary>
    public IEnumerable<Use> Reads()
    {
        for (var i = 0; i < Code.Length; i++)
            if (Code[i] is { Family: "ldloc" or "ldarg" } op && NameOf(op) is { } name)
                yield return new(name, TypeOf(op), i, 1);
            else if (Code[i].Family is "ldfld" or "ldsfld" && FieldAt(i) is var field && NameOf(field) is { } its)
            {
                if (Code[i].Family == "ldsfld") yield return new(its, field.FieldType, i, 1);
                else if (i > 0 && HoldsFields(Code[i - 1])) yield return new(its, field.FieldType, i - 1, 2);
                else if (i > 0 && StructAt(i - 1) is var (of, names, count))
                    yield return new($"{of}.{PartName(field, names)}", field.FieldType, i - count, 1 + count);
            }
    }

    /// <summary>The variable that is loaded, what its parts are called, and how many instructions do so.</summary>
    private (string Name, string?[]? Parts, int Count)? StructAt(int i) => Code[i].Family switch
    {
        "ldloc" or "ldarg" or "ldloca" or "ldarga"
            when NameOf(Code[i] with { Family = Code[i].Family[..5] }) is { } name => (name, null, 1),
        "ldflda" or "ldfld" when i > 0 && HoldsFields(Code[i - 1]) && FieldAt(i) is var field
            && NameOf(field) is { } name => (name, PartNames(field), 2),
        "ldsflda" or "ldsfld" when FieldAt(i) is var field && NameOf(field) is { } name => (name, PartNames(field), 1),
        _ => null,
    };

    private FieldInfo FieldAt(int i) => Interpreter.Resolved<FieldInfo>(method, Code[i].Operand);

    /// <summary>What the parts of a tuple are called; null where they have no names.</summary>
    private static string?[]? PartNames(FieldInfo of) =>
        of.GetCustomAttributes(typeof(TupleElementNamesAttribute), false) is [TupleElementNamesAttribute names]
            ? [.. names.TransformNames] : null;

    private static string PartName(FieldInfo part, string?[]? names) =>
        part.Name.StartsWith("Item", StringComparison.Ordinal)
            && int.TryParse(part.Name.AsSpan(4), CultureInfo.InvariantCulture, out var k) && k <= names?.Length
            ? names[k - 1] ?? part.Name : NameOf(part) ?? part.Name;

    /// <summary>
    /// Whether nothing can be written to what is loaded: another variable there changes no array that is not the
    /// code's own, which another thread may use.
    /// </summary>
    /// <param name="read">Where it is loaded.</param>
    /// <param name="known">The methods whose instructions are known.</param>
    public bool IsOnlyRead(Use read, IReadOnlyCollection<MethodBase> known)
    {
        if (!read.Type.IsArray && read.Type.IsPrimitive) return true;
        var i = read.At + read.Count;
        var place = depths[i] - 1;                                             // where on the stack it lies
        for (; i < Code.Length; i++)
            if (depths[i] - StackDepths.Change(method, Code[i]).Pops <= place) break;
        return i + 1 < Code.Length && (Code[i].Family is "ldelem" or "ldlen"
            || IsCall(i, "Get", "GetLength", "get_Length")
            || (Code[i].Family == "ldelema" || IsCall(i, "get_Item", "Address"))
                && Code[i + 1].Family is "ldobj" or "ldind"
            || Code[i].Family is "call" or "callvirt" && OnlyReads(
                Interpreter.Resolved<MethodBase>(method, Code[i].Operand),
                place - (depths[i] - StackDepths.Change(method, Code[i]).Pops), known));
    }

    /// <summary>Whether a method that is known only reads one of its arguments, counted with its object.</summary>
    private static bool OnlyReads(MethodBase of, int argument, IReadOnlyCollection<MethodBase> known)
    {
        if (of is MethodInfo { IsVirtual: true, IsFinal: false } || !known.Contains(of)) return false;
        var (own, others) = (new CodeVariables(of), known.Where(one => one != of).ToArray());    // it may call itself
        return !Array.Exists(own.Code, op => op.Family is "ldarga" or "starg" && op.Operand == argument)
            && own.Code.Index().Where(one => one.Item.Family == "ldarg" && one.Item.Operand == argument)
                .All(one => own.IsOnlyRead(new("", own.arguments[argument], one.Index, 1), others));
    }

    private bool IsCall(int at, params string[] names) => Code[at].Family is "call" or "callvirt"
        && names.Contains(Interpreter.Resolved<MethodBase>(method, Code[at].Operand).Name);

    /// <summary>Before which instructions a variable's new value is known.</summary>
    public IEnumerable<Use> Writes()
    {
        for (var i = 1; i < Code.Length; i++)
            if (Code[i].Family == "stloc" && NameOf(Code[i] with { Family = "ldloc", Offset = Code[i + 1].Offset })
                is { } name)
                yield return new(name, body.Locals[Code[i].Operand], i, 0);
    }

    /// <summary>Those that an instruction may use, and the parts of structs among them.</summary>
    public IEnumerable<CodeVariable> At(Op at) => Whole(at).SelectMany(one => !IsStruct(one.Type) ? [one]
        : one.Type.GetFields(Fields | BindingFlags.Instance).Select(part => new CodeVariable(
            $"{one.Name}.{PartName(part, one.Parts)}", part.FieldType, [.. one.Load, Load("ldfld", 0, part)]))
            .Prepend(one));

    private static bool IsStruct(Type type) => type is { IsValueType: true, IsEnum: false } && StructValue.Is(type);

    private static Op Load(string family, long operand, MemberInfo? member = null) =>
        new(family, family, operand, 0) { Member = member };

    private IEnumerable<CodeVariable> Whole(Op at)
    {
        foreach (var (type, load) in own)
            if (NameOf(load with { Offset = at.Offset }) is { } name
                && (load.Family == "ldarg" || IsSet((int)load.Operand, at)))
                yield return new(name, type, [load]);
        foreach (var field in held ??= [.. Held()]) yield return field;
    }

    /// <summary>The fields of the method's object, of those that lambdas share, and of its type.</summary>
    private IEnumerable<CodeVariable> Held()
    {
        foreach (var (type, load) in own.Where(one => HoldsFields(one.Load)))
            foreach (var field in type.GetFields(Fields | BindingFlags.Instance))
                if (NameOf(field) is { } name)
                    yield return new(name, field.FieldType, [load, Load("ldfld", 0, field)])
                    {
                        Parts = PartNames(field),
                    };
        foreach (var field in method.DeclaringType!.GetFields(Fields | BindingFlags.Static))
            if (!field.IsLiteral && NameOf(field) is { } name)
                yield return new(name, field.FieldType, [Load("ldsfld", 0, field)]) { Parts = PartNames(field) };
    }

    /// <summary>Whether a variable has a value before an instruction.</summary>
    private bool IsSet(int local, Op at) => Array.Exists(Code, op =>
        op.Family is "stloc" or "ldloca" && op.Operand == local && op.Offset < at.Offset);

    /// <summary>Whether an instruction loads or stores a variable of the compiler's own.</summary>
    public bool IsHidden(int at) => Code[at].Family is "ldloc" or "stloc"
        && NameOf(Code[at] with { Family = "ldloc", Offset = Code[at + 1].Offset }) is null;

    /// <summary>Whether a value is stored in a variable of the compiler's own, for its address.</summary>
    public bool IsCopied(int at) => at + 1 < Code.Length && Code[at].Family == "stloc"
        && Code[at + 1].Family == "ldloca" && Code[at].Operand == Code[at + 1].Operand && IsHidden(at);

    /// <summary>A variable of the compiler's own for such copies; null if there is none.</summary>
    public long? CopyOf(Type type) => Enumerable.Range(0, Code.Length)
        .Where(i => IsCopied(i) && body.Locals[Code[i].Operand] == type).Select(i => (long?)Code[i].Operand)
        .FirstOrDefault();

    /// <summary>The type of a local variable.</summary>
    public Type TypeOf(long local) => body.Locals[local];

    /// <summary>The whole numbers that the method's type has names for.</summary>
    public IEnumerable<long> Constants => Named.Select(one => one.Value).Distinct();

    /// <summary>A whole number, and in brackets the constants of the method's type that it is.</summary>
    public string NameOf(long c) =>
        Named.Where(one => one.Value == c).Select(one => one.Name).ToArray() is { Length: > 0 } names
            ? $"{c} ({string.Join(", ", names)})" : $"{c}";

    private (string Name, long Value)[] Named => named ??=
        [.. method.DeclaringType!.GetFields(Fields | BindingFlags.Static)
            .Where(one => one.IsLiteral && one.GetRawConstantValue() is int)
            .Select(one => (one.Name, (long)(int)one.GetRawConstantValue()!))];

    /// <summary>Whether an instruction loads a whole number.</summary>
    public bool IsWhole(int at) => Code[at].Name is "conv.i4"
        || Code[at].Name.StartsWith("ldc.i4", StringComparison.Ordinal)
        || Code[at].Family is "ldloc" or "ldarg" && TypeOf(Code[at]) == typeof(int)
        || Code[at].Family is "ldfld" or "ldsfld"
            && Interpreter.Resolved<FieldInfo>(method, Code[at].Operand).FieldType == typeof(int);

    /// <summary>The variable whose address is loaded, and its type; null for the compiler's own.</summary>
    public (string Name, Type Type)? Addressed(Op op) =>
        op with { Family = op.Family[..5] } is var load && NameOf(load) is { } name ? (name, TypeOf(load)) : null;

    /// <summary>Whether it loads the method's object.</summary>
    public bool IsOwner(Op op) => op is { Family: "ldarg", Operand: 0 } && !method.IsStatic;

    /// <summary>Whether it loads the method's object, or one that holds what lambdas use.</summary>
    private bool HoldsFields(Op op) => IsOwner(op)
        || op.Family == "ldloc" && TypeOf(op).IsDefined(typeof(CompilerGeneratedAttribute)) && TypeOf(op).IsClass;

    private Type TypeOf(Op load) => (load.Family == "ldloc" ? body.Locals : arguments)[load.Operand];

    /// <summary>What a variable is called; null for the compiler's own, and for what is not there.</summary>
    private string? NameOf(Op load)
    {
        var parameter = (int)load.Operand - (method.IsStatic ? 0 : 1);
        var name = load.Family == "ldloc" ? CodeLines.LocalName(method, (int)load.Operand, load.Offset)
            : parameter < 0 ? null : body.Parameters[parameter];
        return name?.Contains('<', StringComparison.Ordinal) == true ? null : name;
    }

    /// <summary>That of a primary constructor's parameter is the parameter's, of a property the property's.</summary>
    private static string? NameOf(FieldInfo field) => field.Name.Split('<', '>') switch
    {
        [var name] => name,
        ["", { Length: > 0 } name, "P" or "k__BackingField"] => name,
        _ => null,
    };
}
