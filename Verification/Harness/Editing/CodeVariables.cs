using System.Reflection;
using System.Runtime.CompilerServices;

namespace CnnVerified.Verification.Editing;

/// <summary>A variable, and what loads it.</summary>
internal sealed record CodeVariable(string Name, Type Type, Op[] Load)
{
    /// <summary>What the parts of a tuple are called; null where they have no names.</summary>
    public string?[]? Parts { get; init; }
}

/// <summary>The variables of a method: its own, its parameters, and the fields of its object and its type.</summary>
internal sealed class CodeVariables
{
    private const BindingFlags Fields = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private const int MostNames = 2;

    private readonly MethodBase method;
    private readonly Body body;
    private readonly Type[] arguments;
    private readonly (Type Type, Op Load)[] own;
    private CodeVariable[]? held;
    private (string Name, long Value)[]? named;
    private ILookup<long, string>? names;

    /// <summary>Those of a method.</summary>
    public CodeVariables(MethodBase method)
    {
        this.method = method;
        body = Body.Of(method);
        arguments = [.. method.IsStatic ? [] : new[] { method.DeclaringType! },
            .. method.GetParameters().Select(one => one.ParameterType)];
        own = [.. body.Locals.Select((type, k) => (type, Load("ldloc", k))),
            .. arguments.Select((type, k) => (type, Load("ldarg", k)))];
    }

    private Op[] Code => body.Code;

    /// <summary>What the parts of a tuple are called; null where they have no names.</summary>
    public static string?[]? PartNames(FieldInfo of) =>
        of.GetCustomAttributes(typeof(TupleElementNamesAttribute), false) is [TupleElementNamesAttribute names]
            ? [.. names.TransformNames] : null;

    /// <summary>What a part of a struct is called, given the names of a tuple's.</summary>
    public static string PartName(FieldInfo part, string?[]? names) =>
        part.Name.StartsWith("Item", StringComparison.Ordinal)
            && int.TryParse(part.Name.AsSpan(4), CultureInfo.InvariantCulture, out var k) && k <= names?.Length
            ? names[k - 1] ?? part.Name : NameOf(part) ?? part.Name;

    /// <summary>
    /// Those that an instruction may use, the parts of structs among them, and the numbers that other objects hold.
    /// </summary>
    public IEnumerable<CodeVariable> At(Op at) => Whole(at).SelectMany(one => PartsOf(Referred(one.Type)).Select(
        part => new CodeVariable(
            $"{one.Name}.{PartName(part, one.Parts)}", part.FieldType, [.. one.Load, Load("ldfld", 0, part)]))
        .Prepend(one));

    private static IEnumerable<FieldInfo> PartsOf(Type type) =>
        IsStruct(type) ? type.GetFields(Fields | BindingFlags.Instance)
        : type.IsClass && Interpreter.IsOwn(type)
            ? type.GetFields(Fields | BindingFlags.Instance).Where(one => one.FieldType.IsPrimitive) : [];

    /// <summary>What properties of those give that are computed, and what asks for it.</summary>
    /// <param name="at">The instruction.</param>
    /// <param name="properties">The properties.</param>
    public IEnumerable<(string Name, Op[] Load)> PropertiesAt(Op at, MethodInfo[] properties) =>
        properties.Length == 0 ? []
            : from one in Whole(at)
                   .Select(one => (Type: Referred(one.Type), Prefix: $"{one.Name}.", Load: Addressed(one)))
                   .Append((method.DeclaringType!, "", method.IsStatic ? [] : [Load("ldarg", 0)]))
              from property in properties
              where property.DeclaringType == one.Type && property.IsStatic == (one.Load.Length == 0)
              select (one.Prefix + property.Name[4..], (Op[])[.. one.Load, Load("call", 0, property)]);

    /// <summary>What loads a variable, or of a struct its address.</summary>
    private static Op[] Addressed(CodeVariable of) => of.Load is [.. var first, { Family: var family } last]
        && of.Type.IsValueType ? [.. first, last with { Family = $"{family}a", Name = $"{family}a" }] : of.Load;

    /// <summary>What a reference, such as a parameter that is <c>in</c>, refers to.</summary>
    private static Type Referred(Type type) => type.IsByRef ? type.GetElementType()! : type;

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
            foreach (var field in Held(type, [load])) yield return field;
        foreach (var (name, value) in Literals<double>())
            yield return new(name, typeof(double), [new("ldc", "ldc.r8", BitConverter.DoubleToInt64Bits(value), 0)]);
        foreach (var field in method.DeclaringType!.GetFields(Fields | BindingFlags.Static))
            if (!field.IsLiteral && NameOf(field) is { } name)
                yield return new(name, field.FieldType, [Load("ldsfld", 0, field)]) { Parts = PartNames(field) };
    }

    /// <summary>The fields of an object, and of those that the compiler has it hold for a lambda.</summary>
    private static IEnumerable<CodeVariable> Held(Type type, Op[] of) =>
        from field in type.GetFields(Fields | BindingFlags.Instance)
        let load = (Op[])[.. of, Load("ldfld", 0, field)]
        from held in NameOf(field) is { } name
            ? [new CodeVariable(name, field.FieldType, load) { Parts = PartNames(field) }]
            : Interpreter.IsOwn(field.FieldType) && field.FieldType.IsClass ? Held(field.FieldType, load) : []
        select held;

    /// <summary>Whether a variable has a value before an instruction.</summary>
    public bool IsSet(int local, Op at) => Array.Exists(Code, op =>
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

    /// <summary>
    /// A whole number, and in brackets the constants of the method's type that it is, or two of them; of too many none.
    /// </summary>
    public string NameOf(long c) => Names[c].ToArray() is { Length: > 0 and <= MostNames } all
        ? $"{c} ({string.Join(", ", all)})" : $"{c}";

    private ILookup<long, string> Names => names ??= Named.Concat(
        from one in Named
        from other in Named
        where one.Value > 1 && other.Value > 1 && string.CompareOrdinal(one.Name, other.Name) < 0
        select (Name: $"{one.Name} * {other.Name}", Value: one.Value * other.Value))
        .ToLookup(one => one.Value, one => one.Name);

    private (string Name, long Value)[] Named => named ??=
        [.. Literals<int>().Select(one => (one.Name, (long)one.Value))];

    /// <summary>The constants of the method's type, and of those around it.</summary>
    private IEnumerable<(string Name, T Value)> Literals<T>() =>
        from type in Around(method.DeclaringType)
        from field in type.GetFields(Fields | BindingFlags.Static)
        where field.IsLiteral && field.GetRawConstantValue() is T
        select (field.Name, (T)field.GetRawConstantValue()!);

    /// <summary>A type and those that it is a part of, such as that of which lambdas are written.</summary>
    private static IEnumerable<Type> Around(Type? type)
    {
        for (; type is not null; type = type.DeclaringType) yield return type;
    }

    /// <summary>Whether an instruction loads a whole number.</summary>
    public bool IsWhole(int at) => Code[at].Name is "conv.i4"
        || Code[at].Name.StartsWith("ldc.i4", StringComparison.Ordinal)
        || Code[at].Family is "ldloc" or "ldarg" && TypeOf(Code[at]) == typeof(int)
        || Code[at].Name == "ldelem.i4"
        || Code[at].Family is "add" or "sub" or "mul" or "div" or "rem" && IsWhole(at - 1)
        || Body.MemberOf(method, Code[at]) switch
        {
            FieldInfo field => field.FieldType == typeof(int),
            MethodInfo called => called.ReturnType == typeof(int),
            _ => false,
        };

    /// <summary>The variable whose address is loaded, and its type; null for the compiler's own.</summary>
    public (string Name, Type Type)? Addressed(Op op) =>
        op with { Family = op.Family[..5] } is var load && NameOf(load) is { } name ? (name, TypeOf(load)) : null;

    /// <summary>Whether it loads the method's object.</summary>
    public bool IsOwner(Op op) => op is { Family: "ldarg", Operand: 0 } && !method.IsStatic;

    /// <summary>Whether it loads the method's object, or one that holds what lambdas use.</summary>
    public bool HoldsFields(Op op) => IsOwner(op)
        || op.Family == "ldloc" && TypeOf(op).IsDefined(typeof(CompilerGeneratedAttribute)) && TypeOf(op).IsClass;

    /// <summary>The type of what is loaded.</summary>
    public Type TypeOf(Op load) => (load.Family == "ldloc" ? body.Locals : arguments)[load.Operand];

    /// <summary>What a variable is called; null for the compiler's own, and for what is not there.</summary>
    public string? NameOf(Op load)
    {
        var parameter = (int)load.Operand - (method.IsStatic ? 0 : 1);
        var name = load.Family == "ldloc" ? CodeLines.LocalName(method, (int)load.Operand, load.Offset)
            : parameter < 0 ? null : body.Parameters[parameter];
        return name?.Contains('<', StringComparison.Ordinal) == true ? null : name;
    }

    /// <summary>That of a primary constructor's parameter is the parameter's, of a property the property's.</summary>
    public static string? NameOf(FieldInfo field) => field.Name.Split('<', '>') switch
    {
        [var name] => name,
        ["", { Length: > 0 } name, "P" or "k__BackingField"] => name,
        _ => null,
    };
}
