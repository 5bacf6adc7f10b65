using System.Reflection;

namespace CnnVerified.Verification.Tracing;

/// <summary>An instruction that is run, with the variables of its method.</summary>
internal readonly record struct Instruction(MethodBase Method, int Offset, Datum[] Locals, Datum[] Arguments)
{
    /// <summary>What its whole numbers are now; loops count in them.</summary>
    public Counters Counters => new(Method, Offset, [.. Locals.Concat(Arguments).Select(
        one => one.Kind == Kind.Whole ? one.Whole : Counters.None)]);
}

/// <summary>The whole numbers of a method at one of its steps.</summary>
/// <param name="Method">The method.</param>
/// <param name="Offset">The instruction.</param>
/// <param name="Values">Its variables, then its arguments.</param>
internal sealed record Counters(MethodBase Method, int Offset, long[] Values)
{
    /// <summary>The value of what is no whole number.</summary>
    public const long None = long.MinValue;

    /// <summary>What one of them is called; null where that is not known.</summary>
    public string? Name(int slot)
    {
        var parameters = Method.GetParameters();
        var argument = slot - (Values.Length - parameters.Length);              // an object's own comes before them
        return argument >= 0 ? parameters[argument].Name
            : CodeLines.LocalName(Method, slot, Offset) is { } name && !name.Contains('<') ? name : null;
    }
}
