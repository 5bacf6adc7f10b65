using System.Collections.Concurrent;
using System.Reflection;

namespace CnnVerified.Verification.Editing;

/// <summary>What the operations of code say, read off its instructions.</summary>
internal static class Operations
{
    private const int Longest = 60, LongestPart = 25;

    private static readonly ConcurrentDictionary<MethodBase, Dictionary<int, Operation>> Known = [];

    /// <summary>The operation at an instruction; null where its variables have no names, and in the library.</summary>
    public static Operation? At(MethodBase method, int offset) =>
        Known.GetOrAdd(method, Read).GetValueOrDefault(offset);

    private static Dictionary<int, Operation> Read(MethodBase method)
    {
        if (CodePlace.IsLibrary(method)) return [];
        var of = new EditedMethod(method, []);
        return of.Expressions.Where(one => one.Parts.Length is 1 or 2).DistinctBy(one => one.To)
            .ToDictionary(one => of.Code[one.To - 1].Offset, Said);
    }

    private static Operation Said(Expression whole)
    {
        string[] parts = [.. whole.Parts.Select(one => one.Text)];
        var text = whole.Text;
        var isTold = text.Length <= Longest || parts.Any(part => part.Length <= LongestPart);
        foreach (var part in parts.Where(part => part.Length > LongestPart))
            if (text.Length > Longest) text = text.Replace(part, "…", StringComparison.Ordinal);
        string? Told(int part) => part < parts.Length && parts[part].Length <= Longest ? parts[part] : null;
        return new(isTold && text.Length <= Longest ? text : null, Told(0), Told(1));
    }
}
