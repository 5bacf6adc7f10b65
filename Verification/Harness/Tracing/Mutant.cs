using System.Reflection;

namespace CnnVerified.Verification.Tracing;

/// <summary>Code with one of the replacements in it.</summary>
/// <param name="Schemata">All of them.</param>
/// <param name="Number">Which it is.</param>
internal sealed record Mutant(Schemata Schemata, int Number)
{
    /// <summary>Runs a method so; null where it is not compiled.</summary>
    public Datum? Run(MethodBase method, Datum[] arguments, Memory memory)
    {
        if (Schemata.Entry(method) is not { } compiled) return null;
        object?[] given = [.. arguments.Zip(Schemata.TypesOf(method), Given)];
        var run = Schemata.RunOf(Number);
        foreach (var one in given) memory.KeepAll(one);
        foreach (var field in Schemata.Statics) memory.KeepField(field, null, depth: 0);
        var result = compiled(given, run);
        if (!method.IsStatic && arguments[0].Object is Cell own) own.Value = Datum.From(given[0]);
        if (Number == Schemata.Unchanged) Schemata.Used(run);
        return Datum.From(result);
    }

    private static object? Given(Datum one, Type type) => one.Object is Cell cell ? cell.Value.As(type)
        : one.Object is not Slice slice ? one.As(type)
        : slice.Of is Array { Rank: 1 } whole && slice.Start == 0 && slice.Length == whole.Length ? whole
        : throw new NotSupportedException("a part of an array");
}
