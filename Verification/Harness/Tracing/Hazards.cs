using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CnnVerified.Verification.Tracing;

/// <summary>
/// What must not run with other instructions, as nobody could put it back: memory without ends, locks, files, prints.
/// </summary>
internal sealed class Hazards
{
    private static readonly Type[] Unchecked =
    [
        typeof(Unsafe), typeof(MemoryMarshal), typeof(Marshal), typeof(NativeMemory), typeof(Environment),
        typeof(Console), typeof(System.Diagnostics.Process),
    ];

    private static readonly string[] Lasting = ["System.Threading", "System.IO", "System.Net"];

    /// <summary>Whether a method uses pointers or what is as unchecked, or does what lasts.</summary>
    public static bool AreIn(MethodBase method) =>
        Body.Of(method) is var body && (Array.Exists(body.Locals, one => one.IsPointer)
            || method.GetParameters().Any(one => one.ParameterType.IsPointer)
            || Array.Exists(body.Code, op => op.Family is "cpblk" or "initblk" or "calli"))
        || Body.Called(method).Any(one => Unchecked.Contains(one.DeclaringType)
                && one.Name != "get_CurrentManagedThreadId"                         // which every iterator asks for
            || Array.Exists(Lasting,
                name => one.DeclaringType?.Namespace?.StartsWith(name, StringComparison.Ordinal) == true));

    /// <summary>The statements that say how long memory is whose ends nobody checks, as stackalloc does.</summary>
    private readonly (int From, int To)[] lengths;

    /// <summary>Those of a method that has no others.</summary>
    public Hazards(MethodBase method)
    {
        var (code, depths) = (Body.Of(method).Code, StackDepths.Of(method));
        lengths = [.. code.Index().Where(one => one.Item.Family == "localloc" || IsInline(one.Item)).Select(one => (
            Array.FindLastIndex(depths, one.Index, depth => depth == 0),
            Array.FindIndex(depths, one.Index + 1, depth => depth == 0)))];

        // What the compiler makes of a collection expression where a span is asked for.
        bool IsInline(Op op) => op.Family == "call"
            && Interpreter.Resolved<MethodBase>(method, op.Operand) is var called
            && called.DeclaringType?.Name == "<PrivateImplementationDetails>"
            && called.Name.StartsWith("InlineArray", StringComparison.Ordinal);
    }

    /// <summary>Whether a replacement leaves each of these statements as it is, or all of it goes.</summary>
    public bool Allows(Replacement one) =>
        Array.TrueForAll(lengths, length => one.At + one.Count <= length.From || one.At >= length.To
            || one.At <= length.From && one.At + one.Count >= length.To)
        && (one.Count > 0 || !Array.Exists(one.Instead, op => op.Family == "localloc"));
}
