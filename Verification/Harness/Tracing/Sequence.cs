using System.Reflection;

namespace CnnVerified.Verification.Tracing;

/// <summary>A lazy sequence of interpreted code, and what LINQ makes of it.</summary>
internal sealed class Sequence(IEnumerable<Datum> items)
{
    public SequenceEnumerator Start() => new(items.GetEnumerator());

    /// <summary>The items of an array, a sequence or another collection.</summary>
    public static IEnumerable<Datum> Of(Memory memory, Datum from) => from.Object switch
    {
        Sequence sequence => sequence.Items,
        Growing list => list.Items,
        Slice slice => Enumerable.Range(0, slice.Length).Select(i => memory.Get(slice.Of, slice.At(i))),
        Array or Tensor<double> =>
            Enumerable.Range(0, Memory.Length(from.Object)).Select(i => memory.Get(from.Object, i)),
        System.Collections.IEnumerable others => others.Cast<object?>().Select(Datum.From),
        _ => throw new NotSupportedException("not a sequence"),
    };

    /// <summary>Arrays with their names; null if it is something else.</summary>
    public static (string Name, Array Value)[]? Named(object result) =>
        (result is Growing list ? list.Items.Select(one => (one.Object as StructValue)?.Compiled() ?? one.Object)
            : result as System.Collections.IEnumerable)?.Cast<object?>().ToArray() is { Length: > 0 } items
            && items.All(one => one is ValueTuple<string, Array>) ? [.. items.Cast<(string, Array)>()] : null;

    /// <summary>An array of a sequence.</summary>
    public static Datum ToArray(Memory memory, Type type, IEnumerable<Datum> items)
    {
        Datum[] all = [.. items];
        var array = Array.CreateInstance(type, all.Length);
        for (var i = 0; i < all.Length; i++) memory.Set(array, i, all[i]);
        return Datum.OfObject(array);
    }

    /// <summary>A method of <see cref="Enumerable"/>, or what <see cref="MemoryExtensions"/> has like it.</summary>
    public static Datum Called(Interpreter interpreter, Memory memory, MethodInfo method, Datum[] arguments)
    {
        if (method.Name is "Range" or "Repeat" or "Empty") return Lazy(method.Name switch
        {
            "Range" => Enumerable.Range((int)arguments[0].Whole, (int)arguments[1].Whole).Select(i => Datum.Of(i)),
            "Repeat" => Enumerable.Repeat(arguments[0], (int)arguments[1].Whole),
            _ => [],
        });
        var items = Of(memory, arguments[0]);
        var function = arguments[^1].Object as Delegate;
        Datum F(params Datum[] of) => interpreter.Call(function!, of);
        var takesIndex = function?.Method.GetParameters().Length == 2;
        bool Holds(Datum one, int i) => (takesIndex ? F(one, Datum.Of(i)) : F(one)).IsTrue;
        IEnumerable<Datum> chosen = function is null || method.Name is "Aggregate" or "Zip" ? items
            : takesIndex ? items.Select((one, i) => F(one, Datum.Of(i))) : items.Select(one => F(one));
        switch (method.Name)
        {
            case "Select": return Lazy(chosen);
            case "Where": return Lazy(items.Where(Holds));
            case "SelectMany" when arguments.Length == 2: return Lazy(chosen.SelectMany(one => Of(memory, one)));
            case "Zip" when function is not null: return Lazy(items.Zip(Of(memory, arguments[1]), (a, b) => F(a, b)));
            case "Zip" when arguments.Length == 2:
                return Lazy(items.Zip(Of(memory, arguments[1]), (a, b) => Tuple(method, a, b)));
            case "Zip":
                return Lazy(items.Zip(Of(memory, arguments[1]), Of(memory, arguments[2]))
                    .Select(one => Tuple(method, one.First, one.Second, one.Third)));
            case "Index": return Lazy(items.Select((one, i) => Tuple(method, Datum.Of(i), one)));
            case "ToArray": return ToArray(memory, method.GetGenericArguments()[0], items);
            case "ToList": return Datum.OfObject(new Growing(method.GetGenericArguments()[0], [.. items]));
            case "Cast": return Lazy(items);
            case "OrderBy": return Lazy(items.OrderBy(one => Key(F(one))));
            case "OrderByDescending": return Lazy(items.OrderByDescending(one => Key(F(one))));
            case "Order": return Lazy(items.OrderBy(Key));
            case "OrderDescending": return Lazy(items.OrderByDescending(Key));
            case "MaxBy": return items.MaxBy(one => Key(F(one)));
            case "MinBy": return items.MinBy(one => Key(F(one)));
            case "Take": return Lazy(items.Take((int)arguments[1].Whole));
            case "Skip": return Lazy(items.Skip((int)arguments[1].Whole));
            case "TakeWhile": return Lazy(items.TakeWhile(Holds));
            case "SkipWhile": return Lazy(items.SkipWhile(Holds));
            case "TakeLast": return Lazy(items.TakeLast((int)arguments[1].Whole));
            case "SkipLast": return Lazy(items.SkipLast((int)arguments[1].Whole));
            case "Chunk":
                return Lazy(items.Chunk((int)arguments[1].Whole).Select(
                    part => ToArray(memory, method.GetGenericArguments()[0], part)));
            case "AsEnumerable": return Lazy(items);
            case "ElementAt" when arguments[1].Kind == Kind.Whole: return items.ElementAt((int)arguments[1].Whole);
            case "Single": return items.Single(one => function is null || F(one).IsTrue);
            case "Union": return Lazy(items.Concat(Of(memory, arguments[1])).DistinctBy(Compared));
            case "Distinct": return Lazy(items.DistinctBy(Compared));
            case "Contains": return Datum.Of(items.Select(Compared).Contains(Compared(arguments[1])));
            case "IndexOf": return Datum.Of(items.Select(Compared).ToList().IndexOf(Compared(arguments[1])));
            case "Concat": return Lazy(items.Concat(Of(memory, arguments[1])));
            case "Append": return Lazy(items.Append(arguments[1]));
            case "Prepend": return Lazy(items.Prepend(arguments[1]));
            case "Reverse": return Lazy(items.Reverse());
            case "Count" when arguments.Length == 2 && function is null:
                return Datum.Of(items.Select(Compared).Count(one => Equals(one, Compared(arguments[1]))));
            case "Count": return Datum.Of(items.Count(one => function is null || F(one).IsTrue));
            case "First": return items.First(one => function is null || F(one).IsTrue);
            case "FirstOrDefault" when function is not null || arguments.Length == 1:
                return items.FirstOrDefault(one => function is null || F(one).IsTrue, Datum.Default(
                    method.GetGenericArguments()[0]));
            case "LastOrDefault" when arguments.Length == 1:
                return items.LastOrDefault(Datum.Default(method.GetGenericArguments()[0]));
            case "Last": return items.Last(one => function is null || F(one).IsTrue);
            case "Any": return Datum.Of(items.Any(one => function is null || F(one).IsTrue));
            case "SequenceEqual":
                return Datum.Of(items.Select(Compared).SequenceEqual(Of(memory, arguments[1]).Select(Compared)));
            case "All": return Datum.Of(items.All(one => F(one).IsTrue));
            case "Sum": return chosen.Aggregate(Zero(method), Add);
            case "Average":
                Datum[] all = [.. chosen];
                return all.Aggregate((Datum)Traced.Zero, Add).Number / new Traced(all.Length);
            case "Max": return chosen.Aggregate((a, b) => Greater(a, b) ? a : b);
            case "Min": return chosen.Aggregate((a, b) => Greater(a, b) ? b : a);
            case "Aggregate" when arguments.Length == 2: return items.Aggregate((a, b) => F(a, b));
            case "Aggregate" when arguments.Length == 3: return items.Aggregate(arguments[1], (a, b) => F(a, b));
            default: throw new NotSupportedException(method.Name);
        }
    }

    private IEnumerable<Datum> Items => items;

    private static Datum Lazy(IEnumerable<Datum> items) => Datum.OfObject(new Sequence(items));

    private static Datum Tuple(MethodInfo method, params Datum[] items)
    {
        var tuple = new StructValue(method.ReturnType.GetGenericArguments()[0]);
        foreach (var (i, item) in items.Index()) tuple[$"Item{i + 1}"] = item;
        return Datum.OfObject(tuple);
    }

    private static Datum Zero(MethodInfo method) =>
        method.ReturnType == typeof(double) || method.ReturnType == typeof(float) ? Traced.Zero : Datum.Of(0);

    private static Datum Add(Datum a, Datum b) =>
        a.Kind == Kind.Number ? a.Number + b.Number : Datum.Of(a.Whole + b.Whole);

    private static object? Compared(Datum one) => one.As(typeof(object));

    private static double Key(Datum one) => one.Kind switch
    {
        Kind.Number => one.Number.Value,
        Kind.Whole => one.Whole,
        _ => throw new NotSupportedException("an order of objects"),
    };

    private static bool Greater(Datum a, Datum b) =>
        a.Kind == Kind.Number ? a.Number > b.Number : a.Whole > b.Whole;
}
