using System.Reflection;

namespace CnnVerified.Verification.Editing;

/// <summary>What adds to an entry where an instruction replaces it.</summary>
internal static class AddingStores
{
    private delegate void ToPlace(ref double of, double more);

    /// <summary>The method to call instead; null if the instruction stores no double or float in an array.</summary>
    public static MethodInfo? Of(MethodBase method, Op op) => op.Name switch
    {
        "stelem.r8" => ((Action<double[], int, double>)Add).Method,
        "stelem.r4" => ((Action<float[], int, float>)Add).Method,
        "stind.r8" => ((ToPlace)Add).Method,
        "stobj" when Interpreter.Resolved<Type>(method, op.Operand) == typeof(double) => ((ToPlace)Add).Method,
        "call" when Interpreter.Resolved<MethodBase>(method, op.Operand) is { Name: "Set", DeclaringType: var array } =>
            array == typeof(double[,]) ? ((Action<double[,], int, int, double>)Add).Method
            : array == typeof(double[,,]) ? ((Action<double[,,], int, int, int, double>)Add).Method
            : array == typeof(double[,,,]) ? ((Action<double[,,,], int, int, int, int, double>)Add).Method : null,
        _ => null,
    };

    private static void Add(ref double of, double more) => of += more;

    private static void Add(double[] of, int i, double more) => of[i] += more;

    private static void Add(float[] of, int i, float more) => of[i] += more;

    private static void Add(double[,] of, int i, int j, double more) => of[i, j] += more;

    private static void Add(double[,,] of, int i, int j, int k, double more) => of[i, j, k] += more;

    private static void Add(double[,,,] of, int i, int j, int k, int l, double more) => of[i, j, k, l] += more;
}
