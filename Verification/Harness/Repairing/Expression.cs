using System.Reflection;

namespace CnnVerified.Verification.Repairing;

/// <summary>A part of a method that gives one value and changes nothing.</summary>
/// <param name="From">Its first instruction.</param>
/// <param name="To">The one behind its last.</param>
/// <param name="Type">The type of its value.</param>
/// <param name="Text">What it says.</param>
/// <param name="Binds">How strongly its parts hold together: 0 for a sum, 1 for a product, 2 for all else.</param>
internal sealed record Expression(int From, int To, Type Type, string Text, int Binds = 2)
{
    /// <summary>The expression that it is a part of; null if there is none.</summary>
    public Expression? Whole { get; private set; }

    /// <summary>Whether it gives where its value is.</summary>
    public bool IsAddress { get; init; }

    /// <summary>What is done with it.</summary>
    public string Use { get; private set; } = "";

    /// <summary>Every expression of a method, parts before wholes.</summary>
    public static Expression[] All(MethodBase method, CodeVariables variables)
    {
        var (code, stack, all) = (Body.Of(method).Code, new Stack<Expression?>(), new List<Expression>());
        var targets = code.Where(Body.IsJump).Select(op => (int)op.Operand)
            .Concat(code.SelectMany(op => op.Targets ?? [])).ToHashSet();
        var reads = variables.Reads().GroupBy(one => one.At + one.Count - 1).ToDictionary(
            one => one.Key, one => one.MinBy(use => use.Count));
        var prefix = -1;
        for (var i = 0; i < code.Length; i++)
        {
            if (targets.Contains(i)) stack.Clear();                              // it may come from elsewhere
            if (code[i].Family is "constrained" or "readonly")
            {
                if (prefix < 0) prefix = i;
                continue;
            }
            // Of a struct that is no variable the compiler keeps a copy, so as to have its address.
            if (variables.IsCopied(i) && stack.TryPop(out var copied))
            {
                stack.Push(copied is null ? null : copied with { To = i + 2 });
                i++;
                continue;
            }
            var (pops, pushes) = StackDepths.Change(method, code[i]);
            var operands = new Expression?[pops];
            for (var k = pops - 1; k >= 0; k--) operands[k] = stack.TryPop(out var one) ? one : null;
            var made = pushes != 1 ? null
                : reads.TryGetValue(i, out var use) ? new(use.At, i + 1, use.Type, use.Name)
                : Array.Exists(operands, one => one is null) ? null
                : Of(method, variables, i, operands!) is { } known ? known with
                {
                    From = pops > 0 ? operands[0]!.From : prefix >= 0 ? prefix : i,
                    To = i + 1,
                } : null;
            var does = Symbol(method, code[i]);
            foreach (var (k, part) in operands.Index())
                if (part is not null) (part.Whole, part.Use) = (made, $"{k} of {does}");
            if (made is not null) all.Add(made);
            for (var k = 0; k < pushes; k++) stack.Push(pushes == 1 ? made : null);
            prefix = -1;
        }
        return [.. all];
    }

    /// <summary>What an instruction does, without its variables.</summary>
    public static string Symbol(MethodBase method, Op op) => op.Family switch
    {
        "call" or "callvirt" or "newobj" or "ldfld" or "ldsfld" or "stfld" or "stsfld" =>
            Body.MemberOf(method, op)!.Name,
        "ldc" => Number(op),
        _ => op.Family,
    };

    /// <summary>What is computed from operands that are known; null if it may change something.</summary>
    private static Expression? Of(MethodBase method, CodeVariables variables, int i, Expression[] x)
    {
        var op = Body.Of(method).Code[i];
        Expression Made(Type type, string text, int binds = 2) => new(0, 0, type, text, binds);
        string In(int k, int binds) => x[k].Binds < binds ? $"({x[k].Text})" : x[k].Text;
        Expression Binary(Type type, string sign) => sign is "+" or "-"
            ? Made(type, $"{In(0, 0)} {sign} {In(1, sign == "-" ? 1 : 0)}", 0)
            : Made(type, $"{In(0, 1)} {sign} {In(1, 2)}", 1);
        switch (op.Family)
        {
            case "ldarg" when variables.IsOwner(op): return Made(method.DeclaringType!, "this");
            case "ldloca" or "ldarga" when variables.Addressed(op) is var (name, type):
                return Made(type, name) with { IsAddress = true };
            case "ldc" when op.Name == "ldc.r8": return Made(typeof(double), Number(op));
            case "ldc" when op.Name == "ldc.r4": return Made(typeof(float), Number(op));
            case "ldc" when op.Name.StartsWith("ldc.i4", StringComparison.Ordinal):
                return Made(typeof(int), Number(op));
            case "add": return Binary(x[0].Type, "+");
            case "sub": return Binary(x[0].Type, "-");
            case "mul": return Binary(x[0].Type, "*");
            case "div": return Binary(x[0].Type, "/");
            case "rem": return Binary(x[0].Type, "%");
            case "neg": return Made(x[0].Type, $"-{In(0, 2)}");
            case "conv" when op.Name == "conv.r8": return Made(typeof(double), x[0].Text, x[0].Binds);
            case "conv" when op.Name == "conv.r4": return Made(typeof(float), x[0].Text, x[0].Binds);
            case "conv" when op.Name == "conv.i4": return Made(typeof(int), x[0].Text, x[0].Binds);
            case "ldelem" or "ldelema" when x[0].Type.GetElementType() is { } type:
                return Made(type, $"{In(0, 2)}[{x[1].Text}]") with { IsAddress = op.Family == "ldelema" };
            case "ldobj" or "ldind": return x[0] with { IsAddress = false };
            case "ldlen": return Made(typeof(int), $"{In(0, 2)}.Length");
            case "call" or "callvirt" when Interpreter.Resolved<MethodBase>(method, op.Operand) is MethodInfo called
                && IsPure(called):
                var gives = called.ReturnType.IsByRef ? called.ReturnType.GetElementType()! : called.ReturnType;
                return called.Name switch
                {
                    "op_Addition" => Binary(gives, "+"),
                    "op_Subtraction" => Binary(gives, "-"),
                    "op_Multiply" => Binary(gives, "*"),
                    "op_Division" => Binary(gives, "/"),
                    "op_UnaryNegation" => Made(gives, $"-{In(0, 2)}"),
                    _ => Made(gives, Said(called, [.. x.Select(one => one.Text)])),
                } with
                { IsAddress = called.ReturnType.IsByRef };
            default: return null;
        }
    }

    /// <summary>Whether a method gives the same whenever it is called, and changes nothing.</summary>
    private static bool IsPure(MethodInfo called) => called.ReturnType != typeof(void)
        && called.DeclaringType is { } type && (type == typeof(Math) || type == typeof(MathF) || type == typeof(double)
            || type == typeof(float)
            || type.Namespace == "System.Numerics" || type.IsArray && called.Name is "Get" or "GetLength"
            || called.Name is "get_Item" or "get_Length" or "get_Shape" or "get_Count"
            || Interpreter.IsOwn(type) && (called.Name.StartsWith("get_", StringComparison.Ordinal)
                || called.IsStatic && called.ReturnType.IsPrimitive
                    && called.GetParameters().All(one => one.ParameterType.IsPrimitive)));

    private static string Said(MethodInfo called, string[] x)
    {
        var name = (called.IsStatic ? called.DeclaringType : null) switch
        {
            { Namespace: "System.Numerics" } => "T.",
            { Namespace: "System" } type => $"{type.Name}.",
            _ => "",
        } + Alike.NameOf(called);
        return called.Name is "get_Item" or "Get" ? $"{x[0]}[{string.Join(", ", x[1..])}]"
            : called.Name.StartsWith("get_", StringComparison.Ordinal)
                ? called.IsStatic || x[0] == "this" ? name : $"{x[0]}.{name}"
            : called.IsStatic ? $"{name}({string.Join(", ", x)})"
            : $"{(x[0] == "this" ? "" : $"{x[0]}.")}{name}({string.Join(", ", x[1..])})";
    }

    private static string Number(Op op) => op.Name == "ldc.r8"
        ? BitConverter.Int64BitsToDouble(op.Operand).ToString("R", CultureInfo.InvariantCulture)
        : op.Name == "ldc.r4"
            ? BitConverter.Int32BitsToSingle((int)op.Operand).ToString("R", CultureInfo.InvariantCulture)
        : $"{Interpreter.Constant(op.Name, op.Operand).Whole}";
}
