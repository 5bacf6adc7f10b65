using System.Reflection;

namespace CnnVerified.Verification.Tracing;

/// <content>.NET's mathematics, by the names of its methods.</content>
internal sealed partial class Interpreter
{
    private static readonly string[] Functions =
    [
        "Abs", "Exp", "Exp2", "Exp10", "Log", "Log2", "Log10", "Sqrt", "Cbrt", "Sin", "Cos", "Tan", "SinPi", "CosPi",
        "TanPi", "Asin", "Acos", "Atan", "Sinh", "Cosh", "Tanh", "Asinh", "Acosh", "Atanh", "Pow", "Hypot", "Atan2",
        "Max", "Min",
    ];

    /// <summary>What gives the same for numbers near its own.</summary>
    private static readonly string[] Steps = ["Round", "Floor", "Ceiling", "Truncate", "Sign", "Parse", "ToString"];

    private static bool AreNumbers(Type type) =>
        type.FullName is "System.Math" or "System.MathF" or "System.Double" or "System.Single";

    /// <summary>A function of numbers; null for what is unknown.</summary>
    private static Datum? Mathematics(MethodInfo method, Datum[] x) => (method.Name, x) switch
    {
        (var name, [var a]) when Functions.Contains(name) => Traced.Of(a.Number, name),
        (var name, [var a, var b]) when Functions.Contains(name) => Traced.Of(a.Number, b.Number, name),
        ("SinCos", [var a]) => Pair(method.ReturnType, Traced.Sin(a.Number), Traced.Cos(a.Number)),
        ("Clamp", [var a, var low, var high]) =>
            a.Number.Value < low.Number.Value ? low : a.Number.Value > high.Number.Value ? high : a,
        ("FusedMultiplyAdd", [var a, var b, var c]) => a.Number * b.Number + c.Number,
        ("CopySign", [var a, var sign]) =>
            double.IsNegative(a.Number.Value) == double.IsNegative(sign.Number.Value) ? a : -a.Number,
        _ => null,
    };

    private static Datum Pair(Type type, Datum first, Datum second)
    {
        var pair = new StructValue(type);
        (pair["Item1"], pair["Item2"]) = (first, second);
        return Datum.OfObject(pair);
    }

    /// <summary>A number that compiled code made of others would not know its history.</summary>
    private static void RequireNoNumber(MethodBase method, object? result, Datum[] arguments)
    {
        var isNumber = result is double or float or System.Numerics.Complex
            || result?.GetType() is { IsValueType: true, Namespace: "System.Numerics" };
        if (isNumber && !Steps.Contains(method.Name)
            && Array.Exists(arguments, one => one.Kind == Kind.Number && one.Number.Tape is not null))
            throw new NotSupportedException(method.Name);
    }
}
