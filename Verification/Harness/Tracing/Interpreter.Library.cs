using System.Globalization;
using System.Reflection;
using System.Text;

namespace CnnVerified.Verification.Tracing;

/// <content>What is known by name: .NET's mathematics, arrays, spans and lists, and what this library does.</content>
internal sealed partial class Interpreter
{
    /// <summary>What a static method gives that is known; null for any other.</summary>
    private Datum? Known(MethodBase method, Datum[] a)
    {
        var type = method.DeclaringType!;
        var isOfLibrary = type.Assembly == typeof(Interpreter).Assembly || type.Assembly == typeof(Shape).Assembly;
        var (first, array) = (a.Length > 0 ? a[0].Object : null, a.Length > 0 ? a[0].Object as Array : null);
        return (type.Name, method.Name) switch
        {
            _ when AreNumbers(type) && Array.TrueForAll(a, one => one.Kind == Kind.Number)
                && Mathematics((MethodInfo)method, a) is { } result => result,
            ("RuntimeHelpers", "GetSubArray") => SubArray(array!, (Range)a[1].As(typeof(Range))!),
            (_, "op_Implicit") when first is Slice => a[0],
            ("Span`1" or "ReadOnlySpan`1", "op_Implicit") or (_, "AsSpan") when array is not null => Spanned(a),
            ("MemoryExtensions", "CopyTo") when a[1].Object is Slice to =>
                Copied(first as Slice ?? new Slice(array!, 0, array!.Length), to),
            ("MemoryExtensions", "Reverse") when first is Slice span => Reversed(span),
            ("CollectionsMarshal", "AsSpan") when first is Growing list =>
                Datum.OfObject(new Slice(list, 0, list.Items.Count)),
            ("CollectionsMarshal", "SetCount") when first is Growing list => list.SetCount((int)a[1].Whole),
            ("Enumerable", _) or ("MemoryExtensions", "Contains" or "Count" or "IndexOf" or "SequenceEqual") =>
                Sequence.Called(this, memory, (MethodInfo)method, a),
            ("Array", "ConvertAll") => Sequence.ToArray(memory, ((MethodInfo)method).GetGenericArguments()[1],
                Sequence.Of(memory, a[0]).Select(one => Call((Delegate)a[1].Object!, one))),
            ("Array", "ForEach") or ("Parallel", "ForEach") when a is [_, { Object: Delegate each }] =>
                Each(Sequence.Of(memory, a[0]), each),
            // In their order: what does not depend on it gives the same.
            ("Parallel", "For") when a is [{ Whole: var from }, { Whole: var to }, { Object: Delegate turn }] =>
                Each(Enumerable.Range((int)from, (int)(to - from)).Select(i => Datum.Of(i)), turn),
            ("Parameter`1", "RequireGradients") or ("ModuleCode", "RequireDigits") when isOfLibrary => default(Datum),
            ("Lanes", "Of") when isOfLibrary => Datum.Of(0),                             // the reference, no kernels
            ("ArrayNumbers", "Copy") when isOfLibrary => Datum.OfObject(memory.Clone(array!)),
            ("ArrayNumbers", "Of") when isOfLibrary =>
                Collected(Memory.Entries(first!).Select(one => memory.Get(one.Of, one.At))),
            ("ArrayNumbers", "Set") when isOfLibrary && a[1].Object is Slice other => Distributed(other, array!),
            _ => null,
        };
    }

    private Datum Each(IEnumerable<Datum> items, Delegate function)
    {
        foreach (var one in items.ToArray()) Call(function, one);
        return default;
    }

    private static Datum Interpolated(StringBuilder text, string method, Datum[] arguments)
    {
        if (method == "ToStringAndClear") return Datum.OfObject(text.ToString());
        text.Append(CultureInfo.InvariantCulture, $"{arguments[0].As(typeof(object))}");
        return default;
    }

    private Datum SubArray(Array from, Range range)
    {
        var (start, length) = range.GetOffsetAndLength(from.Length);
        return Sequence.ToArray(memory, from.GetType().GetElementType()!,
            Enumerable.Range(start, length).Select(i => memory.Get(from, i)));
    }

    /// <summary>The span of an array, from an index on, of some length.</summary>
    private static Datum Spanned(Datum[] arguments)
    {
        var (whole, start) = ((Array)arguments[0].Object!, arguments.Length > 1 ? (int)arguments[1].Whole : 0);
        return Datum.OfObject(
            new Slice(whole, start, arguments.Length > 2 ? (int)arguments[2].Whole : whole.Length - start));
    }

    private Datum Of(Slice slice, string method, Datum[] arguments) => method switch
    {
        "CopyTo" => Copied(slice, (Slice)arguments[0].Object!),
        "get_Item" => Address(slice.Of, slice.At((int)arguments[0].Whole)),
        "get_Length" => Datum.Of(slice.Length),
        "Slice" => Datum.OfObject(slice.Part((int)arguments[0].Whole,
            arguments.Length == 2 ? (int)arguments[1].Whole : slice.Length - (int)arguments[0].Whole)),
        "ToArray" => Sequence.ToArray(memory, slice.Of.GetType().GetElementType() ?? typeof(double),
            Sequence.Of(memory, Datum.OfObject(slice))),
        "Clear" or "Fill" => Filled(slice, arguments.Length == 0 ? Traced.Zero : arguments[0]),
        _ => throw new NotSupportedException(method),
    };

    private Datum Copied(Slice from, Slice to)
    {
        for (var i = 0; i < from.Length; i++) memory.Set(to.Of, to.At(i), memory.Get(from.Of, from.At(i)));
        return default;
    }

    private Datum Reversed(Slice slice)
    {
        foreach (var (i, one) in Sequence.Of(memory, Datum.OfObject(slice)).Reverse().ToArray().Index())
            memory.Set(slice.Of, slice.At(i), one);
        return default;
    }

    private Datum Distributed(Slice from, Array to)
    {
        foreach (var (i, (of, at)) in Memory.Entries(to).Index())
            memory.Set(of, at, memory.Get(from.Of, from.At(i)));
        return default;
    }

    private Datum Filled(Slice slice, Datum value)
    {
        for (var i = 0; i < slice.Length; i++) memory.Set(slice.Of, slice.At(i), value);
        return default;
    }
}
