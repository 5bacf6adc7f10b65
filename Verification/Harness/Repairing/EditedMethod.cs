using System.Reflection;

namespace CnnVerified.Verification.Repairing;

/// <summary>A method of which edits are made.</summary>
/// <param name="method">The method.</param>
/// <param name="known">All that run.</param>
internal sealed class EditedMethod(MethodBase method, IReadOnlyCollection<MethodBase> known)
{
    private readonly Dictionary<(string Name, int Offset), CodePlace> places = [];

    public MethodBase Method { get; } = method;

    public IReadOnlyCollection<MethodBase> Known { get; } = known;

    public Op[] Code { get; } = Body.Of(method).Code;

    public CodeVariables Variables { get; } = new(method);

    /// <summary>The variables of a type that an instruction may use, and what loads them.</summary>
    public IEnumerable<(string Name, Op[] Load)> VariablesAt(Op op, Type type) =>
        Variables.At(op).Where(one => one.Type == type).Select(one => (one.Name, one.Load));

    /// <summary>Other instructions for one.</summary>
    public Replacement Instead(int at, params Op[] ops) => new(Method, at, 1, ops);

    /// <summary>The same instruction by another name.</summary>
    public static Op Named(Op op, string name) => op with { Family = name.Split('.')[0], Name = name };

    /// <summary>A whole number.</summary>
    public static Op Number(Op at, long c) => at with { Family = "ldc", Name = "ldc.i4", Operand = c };

    /// <summary>Where something is, such as the second of its name on a line.</summary>
    public CodePlace PlaceOf(string name, Op op)
    {
        if (!places.TryGetValue((name, op.Offset), out var place))
            places[(name, op.Offset)] = place =
                CodePlace.Of(name, false, (Method, op.Offset), isExact: true, places.Values);
        return place;
    }
}
