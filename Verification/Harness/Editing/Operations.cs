using System.Collections.Concurrent;
using System.Reflection;

namespace CnnVerified.Verification.Editing;

/// <summary>What the operations of code say, read off its instructions.</summary>
internal static class Operations
{
    private const int Longest = 60, LongestPart = 25, Name = 3;

    private static readonly ConcurrentDictionary<MethodBase, Dictionary<int, Operation>> Known = [];

    /// <summary>The operation at an instruction; null where its variables have no names, and in the library.</summary>
    public static Operation? At(MethodBase method, int offset) =>
        Known.GetOrAdd(method, Read).GetValueOrDefault(offset);

    private static Dictionary<int, Operation> Read(MethodBase method)
    {
        if (CodePlace.IsLibrary(method)) return [];
        var of = new EditedMethod(method, []);
        return of.Expressions.Where(one => one.Parts.Length is 1 or 2).DistinctBy(one => one.To)
            .ToDictionary(one => of.Code[one.To - 1].Offset, one => Said(of, one));
    }

    private static Operation Said(EditedMethod of, Expression whole)
    {
        string[] parts = [.. whole.Parts.Select(one => one.Text)];
        // What optimised code keeps of a statement before has another text there: a name that is not known.
        var isElsewhere = Array.ConvertAll(whole.Parts, one =>
            one.Text.Length > Name && of.StatementOf(one.From) != of.StatementOf(whole.To - 1));
        var text = whole.Text;
        var isTold = parts.Where((part, k) => !isElsewhere[k]).Any(part =>
            text.Length <= Longest || part.Length <= LongestPart);
        foreach (var (k, part) in parts.Index())
            if (isElsewhere[k] || text.Length > Longest && part.Length > LongestPart)
                text = text.Replace(part, "…", StringComparison.Ordinal);
        string? Told(int part) => part < parts.Length && parts[part].Length <= Longest ? parts[part] : null;
        return new(isTold && text.Length <= Longest ? text : null, Told(0), Told(1));
    }
}
