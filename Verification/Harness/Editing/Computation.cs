using System.Reflection;

namespace CnnVerified.Verification.Editing;

/// <summary>What instructions compute.</summary>
internal static class Computation
{
    /// <summary>What an instruction makes of its operands; null if it may change something.</summary>
    /// <param name="of">The method.</param>
    /// <param name="i">The instruction.</param>
    /// <param name="from">Where it begins if it has no operands.</param>
    /// <param name="x">The operands.</param>
    public static Expression? Of(EditedMethod of, int i, int from, Expression[] x)
    {
        if (Of(of, i, x) is not { } made) return null;
        return made with { From = x.Length > 0 ? x[0].From : from, To = i + 1, Parts = x };
    }

    /// <summary>What an instruction does, without its variables.</summary>
    public static string Symbol(MethodBase method, Op op) => op.Family switch
    {
        "call" or "callvirt" or "newobj" or "ldfld" or "ldsfld" or "stfld" or "stsfld" =>
            Body.MemberOf(method, op)!.Name,
        "ldc" => Number(op),
        "conv" => op.Name,
        _ => op.Family,
    };

    /// <summary>What is computed from operands that are known; null if it may change something.</summary>
    private static Expression? Of(EditedMethod of, int i, Expression[] x)
    {
        var (method, op) = (of.Method, of.Code[i]);
        Expression Made(Type type, string text, int binds = 2) => new(0, 0, type, text, binds);
        switch (op.Family)
        {
            case "ldarg" when of.Variables.IsOwner(op): return Made(method.DeclaringType!, "this");
            case "ldloca" or "ldarga" when of.Variables.Addressed(op) is var (name, type):
                return Made(type, name) with { IsAddress = true };
            case "ldfld" or "ldflda" or "ldsflda" when Body.MemberOf(method, op) is FieldInfo field
                && CodeVariables.NameOf(field) is { } its:
                return Made(field.FieldType, x is [] or [{ Text: "this" }] ? its : $"{x[0].In(2)}.{its}") with
                {
                    IsAddress = op.Family is "ldflda" or "ldsflda",
                };
            case "ldc" when op.Name == "ldc.r8": return Made(typeof(double), Number(op));
            case "ldc" when op.Name == "ldc.r4": return Made(typeof(float), Number(op));
            case "ldc" when op.Name.StartsWith("ldc.i4", StringComparison.Ordinal):
                return Made(typeof(int), Number(op));
            case "add" or "sub" or "mul" or "div" or "rem":
                return Expression.Binary(x[0].Type, x[0], Sign(op.Family)!, x[1]);
            case "ceq" or "cgt" or "clt":
                return Made(typeof(bool), $"{x[0].In(0)} {Comparison(op.Family)} {x[1].In(0)}", -1);
            case "neg": return Made(x[0].Type, $"-{x[0].In(2)}");
            case "conv" when op.Name is "conv.r8" or "conv.r4" or "conv.i4":
                var to = op.Name == "conv.r8" ? typeof(double) : op.Name == "conv.r4" ? typeof(float) : typeof(int);
                return x[0].Type == typeof(bool) ? Made(to, $"{x[0].Text} ? 1 : 0", -1)
                    : Made(to, x[0].Text, x[0].Binds);
            case "ldelem" or "ldelema" when x[0].Type.GetElementType() is { } type:
                return Made(type, $"{x[0].In(2)}[{x[1].Text}]") with { IsAddress = op.Family == "ldelema" };
            case "ldobj" or "ldind": return x[0] with { IsAddress = false };
            case "ldlen": return Made(typeof(int), $"{x[0].In(2)}.Length");
            case "call" or "callvirt" when Interpreter.Resolved<MethodBase>(method, op.Operand) is MethodInfo called
                && IsPure(called):
                var gives = called.ReturnType.IsByRef ? called.ReturnType.GetElementType()! : called.ReturnType;
                return called.Name switch
                {
                    "op_UnaryNegation" => Made(gives, $"-{x[0].In(2)}"),
                    _ when Comparison(called.Name) is { } sign => Made(gives, $"{x[0].Text} {sign} {x[1].Text}", -1),
                    _ when Sign(called.Name) is { } sign => Expression.Binary(gives, x[0], sign, x[1]),
                    _ => Made(gives, Said(called, [.. x.Select(one => one.Text)])),
                } with
                { IsAddress = called.ReturnType.IsByRef };
            default: return null;
        }
    }

    /// <summary>The sign of an instruction or an operator; null if it has none.</summary>
    public static string? Sign(string name) => name switch
    {
        "add" or "op_Addition" => "+",
        "sub" or "op_Subtraction" => "-",
        "mul" or "op_Multiply" => "*",
        "div" or "op_Division" => "/",
        "rem" => "%",
        _ => null,
    };

    /// <summary>How an instruction or an operator compares; null if it does not.</summary>
    public static string? Comparison(string name) => name switch
    {
        "beq" or "ceq" => "==",
        "bne" => "!=",
        "blt" or "clt" or "op_LessThan" => "<",
        "ble" or "op_LessThanOrEqual" => "<=",
        "bgt" or "cgt" or "op_GreaterThan" => ">",
        "bge" or "op_GreaterThanOrEqual" => ">=",
        _ => null,
    };

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
