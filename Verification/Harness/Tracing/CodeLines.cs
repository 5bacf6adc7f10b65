using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace CnnVerified.Verification.Tracing;

/// <summary>The lines that instructions were compiled from, as symbol files beside assemblies tell.</summary>
internal static class CodeLines
{
    private static readonly ConcurrentDictionary<Assembly, MetadataReader?> Symbols = [];

    /// <summary>File and line; null and 0 where they are not known.</summary>
    public static (string? File, int Line) Of(MethodBase method, int offset)
    {
        if (Symbols.GetOrAdd(method.Module.Assembly, Read) is not { } symbols) return (null, 0);
        var information = symbols.GetMethodDebugInformation(
            ((MethodDefinitionHandle)MetadataTokens.EntityHandle(method.MetadataToken)).ToDebugInformationHandle());
        SequencePoint? found = null;
        foreach (var point in information.GetSequencePoints())
            if (point.Offset <= offset && !point.IsHidden) found = point;
        return found is not { } known ? (null, 0)
            : (symbols.GetString(symbols.GetDocument(known.Document).Name), known.StartLine);
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
