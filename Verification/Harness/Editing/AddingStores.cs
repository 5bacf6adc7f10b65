using System.Numerics;
using System.Reflection;

namespace CnnVerified.Verification.Editing;

/// <summary>What adds to an entry where an instruction replaces it.</summary>
internal static class AddingStores
{
    private delegate void ToPlace<T>(ref T of, T more);

    /// <summary>
    /// The method to call instead; null if the instruction stores no double or float, nor a struct of the code's own
    /// that can be added, in an array.
    /// </summary>
    public static MethodInfo? Of(MethodBase method, Op op) => op.Name switch
    {
        "stelem.r8" => ((Action<double[], int, double>)Add).Method,
        "stelem.r4" => ((Action<float[], int, float>)Add).Method,
        "stind.r8" => ((ToPlace<double>)Add).Method,
        "stind.r4" => ((ToPlace<float>)Add).Method,
        "stobj" => Interpreter.Resolved<Type>(method, op.Operand) is var type && type == typeof(double)
            ? ((ToPlace<double>)Add).Method : type == typeof(float) ? ((ToPlace<float>)Add).Method
            : OfStruct(nameof(AddTo), type),
        "stelem" => OfStruct(nameof(AddAt), Interpreter.Resolved<Type>(method, op.Operand)),
        "call" when Interpreter.Resolved<MethodBase>(method, op.Operand) is { Name: "Set", DeclaringType: var array } =>
            array?.GetElementType() is var type && type == typeof(double) ? OfRank<double>(array!.GetArrayRank())
            : type == typeof(float) ? OfRank<float>(array!.GetArrayRank()) : null,
        "callvirt" when Interpreter.Resolved<MethodBase>(method, op.Operand) is
        { Name: "set_Item", DeclaringType: var list } => list == typeof(List<double>)
            ? ((Action<List<double>, int, double>)Add).Method
            : list == typeof(List<float>) ? ((Action<List<float>, int, float>)Add).Method : null,
        _ => null,
    };

    private static MethodInfo? OfRank<T>(int rank) where T : INumber<T> => rank switch
    {
        2 => ((Action<T[,], int, int, T>)Add).Method,
        3 => ((Action<T[,,], int, int, int, T>)Add).Method,
        4 => ((Action<T[,,,], int, int, int, int, T>)Add).Method,
        5 => ((Action<T[,,,,], int, int, int, int, int, T>)Add).Method,
        _ => null,
    };

    private static MethodInfo? OfStruct(string how, Type type) =>
        type.IsValueType && type.GetMethod("op_Addition", [type, type])?.ReturnType == type
            ? typeof(AddingStores).GetMethod(how, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type)
            : null;

    private static void AddTo<T>(ref T of, T more) => of = Sum<T>.Of(of, more);

    private static void AddAt<T>(T[] of, int i, T more) => of[i] = Sum<T>.Of(of[i], more);

    private static class Sum<T>
    {
        public static readonly Func<T, T, T> Of =
            typeof(T).GetMethod("op_Addition", [typeof(T), typeof(T)])!.CreateDelegate<Func<T, T, T>>();
    }

    private static void Add<T>(ref T of, T more) where T : INumber<T> => of += more;

    private static void Add<T>(T[] of, int i, T more) where T : INumber<T> => of[i] += more;

    private static void Add<T>(List<T> of, int i, T more) where T : INumber<T> => of[i] += more;

    private static void Add<T>(T[,] of, int i, int j, T more) where T : INumber<T> => of[i, j] += more;

    private static void Add<T>(T[,,] of, int i, int j, int k, T more) where T : INumber<T> => of[i, j, k] += more;

    private static void Add<T>(T[,,,] of, int i, int j, int k, int l, T more) where T : INumber<T> =>
        of[i, j, k, l] += more;

    private static void Add<T>(T[,,,,] of, int i, int j, int k, int l, int m, T more) where T : INumber<T> =>
        of[i, j, k, l, m] += more;
}
