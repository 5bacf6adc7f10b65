using System.Reflection;
using System.Runtime.CompilerServices;

namespace CnnVerified.Verification.Tracing;

/// <summary>
/// Where numbers came from that interpreted code keeps in arrays and fields. These hold their own values; a history
/// counts only while the value is the one that was stored with it.
/// </summary>
/// <param name="isUndone">Whether what it changes is put back in the end.</param>
internal sealed class Memory(bool isUndone = false)
{
    private const int DeepestKept = 3;
    private readonly Stack<Action> changes = [];
    private readonly HashSet<object> kept = new(ReferenceEqualityComparer.Instance);
    private readonly ConditionalWeakTable<object, Traced[]> arrays = [];
    private readonly ConditionalWeakTable<object, StructValue?[]> structs = [];        // in arrays
    private readonly ConditionalWeakTable<object, Dictionary<string, Datum>> objects = [];
    private readonly ConditionalWeakTable<object, Growing> lists = [];          // by what stands for them in fields
    private readonly Dictionary<FieldInfo, Datum> statics = [];

    /// <summary>What the code calls its values.</summary>
    public Names Names { get; } = new();

    /// <summary>An entry of an array or a tensor.</summary>
    public Datum Get(object array, int at)
    {
        if (array is Growing list) return list.Items[at].Copy();
        if (structs.TryGetValue(array, out var own) && own[at] is { } one) return Datum.OfObject(one.Clone());
        var value = array switch
        {
            Tensor<double> tensor => new Traced(tensor[at]),
            double[] line => new Traced(line[at]),
            Array { Rank: 1 } row => Datum.From(row.GetValue(at)),
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
        Keep(array);
        var type = array.GetType().GetElementType() ?? typeof(double);
        if (value.Kind == Kind.Number && !isUndone)
        {
            if (type == typeof(float))
                value = new Traced((float)value.Number.Value, value.Number.Tape, value.Number.Step);
            arrays.GetValue(array, one => new Traced[Length(one)])[at] = value.Number;
        }
        if (value.Object is StructValue one && !isUndone)
            structs.GetValue(array, all => new StructValue?[Length(all)])[at] = one.Clone();
        if (array is Tensor<double> tensor) tensor[at] = value.Number.Value;
        else if (array is double[] doubles) doubles[at] = value.Number.Value;
        else if (array is Array { Rank: 1 } line) line.SetValue(value.As(type), at);
        else ((Array)array).SetValue(value.As(type), Index((Array)array, at));
    }

    /// <summary>Stores numbers without a history in an array or a tensor.</summary>
    public void Fill(object array, double[] values)
    {
        if (array is double[] or Tensor<double>)
        {
            Keep(array);
            values.CopyTo(array is Tensor<double> tensor ? tensor.Values : (double[])array);
        }
        else foreach (var (i, (of, at)) in Entries(array).Index()) Set(of, at, new Traced(values[i]));
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
        if (structs.TryGetValue(array, out var own)) structs.Add(copy, [.. own]);
        return copy;
    }

    /// <summary>Numbers that compiled code moved within some arrays keep their histories; new ones have none.</summary>
    public void Moved(Array[] all)
    {
        if (isUndone) return;
        foreach (var array in all) structs.Remove(array);
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
        var held = field.GetValue(of);
        if (held is not null && lists.TryGetValue(held, out var list)) return Datum.OfObject(list);
        var value = Datum.From(held);
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
        var stands = value.Object is Growing && field.FieldType.Name == typeof(List<>).Name
            ? Activator.CreateInstance(field.FieldType) : null;
        if ((isUndone || stands is not null) && field.GetValue(of) is var old)
            changes.Push(() => field.SetValue(of, old));
        field.SetValue(of, stands ?? value.As(field.FieldType));
        if (stands is not null) lists.Add(stands, (Growing)value.Object!);
        if (value.Kind != Kind.Number && value.Object is not StructValue) return;
        if (of is null) statics[field] = value.Copy();
        else objects.GetOrCreateValue(of)[field.Name] = value.Copy();
    }

    /// <summary>Remembers what an array or a tensor holds, before it changes for the first time.</summary>
    public void Keep(object? array)
    {
        if (!isUndone || array is not (Array or Tensor<double>) || !kept.Add(array)) return;
        if (array is Tensor<double> tensor)
        {
            var values = tensor.Values.ToArray();
            changes.Push(() => values.CopyTo(tensor.Values));
        }
        else if (((Array)array).Clone() is Array old)
            changes.Push(() => Array.Copy(old, (Array)array, old.Length));
    }

    /// <summary>The same of all that an object of the checked code holds, and of its own fields.</summary>
    public void KeepAll(object? of, int depth = 0)
    {
        if (of is Array { Rank: 1 } rows && rows.GetType().GetElementType()!.IsArray)
            foreach (var row in rows) KeepAll(row);
        if (of is Tensor<double>[] tensors) Array.ForEach(tensors, Keep);
        Keep(of);
        if (of is null or Array or Tensor<double> || depth > DeepestKept || !kept.Add(of)) return;
        var type = (of as Delegate)?.Target is { } target ? (of = target).GetType() : of.GetType();
        if (of is System.Collections.IList { IsFixedSize: false } list)
        {
            object?[] items = [.. list.Cast<object?>()];
            foreach (var item in items) if (item?.GetType().IsPrimitive == false) KeepAll(item, depth + 1);
            changes.Push(() =>
            {
                list.Clear();
                foreach (var item in items) list.Add(item);
            });
        }
        if (!Interpreter.IsOwn(type)) return;
        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            KeepField(field, of, depth + 1);
    }

    /// <summary>The same of a field.</summary>
    public void KeepField(FieldInfo field, object? of, int depth)
    {
        var old = field.GetValue(of);
        if (!field.IsInitOnly) changes.Push(() => field.SetValue(of, old));
        if (old?.GetType().IsPrimitive == false) KeepAll(old, depth);
    }

    /// <summary>Puts back all that was changed in arrays and fields that were there before.</summary>
    public void Undo()
    {
        while (changes.TryPop(out var change)) change();
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
