namespace CnnVerified.Verification.Tracing;

/// <summary>A list of interpreted code.</summary>
internal sealed class Growing(Type type, List<Datum> items)
{
    public List<Datum> Items => items;

    /// <summary>Makes it longer, as collection expressions do before they fill it.</summary>
    public Datum SetCount(int count)
    {
        while (items.Count < count) items.Add(Datum.Default(type));
        return default;
    }

    /// <summary>One of a list's methods.</summary>
    public Datum Called(Memory memory, string method, Datum[] arguments)
    {
        switch (method)
        {
            case "Add": items.Add(arguments[0].Copy()); return default;
            case "AddRange": items.AddRange(Sequence.Of(memory, arguments[0])); return default;
            case "Insert": items.Insert((int)arguments[0].Whole, arguments[1].Copy()); return default;
            case "Reverse" when arguments.Length == 0: items.Reverse(); return default;
            case "get_Count": return Datum.Of(items.Count);
            case "get_Item": return items[(int)arguments[0].Whole].Copy();
            case "set_Item": items[(int)arguments[0].Whole] = arguments[1].Copy(); return default;
            case "ToArray": return Sequence.ToArray(memory, type, items);
            case "GetEnumerator": return Datum.OfObject(new Sequence(items).Start());
            default: throw new NotSupportedException(method);
        }
    }
}
