using System.Reflection;
using System.Runtime.CompilerServices;

namespace CnnVerified.Verification.Tracing;

/// <summary>
/// Where numbers came from that interpreted code keeps in arrays and fields. These hold their own values; a history
/// counts only while the value is the one that was stored with it.
/// </summary>
internal sealed class Memory
{
    private readonly ConditionalWeakTable<object, Traced[]> arrays = [];
    private readonly ConditionalWeakTable<object, Dictionary<string, Datum>> objects = [];
    private readonly Dictionary<FieldInfo, Datum> statics = [];

    /// <summary>What the code calls its values.</summary>
    public Names Names { get; } = new();

    /// <summary>An entry of an array or a tensor.</summary>
    public Datum Get(object array, int at)
    {
        if (array is Growing list) return list.Items[at].Copy();
        var value = array switch
        {
            Tensor<double> tensor => new Traced(tensor[at]),
            Array { Rank: 1 } line => Datum.From(line.GetValue(at)),
            Array other => Datum.From(other.GetValue(Index(other, at))),
            _ => throw new NotSupportedException(array.GetType().Name),
        };
        return value.Kind == Kind.Number && arrays.TryGetValue(array, out var known)
            && known[at].Value.Equals(value.Number.Value) ? known[at] : value;
    }

    /// <summary>Stores an entry of an array or a tensor.</summary>
    public void Set(object array, int at, Datum value)
    {
        if (array is Growing list)
        {
            list.Items[at] = value.Copy();
            return;
        }
        var type = array.GetType().GetElementType() ?? typeof(double);
        if (value.Kind == Kind.Number)
        {
            if (type == typeof(float))
                value = new Traced((float)value.Number.Value, value.Number.Tape, value.Number.Step);
            arrays.GetValue(array, one => new Traced[Length(one)])[at] = value.Number;
        }
        if (array is Tensor<double> tensor) tensor[at] = value.Number.Value;
        else if (array is Array { Rank: 1 } line) line.SetValue(value.As(type), at);
        else ((Array)array).SetValue(value.As(type), Index((Array)array, at));
    }

    /// <summary>How many entries an array or a tensor has.</summary>
    public static int Length(object array) =>
        array is Tensor<double> tensor ? tensor.Shape.Count : ((Array)array).Length;

    /// <summary>Where the numbers of an array or a tensor are; those of an array of arrays are in these.</summary>
    public static IEnumerable<(object Of, int At)> Entries(object array) =>
        array is Array { Rank: 1 } rows && rows.GetType().GetElementType()!.IsArray
            ? rows.Cast<object>().SelectMany(Entries)
            : Enumerable.Range(0, Length(array)).Select(at => (array, at));

    /// <summary>The row-major position of an entry.</summary>
    /// <exception cref="NotSupportedException">There is no such entry.</exception>
    public static int Position(Func<int, int> length, ReadOnlySpan<Datum> index)
    {
        var position = 0;
        for (var axis = 0; axis < index.Length; axis++)
        {
            if ((ulong)index[axis].Whole >= (ulong)length(axis)) throw new NotSupportedException("outside an array");
            position = position * length(axis) + (int)index[axis].Whole;
        }
        return position;
    }

    /// <summary>A copy with the same histories.</summary>
    public Array Clone(Array array)
    {
        var copy = (Array)array.Clone();
        if (arrays.TryGetValue(array, out var known)) arrays.Add(copy, [.. known]);
        return copy;
    }

    /// <summary>Numbers that compiled code moved within some arrays keep their histories; new ones have none.</summary>
    public void Moved(Array[] all)
    {
        var known = new Dictionary<double, Traced>();
        foreach (var array in all)
            if (arrays.TryGetValue(array, out var own))
                foreach (var one in own) if (one.Tape is not null) known.TryAdd(one.Value, one);
        if (known.Count == 0) return;
        foreach (var array in all.Where(array => array.GetType().GetElementType() is { IsPrimitive: true }))
            for (var at = 0; at < array.Length; at++)
                if (Get(array, at) is { Kind: Kind.Number, Number: { Tape: null } number }
                    && known.TryGetValue(number.Value, out var moved)) Set(array, at, moved);
    }

    public Datum Get(FieldInfo field, object? of)
    {
        if (of is StructValue one) return one[field.Name].Copy();
        var value = Datum.From(field.GetValue(of));
        var known = of is null ? statics.GetValueOrDefault(field)
            : objects.TryGetValue(of, out var fields) ? fields.GetValueOrDefault(field.Name) : default;
        return known.Kind == Kind.Number && value.Kind == Kind.Number && known.Number.Value.Equals(value.Number.Value)
            || known.Object is StructValue ? known.Copy() : value;
    }

    public void Set(FieldInfo field, object? of, Datum value)
    {
        if (of is StructValue one)
        {
            one[field.Name] = value.Copy();
            return;
        }
        field.SetValue(of, value.As(field.FieldType));
        if (value.Kind != Kind.Number && value.Object is not StructValue) return;
        if (of is null) statics[field] = value.Copy();
        else objects.GetOrCreateValue(of)[field.Name] = value.Copy();
    }

    private static int[] Index(Array array, int at)
    {
        var index = new int[array.Rank];
        for (var axis = array.Rank - 1; axis >= 0; axis--)
        {
            index[axis] = at % array.GetLength(axis);
            at /= array.GetLength(axis);
        }
        return index;
    }
}
