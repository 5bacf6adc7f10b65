using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace CnnVerified.Verification.Tracing;

/// <summary>The lines that instructions were compiled from, as symbol files beside assemblies tell.</summary>
internal static class CodeLines
{
    private const int Longest = 90;

    private static readonly ConcurrentDictionary<Assembly, MetadataReader?> Symbols = [];
    private static readonly ConcurrentDictionary<MethodBase, SequencePoint[]> Statements = [];
    private static readonly ConcurrentDictionary<string, string[]> Texts = [];
    private static readonly ConcurrentDictionary<(MethodBase Method, int Slot, int Offset), string?> LocalNames = [];

    /// <summary>
    /// The file's name and the line, null and 0 where they are not known, and the statement, where its file is at hand.
    /// </summary>
    public static (string? File, int Line, string Text) Of(MethodBase method, int offset)
    {
        SequencePoint? found = null;
        foreach (var point in Points(method))
            if (point.Offset <= offset && !point.IsHidden) found = point;
        if (found is not { } known) return (null, 0, "");
        var symbols = Symbols[method.Module.Assembly]!;
        var file = symbols.GetString(symbols.GetDocument(known.Document).Name);
        return (Path.GetFileName(file), known.StartLine, TextOf(file, known));
    }

    /// <summary>Where a method's statements begin; none where that is not known.</summary>
    public static HashSet<int> Starts(MethodBase method) => [.. Points(method).Select(point => point.Offset)];

    private static SequencePoint[] Points(MethodBase method) => Statements.GetOrAdd(method, static of =>
        Symbols.GetOrAdd(of.Module.Assembly, Read) is not { } symbols ? []
        : [.. symbols.GetMethodDebugInformation(((MethodDefinitionHandle)MetadataTokens.EntityHandle(
            of.MetadataToken)).ToDebugInformationHandle()).GetSequencePoints()]);

    /// <summary>What a local variable is called at some instruction; null where that is not known.</summary>
    public static string? LocalName(MethodBase method, int slot, int offset) =>
        LocalNames.GetOrAdd((method, slot, offset), one => Read(one.Method, one.Slot, one.Offset));

    private static string? Read(MethodBase method, int slot, int offset)
    {
        if (Symbols.GetOrAdd(method.Module.Assembly, Read) is not { } symbols) return null;
        foreach (var handle in symbols.GetLocalScopes((MethodDefinitionHandle)MetadataTokens.EntityHandle(
            method.MetadataToken)))
        {
            var scope = symbols.GetLocalScope(handle);
            if (offset < scope.StartOffset - 1 || offset > scope.EndOffset) continue;
            foreach (var local in scope.GetLocalVariables())
                if (symbols.GetLocalVariable(local) is { } one && one.Index == slot) return symbols.GetString(one.Name);
        }
        return null;
    }

    private static string TextOf(string file, SequencePoint at)
    {
        var lines = Texts.GetOrAdd(file, static path => File.Exists(path) ? File.ReadAllLines(path) : []);
        if (lines.ElementAtOrDefault(at.StartLine - 1) is not { } line) return "";
        var end = at.EndLine == at.StartLine ? Math.Min(at.EndColumn - 1, line.Length) : line.Length;
        var text = line[Math.Min(at.StartColumn - 1, end)..end].Trim();
        return text.Length <= Longest ? text : $"{text[..Longest]}…";
    }

    private static MetadataReader? Read(Assembly assembly)
    {
        if (assembly.Location.Length == 0) return null;
        using var stream = File.OpenRead(assembly.Location);
        using var image = new PEReader(stream);
        return image.TryOpenAssociatedPortablePdb(
            assembly.Location, path => File.Exists(path) ? File.OpenRead(path) : null, out var provider, out _)
            ? provider?.GetMetadataReader() : null;
    }
}
