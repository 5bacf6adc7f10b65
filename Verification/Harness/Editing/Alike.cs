using System.Reflection;

namespace CnnVerified.Verification.Editing;

/// <summary>Methods that may be confused with each other: of one type, they take and give the same.</summary>
internal static class Alike
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static
        | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly string[] OfNumbers =
        ["Sin", "Cos", "Tan", "Sinh", "Cosh", "Tanh", "Exp", "Log", "Sqrt", "Max", "Min"];

    /// <summary>
    /// Those that may stand for a method of mathematics, or of the checked code: of this only what has run or is a
    /// formula, and does not lead to its caller again.
    /// </summary>
    /// <param name="method">The method.</param>
    /// <param name="caller">Where it is called.</param>
    /// <param name="known">What has run and ended.</param>
    public static IEnumerable<MethodInfo> To(
        MethodInfo method, MethodBase caller, IReadOnlyCollection<MethodBase> known)
    {
        var type = method.DeclaringType!;
        Func<MethodInfo, bool>? may = Interpreter.IsOwn(type) ? one => IsField(one)
                || IsSafe(one, caller, known)
            : type == typeof(Math) ? one => OfNumbers.Contains(one.Name)
            : type.Namespace == "System.Numerics" ? _ => true : null;
        return may is null ? [] : Written(type).Where(one => one != method && one.IsStatic == method.IsStatic
            && one.ReturnType == method.ReturnType && Takes(one).SequenceEqual(Takes(method)) && may(one));
    }

    /// <summary>The functions of one number that a method's type has: formulas, or what has run.</summary>
    public static IEnumerable<MethodInfo> OfOneNumber(MethodBase caller, IReadOnlyCollection<MethodBase> known) =>
        Written(caller.DeclaringType!).Where(one => Donor.IsNumber(one.ReturnType)
            && Takes(one).SequenceEqual([one.ReturnType]) && (one.IsStatic || !caller.IsStatic) && !one.IsVirtual
            && IsSafe(one, caller, known));

    /// <summary>A type's methods that somebody wrote, and that are none for any type.</summary>
    private static IEnumerable<MethodInfo> Written(Type type) => type.GetMethods(All).Where(one =>
        !one.IsGenericMethod && !one.Name.Contains('<', StringComparison.Ordinal));

    /// <summary>Whether a method ends and does not lead to its caller again.</summary>
    private static bool IsSafe(MethodInfo one, MethodBase caller, IReadOnlyCollection<MethodBase> known) =>
        (known.Contains(one) || IsFormula(one)) && !Body.Reached([one]).Contains(caller);

    /// <summary>Whether a method has no loops or stores, and calls nothing but mathematics and its like.</summary>
    private static bool IsFormula(MethodInfo method) => method.GetMethodBody() is not null
        && Body.Reached([method]) is var all && all.All(one => !Body.Of(one).Code.Index().Any(at =>
                at.Item.Family is "callvirt" or "stfld" or "stsfld" or "stelem" or "stind" or "stobj"
                || Body.IsJump(at.Item) && at.Item.Operand <= at.Index)
            && Body.Called(one).All(called => Interpreter.IsOwn(called.DeclaringType!)
                ? called.GetMethodBody() is not null && !Body.Reached([called]).Contains(one)
                : called.DeclaringType == typeof(Math) || called.DeclaringType == typeof(MathF)));

    private static IEnumerable<Type> Takes(MethodInfo method) =>
        method.GetParameters().Select(one => one.ParameterType);

    /// <summary>Whether it is a property that gives a field.</summary>
    private static bool IsField(MethodInfo method) => !method.IsAbstract && method.GetMethodBody() is not null
        && method.Name.StartsWith("get_", StringComparison.Ordinal) && Body.Of(method).Code.Length == 3;

    /// <summary>What a reader calls a method: a property by its name, an operator by its sign.</summary>
    public static string NameOf(MethodInfo method) => method.Name switch
    {
        "op_Addition" => "+",
        "op_Subtraction" => "−",
        "op_Multiply" => "·",
        "op_Division" => "/",
        var name when name.StartsWith("get_", StringComparison.Ordinal) => name[4..],
        var name => name,
    };
}
