namespace CnnVerified.Verification.Tracing;

/// <summary>A value of interpreted code: a number with its history, a whole number, or an object.</summary>
/// <param name="Number">A double or float.</param>
/// <param name="Whole">A whole number, a truth value or a character.</param>
/// <param name="Object">An object, a struct or an address.</param>
/// <param name="Kind">Which of them it is.</param>
internal readonly record struct Datum(Traced Number, long Whole, object? Object, Kind Kind)
{
    public static implicit operator Datum(Traced number) => new(number, 0, null, Kind.Number);

    public static Datum Of(long whole) => new(default, whole, null, Kind.Whole);

    public static Datum Of(bool isTrue) => Of(isTrue ? 1L : 0L);

    public static Datum OfObject(object? of) => new(default, 0, of, Kind.Object);

    /// <summary>Of what compiled code has: its numbers are constants.</summary>
    public static Datum From(object? value) => value switch
    {
        double number => new Traced(number),
        float number => new Traced(number),
        bool isTrue => Of(isTrue),
        char one => Of(one),
        Enum one => Of(Convert.ToInt64(one, CultureInfo.InvariantCulture)),
        sbyte or byte or short or ushort or int or uint or long => Of(
            Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        ValueType when StructValue.Is(value.GetType()) => OfObject(StructValue.Of(value)),
        _ => OfObject(value),
    };

    /// <summary>As compiled code has it.</summary>
    public object? As(Type type) => Kind switch
    {
        Kind.Number => type == typeof(float) ? (object)(float)Number.Value : Number.Value,
        Kind.Whole when type.IsEnum => Enum.ToObject(type, Whole),
        Kind.Whole => type == typeof(bool) ? (object)(Whole != 0) : type == typeof(char) ? (char)Whole
            : type == typeof(object) || !type.IsPrimitive ? (int)Whole
            : Convert.ChangeType(Whole, type, CultureInfo.InvariantCulture),
        _ => Object is StructValue one ? one.Compiled() : Object is Cell or Sequence
            ? throw new NotSupportedException($"{type} from interpreted code") : Object,
    };

    /// <summary>A copy: structs are copied whenever they are read or written.</summary>
    public Datum Copy() => Object is StructValue one ? this with { Object = one.Clone() } : this;

    /// <summary>Whether it counts as true.</summary>
    public bool IsTrue => Kind == Kind.Object ? Object is not null : Whole != 0;

    /// <summary>What a variable of a type holds first.</summary>
    public static Datum Default(Type type) =>
        type == typeof(double) || type == typeof(float) ? new Traced(0)
        : type.IsPrimitive || type.IsEnum ? Of(0)
        : type.IsByRefLike ? OfObject(null)
        : type.IsValueType ? OfObject(StructValue.Is(type) ? new StructValue(type) : Activator.CreateInstance(type))
        : OfObject(null);
}

/// <summary>What a value is.</summary>
internal enum Kind { Object, Whole, Number }

/// <summary>A struct, field by field: a tuple, or one of the checked code's own.</summary>
internal sealed class StructValue(Type type)
{
    private readonly Dictionary<string, Datum> fields = type.GetFields(Own).ToDictionary(
        field => field.Name, field => Datum.Default(field.FieldType));

    private const System.Reflection.BindingFlags Own = System.Reflection.BindingFlags.Instance
        | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic;

    public Datum this[string field]
    {
        get => fields[field];
        set => fields[field] = value;
    }

    /// <summary>Whether structs of a type are kept so.</summary>
    public static bool Is(Type type) =>
        type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true
        || Interpreter.IsOwn(type);

    /// <summary>Of one that compiled code has.</summary>
    public static StructValue Of(object compiled)
    {
        var one = new StructValue(compiled.GetType());
        foreach (var field in compiled.GetType().GetFields(Own))
            one.fields[field.Name] = Datum.From(field.GetValue(compiled));
        return one;
    }

    public StructValue Clone()
    {
        var copy = new StructValue(type);
        foreach (var (name, value) in fields) copy.fields[name] = value.Copy();
        return copy;
    }

    /// <summary>As compiled code has it.</summary>
    public object Compiled()
    {
        var boxed = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
        foreach (var field in type.GetFields(Own)) field.SetValue(boxed, fields[field.Name].As(field.FieldType));
        return boxed;
    }
}

/// <summary>The address of a variable, a field or an entry of an array.</summary>
internal sealed class Cell(Func<Datum> get, Action<Datum> set)
{
    public Datum Value
    {
        get => get();
        set => set(value);
    }
}
