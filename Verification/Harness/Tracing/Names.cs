using System.Reflection;

namespace CnnVerified.Verification.Tracing;

/// <summary>Values that code gives a name: an array, or what one variable holds in turn.</summary>
/// <param name="Name">The name.</param>
/// <param name="Steps">The steps that made them; −1 for constants.</param>
/// <param name="Values">The values.</param>
internal sealed record NamedValues(string Name, int[] Steps, double[] Values)
{
    /// <summary>How far-fetched it is that somebody meant them.</summary>
    public int Weight { get; init; }

    /// <summary>The method or the field that names it; null for an input.</summary>
    public MemberInfo? By { get; init; }

    /// <summary>Whether it is an array, and not what a variable holds in turn.</summary>
    public bool IsArray { get; init; }

    /// <summary>The same as another method calls it: a variable with the name of the method that it is of.</summary>
    public NamedValues In(MethodBase method) => By is MethodBase by && Written(by) is var own && own != Written(method)
        && !Name.EndsWith($" of {own}", StringComparison.Ordinal)
        && !Name.EndsWith(Names.Unnamed, StringComparison.Ordinal) ? this with { Name = $"{Name} of {own}" } : this;

    /// <summary>What a method is called, and of a lambda or a local function that which it is written in.</summary>
    private static string Written(MethodBase method) =>
        method.Name.Split('<', '>') is ["", { Length: > 0 } outer, ..] ? outer : method.Name;

    /// <summary>Whether all of them are among some steps.</summary>
    public bool AreAll(bool[] some) => Array.TrueForAll(Steps, n => n >= 0 && some[n]);
}

/// <summary>The variables and fields of interpreted code that hold numbers.</summary>
internal sealed class Names
{
    /// <summary>How a result is called that has no name but that of the method that gave it.</summary>
    public const string Unnamed = "(…)";

    private const int Most = 4_000;
    private readonly Dictionary<object, (string Name, int Depth, MemberInfo? By)> arrays =
        new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(MemberInfo Of, string Name), List<Traced>> numbers = [];

    /// <summary>Says that an array has a name; a caller's name counts more than those of what it calls.</summary>
    /// <param name="value">An array, a tensor or a list.</param>
    /// <param name="name">The name.</param>
    /// <param name="depth">How many callers the code has.</param>
    /// <param name="by">The method or field that names it.</param>
    public void Of(object? value, string? name, int depth, MemberInfo? by = null)
    {
        if (value is Slice { Start: 0, Of: Array all } slice && slice.Length == all.Length) value = all;
        if (name is null || value is not (Array or Tensor<double> or Growing)) return;
        if (!arrays.TryGetValue(value, out var known) || depth < known.Depth) arrays[value] = (name, depth, by);
    }

    /// <summary>The same of a number.</summary>
    public void Of(Traced value, string? name, MemberInfo of)
    {
        if (name is null) return;
        if (!numbers.TryGetValue((of, name), out var turns)) numbers[(of, name)] = turns = [];
        if (turns.Count < Most && (turns.Count == 0 || turns[^1].Step != value.Step || value.Step < 0))
            turns.Add(value);
    }

    /// <summary>All of them, with what the arrays hold at the end.</summary>
    public IEnumerable<NamedValues> All(Memory memory)
    {
        foreach (var same in arrays.GroupBy(one => (one.Value.Name, one.Value.By)))
        {
            Traced[][] all =
                [.. same.Select(one => Entries(one.Key).Take(Most).ToArray()).Where(one => one.Length > 0)];
            if (all.Length > 0) yield return From(same.Key, all[0]) with { IsArray = true };
            // What a loop makes anew each time is one list, too.
            if (all.Length > 1)
                yield return From(same.Key, [.. all.SelectMany(one => one).Take(Most)]) with { IsArray = true };
        }
        // What is read again and again, and never computed, is one number.
        foreach (var ((of, name), turns) in numbers) yield return From((name, of),
            turns.TrueForAll(one => one.Step < 0 && one.Value == turns[0].Value) ? [turns[0]] : [.. turns]);

        IEnumerable<Traced> Entries(object of) => Sequence.Of(memory, Datum.OfObject(of)).SelectMany(one =>
            one.Kind == Kind.Number ? [one.Number] : one.Object is Array inner ? Entries(inner) : []);

        static NamedValues From((string Name, MemberInfo? By) of, Traced[] all) =>
            new(of.Name, [.. all.Select(one => one.Step)], [.. all.Select(one => one.Value)])
            { By = of.By, Weight = of.Name.EndsWith(Unnamed, StringComparison.Ordinal) ? 1 : 0 };
    }
}
