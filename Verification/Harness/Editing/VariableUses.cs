using System.Reflection;

namespace CnnVerified.Verification.Editing;

/// <summary>Where a variable is read or written.</summary>
/// <param name="Name">What it is called there.</param>
/// <param name="Type">Its type.</param>
/// <param name="At">The first instruction.</param>
/// <param name="Count">How many there are; none for what comes before one that writes.</param>
internal sealed record Use(string Name, Type Type, int At, int Count);

/// <summary>Where a method reads and writes variables.</summary>
/// <param name="method">The method.</param>
/// <param name="variables">Its variables.</param>
internal sealed class VariableUses(MethodBase method, CodeVariables variables)
{
    private readonly CodeVariables variables = variables;
    private readonly Op[] code = Body.Of(method).Code;
    private readonly int[] depths = StackDepths.Of(method);
    private Use[]? reads, writes;

    /// <summary>Where variables are read.</summary>
    public Use[] Reads => reads ??= [.. Read()];

    /// <summary>Where spans are loaded by their address.</summary>
    public IEnumerable<Use> Spans => code.Index()
        .Where(one => one.Item.Family is "ldloca" or "ldarga")
        .Select(one => (one.Index, Variable: variables.Addressed(one.Item)))
        .Where(one => one.Variable is var (_, type) && Is(type, typeof(Span<>)))
        .Select(one => new Use(one.Variable!.Value.Name, one.Variable.Value.Type, one.Index, 1));

    /// <summary>Before which instructions a variable's new value is known.</summary>
    public Use[] Writes => writes ??= [.. Written()];

    private IEnumerable<Use> Read()
    {
        for (var i = 0; i < code.Length; i++)
            if (code[i] is { Family: "ldloc" or "ldarg" } op && variables.NameOf(op) is { } name)
                yield return new(name, variables.TypeOf(op), i, 1);
            else if (code[i].Family is "ldfld" or "ldsfld" && FieldAt(i) is var field
                && CodeVariables.NameOf(field) is { } its)
            {
                if (code[i].Family == "ldsfld") yield return new(its, field.FieldType, i, 1);
                else if (i > 0 && variables.HoldsFields(code[i - 1])) yield return new(its, field.FieldType, i - 1, 2);
                else if (i > 0 && StructAt(i - 1) is var (of, names, count))
                    yield return new(
                        $"{of}.{CodeVariables.PartName(field, names)}", field.FieldType, i - count, 1 + count);
            }
            else if (i > 0 && PropertyAt(i) is { } property)
            {
                if (variables.IsOwner(code[i - 1])) yield return new(property.Name[4..], property.ReturnType, i - 1, 2);
                else if (StructAt(i - 1) is var (of, _, count))
                    yield return new($"{of}.{property.Name[4..]}", property.ReturnType, i - count, 1 + count);
            }
    }

    /// <summary>What gives a number that the code computes of its own; null of all else.</summary>
    private MethodInfo? PropertyAt(int i) => code[i].Family is "call" or "callvirt"
        && Interpreter.Resolved<MethodBase>(method, code[i].Operand) is MethodInfo
        {
            IsStatic: false, IsSpecialName: true, ReturnType.IsPrimitive: true, DeclaringType: { } type,
        } called
        && called.Name.StartsWith("get_", StringComparison.Ordinal) && called.GetParameters().Length == 0
        && !CodePlace.IsLibrary(type) && Interpreter.IsOwn(type) ? called : null;

    /// <summary>The variable that is loaded, what its parts are called, and how many instructions do so.</summary>
    private (string Name, string?[]? Parts, int Count)? StructAt(int i) => code[i].Family switch
    {
        "ldloc" or "ldarg" or "ldloca" or "ldarga"
            when variables.NameOf(code[i] with { Family = code[i].Family[..5] }) is { } name => (name, null, 1),
        "ldflda" or "ldfld" when i > 0 && variables.HoldsFields(code[i - 1]) && FieldAt(i) is var field
            && CodeVariables.NameOf(field) is { } name => (name, CodeVariables.PartNames(field), 2),
        "ldsflda" or "ldsfld" when FieldAt(i) is var field && CodeVariables.NameOf(field) is { } name =>
            (name, CodeVariables.PartNames(field), 1),
        _ => null,
    };

    private FieldInfo FieldAt(int i) => Interpreter.Resolved<FieldInfo>(method, code[i].Operand);

    /// <summary>
    /// Whether nothing can be written to what is loaded: another variable there changes no array that is not the
    /// code's own, which another thread may use.
    /// </summary>
    /// <param name="read">Where it is loaded.</param>
    /// <param name="known">The methods whose instructions are known.</param>
    public bool IsOnlyRead(Use read, IReadOnlyCollection<MethodBase> known) =>
        !read.Type.IsArray && read.Type.IsPrimitive || Is(read.Type, typeof(ReadOnlySpan<>))
        || IsOnlyRead(read.At + read.Count, known, mayReturn: false);

    /// <summary>The same of what lies uppermost on the stack before an instruction; it may be handed back.</summary>
    private bool IsOnlyRead(int i, IReadOnlyCollection<MethodBase> known, bool mayReturn)
    {
        var place = depths[i] - 1;                                             // where on the stack it lies
        for (; i < code.Length; i++)
            if (code[i].Family == "ret" || depths[i] - StackDepths.Change(method, code[i]).Pops <= place) break;
        if (i + 1 >= code.Length || code[i].Family == "ret") return i < code.Length && mayReturn;
        if (code[i].Family is "ldelem" or "ldlen" || IsCall(i, "Get", "GetLength", "get_Length")
            || (code[i].Family == "ldelema" || IsCall(i, "get_Item", "Address"))
                && code[i + 1].Family is "ldobj" or "ldind") return true;
        if (code[i].Family == "ldfld")
            return FieldAt(i).FieldType.IsPrimitive || IsOnlyRead(i + 1, known, mayReturn);
        if (code[i].Family is not ("call" or "callvirt")) return false;
        var called = Interpreter.Resolved<MethodBase>(method, code[i].Operand);
        var argument = place - (depths[i] - StackDepths.Change(method, code[i]).Pops);
        return OnlyReads(called, argument, known, mayReturn: false)
            // What is handed back is a view of it, which is written to or not.
            || (IsCall(i, "AsSpan", "op_Implicit") || OnlyReads(called, argument, known, mayReturn: true))
                && (Is(((MethodInfo)called).ReturnType, typeof(ReadOnlySpan<>)) || IsOnlyRead(i + 1, known, mayReturn));
    }

    /// <summary>Whether a type is made of a generic one.</summary>
    public static bool Is(Type type, Type generic) => type.IsGenericType && type.GetGenericTypeDefinition() == generic;

    /// <summary>Whether a method that is known only reads one of its arguments, counted with its object.</summary>
    private static bool OnlyReads(MethodBase of, int argument, IReadOnlyCollection<MethodBase> known, bool mayReturn)
    {
        if (of is not MethodInfo || of is { IsVirtual: true, IsFinal: false } || !known.Contains(of)) return false;
        var own = new VariableUses(of, new(of));
        MethodBase[] others = [.. known.Where(one => one != of)];                // it may call itself
        return !Array.Exists(own.code, op => op.Family is "ldarga" or "starg" && op.Operand == argument)
            && own.code.Index().Where(one => one.Item.Family == "ldarg" && one.Item.Operand == argument)
                .All(one => own.IsOnlyRead(one.Index + 1, others, mayReturn));
    }

    private bool IsCall(int at, params string[] names) => code[at].Family is "call" or "callvirt"
        && names.Contains(Interpreter.Resolved<MethodBase>(method, code[at].Operand).Name);

    private IEnumerable<Use> Written()
    {
        for (var i = 1; i < code.Length; i++)
            if (code[i].Family == "stloc"
                && variables.NameOf(code[i] with { Family = "ldloc", Offset = code[i + 1].Offset }) is { } name)
                yield return new(name, variables.TypeOf(code[i].Operand), i, 0);
    }
}
