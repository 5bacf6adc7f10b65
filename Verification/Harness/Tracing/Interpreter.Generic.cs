using System.Collections.Concurrent;
using System.Reflection;

namespace CnnVerified.Verification.Tracing;

/// <content>What code that is generic over its scalar calls on it: static members of interfaces.</content>
internal sealed partial class Interpreter
{
    private static readonly ConcurrentDictionary<(MethodBase Method, Type Of), MethodInfo> OwnMethods = [];

    private static readonly Dictionary<string, string> Operators = new()
    {
        ["op_Addition"] = "add",
        ["op_Subtraction"] = "sub",
        ["op_Multiply"] = "mul",
        ["op_Division"] = "div",
        ["op_Modulus"] = "rem",
    };

    private static readonly Dictionary<string, string> Relations = new()
    {
        ["op_Equality"] = "eq",
        ["op_Inequality"] = "ne",
        ["op_LessThan"] = "lt",
        ["op_LessThanOrEqual"] = "le",
        ["op_GreaterThan"] = "gt",
        ["op_GreaterThanOrEqual"] = "ge",
    };

    private static Datum Generic(MethodBase method, Datum[] arguments, Type of)
    {
        if (method.Name.StartsWith("Create", StringComparison.Ordinal) && method.IsGenericMethod)
            return of == typeof(double) ? Converted("conv.r8", arguments[0])
                : of == typeof(float) ? Converted("conv.r4", arguments[0]) : Datum.Of(Whole(arguments[0]));
        if (arguments.Length > 0 && arguments[0].Kind == Kind.Number)
        {
            if (Operators.TryGetValue(method.Name, out var arithmetic))
                return Arithmetic(arithmetic, arguments[0], arguments[1]);
            if (Relations.TryGetValue(method.Name, out var relation))
                return Datum.Of(Compares(relation, arguments[0], arguments[1]));
            switch (method.Name)
            {
                case "op_UnaryNegation": return -arguments[0].Number;
                case "op_UnaryPlus": return arguments[0];
                case "op_Increment": return arguments[0].Number + Traced.One;
                case "op_Decrement": return arguments[0].Number - Traced.One;
                case "MultiplyAddEstimate" or "FusedMultiplyAdd":
                    return arguments[0].Number * arguments[1].Number + arguments[2].Number;
                case "Clamp":
                    return Traced.Min(Traced.Max(arguments[0].Number, arguments[1].Number), arguments[2].Number);
            }
            if (Functions.Contains(method.Name))
                return arguments.Length == 1 ? Traced.Of(arguments[0].Number, method.Name)
                    : Traced.Of(arguments[0].Number, arguments[1].Number, method.Name);
        }
        var own = OwnOf(method, of);
        return Datum.From(own.Invoke(null, Compiled(own, arguments)));
    }

    /// <summary>A type's own method for one of an interface.</summary>
    private static MethodInfo OwnOf(MethodBase method, Type of) => OwnMethods.GetOrAdd((method, of), static key =>
    {
        var map = key.Of.GetInterfaceMap(key.Method.DeclaringType!);
        return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, key.Method)];
    });
}
