using System.Reflection;

namespace CnnVerified.Verification.Repairing;

/// <summary>The values that a backward pass has at hand by name, which it may use in place of others.</summary>
internal sealed class KnownValues
{
    private const int LongestPacked = 12, MostConstants = 8;
    private readonly Dictionary<int, (NamedValues List, int At)> places = [];
    private readonly ILookup<double, (NamedValues List, int At)> constants;

    /// <summary>Those of a backward and a forward pass.</summary>
    /// <param name="tape">The backward pass.</param>
    /// <param name="forward">The forward pass, if it is known.</param>
    /// <param name="inputs">What the inputs are called: code may pack its parameters into one.</param>
    public KnownValues(Tape tape, Tape? forward, IReadOnlyCollection<string> inputs)
    {
        // What is an output explains no output.
        NamedValues[] named = [.. tape.Named.Where(list => !tape.GivesOutputs(list.Steps))];
        NamedValues[] all = [.. Told(named, forward?.Named ?? [])];
        var own = all[..named.Length];
        Whole = [.. all.DistinctBy(one => (one.Name, one.Values.Length))
            .Where(one => one.Values is not [0 or 1 or -1])];                 // which are everywhere
        All = [.. Whole, .. forward is null ? [] : Constants(forward),
            .. Whole.Where(list => inputs.Contains(list.Name)).SelectMany(Parts),
            .. tape.Turns.Where(turns => turns.Count() > 1).Select(turns => new NamedValues(
                turns.Key.Result, [.. turns], [.. turns.Select(n => tape.Steps[n].Value)]) { Weight = 1 })];
        WithProducts = [.. Whole, .. Products()];
        // Of what is made anew each time all rows together, and not the first.
        foreach (var list in own.Where(list => !Array.Exists(own, other => other.IsArray && list.IsArray
            && other.Name == list.Name && other.Steps.Length > list.Steps.Length)))
            foreach (var (i, n) in list.Steps.Index())
                if (n >= 0) places.TryAdd(n, (list, i));
        constants = own.Where(list => list.Values.Length > 1 && Array.TrueForAll(list.Steps, n => n < 0))
            .SelectMany(list => list.Values.Select((value, i) => (value, (list, i))))
            .ToLookup(one => one.value, one => one.Item2);
    }

    /// <summary>With the name of their method, where others are called so, or they are the forward pass's.</summary>
    private static IEnumerable<NamedValues> Told(NamedValues[] own, IEnumerable<NamedValues> forward)
    {
        var alike = own.ToLookup(list => list.Name);
        bool IsOther(NamedValues list, NamedValues other) =>
            other.By != list.By && !other.Values.SequenceEqual(list.Values);
        NamedValues Of(NamedValues list) =>
            list.By is not MethodBase { Name: var method } || method.Contains('<', StringComparison.Ordinal) ? list
                : list with { Name = $"{list.Name} of {method}" };
        // What is handed on has another name where it comes from.
        bool IsParameter(NamedValues list) =>
            (list.By as MethodBase)?.GetParameters().Any(one => one.Name == list.Name) == true;
        return own.Select(list => alike[list.Name].Any(other => IsOther(list, other)) ? Of(list) : list).Concat(
            forward.Where(list => !IsParameter(list)
                && !alike[list.Name].Any(one => one.Values.SequenceEqual(list.Values)))
                // Another pass made them.
                .Select(list => Of(list) with { Steps = [.. list.Steps.Select(_ => -1)] }));
    }

    /// <summary>Numbers that stand in the forward pass, and not 1, 2 or a half, which are everywhere.</summary>
    private static IEnumerable<NamedValues> Constants(Tape forward) => forward.Methods
        .Where(method => !CodePlace.IsLibrary(method)).SelectMany(method => Body.Of(method).Code)
        .Where(op => op.Name == "ldc.r8").Select(op => Math.Abs(BitConverter.Int64BitsToDouble(op.Operand))).Distinct()
        .Where(value => value is not (0 or 1 or 2 or 0.5)).Take(MostConstants)
        .Select(value => new NamedValues(PlainNumber.Text(value), [-1], [value]) { Weight = 1 });

    /// <summary>Variables and arrays.</summary>
    public NamedValues[] Whole { get; }

    /// <summary>These, parts of short inputs, and what operations give turn by turn.</summary>
    public NamedValues[] All { get; }

    /// <summary>Variables and arrays, and the products of any two of one length.</summary>
    public NamedValues[] WithProducts { get; }

    /// <summary>
    /// The values that an operand of all steps is among, and where in them; null if there are none. Constants are told
    /// by what they are, as far as no other has the same value.
    /// </summary>
    public (NamedValues List, int[] At)? Of(IEnumerable<(int Step, double Value)> operands)
    {
        (int Step, double Value)[] read = [.. operands];
        // One number in many turns is of no array, though one may hold it.
        var isOne = read.Length > 1 && Array.TrueForAll(read, one => one.Step < 0 && one.Value == read[0].Value);
        (NamedValues? List, int At)[] all = [.. read.Select(one =>
            one.Step >= 0 ? places.GetValueOrDefault(one.Step)
                : !isOne && constants[one.Value].Count() == 1 ? constants[one.Value].Single() : default)];
        return all[0].List is { } list && Array.TrueForAll(all, one => one.List == list)
            ? (list, [.. all.Select(one => one.At)]) : null;
    }

    /// <summary>
    /// Which of some values belongs to a turn: each to one, or along one of the loops around it; one value to all.
    /// </summary>
    public static IEnumerable<Func<int, double>> Aligned(NamedValues list, int turns) =>
        AlignedIndices(list, turns).Select(index => (Func<int, double>)(turn => list.Values[index(turn)]));

    /// <summary>The same, by their indices.</summary>
    public static IEnumerable<Func<int, int>> AlignedIndices(NamedValues list, int turns)
    {
        var count = list.Values.Length;
        if (count == 1) yield return _ => 0;
        else if (count == turns) yield return turn => turn;
        else if (turns % count == 0 && !list.Name.EndsWith(']'))
            for (var d = 1; d <= turns / count; d++)
                if (turns / count % d == 0 && d is var inner) yield return turn => turn / inner % count;
    }

    /// <summary>Entries of a short list, and what lies side by side in it.</summary>
    private static IEnumerable<NamedValues> Parts(NamedValues list)
    {
        var count = list.Values.Length;
        if (count is 1 or > LongestPacked) yield break;
        for (var length = 1; length < count; length++)
            for (var from = 0; from + length <= count; from++)
                yield return new($"{list.Name}[{from}{(length == 1 ? "" : $"..{from + length}")}]",
                    list.Steps[from..(from + length)], list.Values[from..(from + length)]);
    }

    private IEnumerable<NamedValues> Products()
    {
        foreach (var (i, v) in Whole.Index())
            foreach (var w in Whole.Take(i + 1))
                if (v.Values.Length == w.Values.Length && v.Values.Length > 1)
                    yield return new(v == w ? $"{v.Name}²" : $"{w.Name}·{v.Name}",
                        [.. v.Steps.Zip(w.Steps, Math.Max)],
                        [.. v.Values.Zip(w.Values, (a, b) => a * b)]);
    }
}
