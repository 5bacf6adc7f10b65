namespace CnnVerified.Verification.Repairing;

/// <summary>
/// Other indices at which some steps may have to read: each moves more or less with one of the loops' variables, two of
/// these change places, or one counts backwards.
/// </summary>
internal static class IndexMoves
{
    /// <summary>How far-fetched it is that an index moves otherwise with two variables: how is left open.</summary>
    public const int Far = 3;

    private const int MostTurns = 4_000, MostInPairs = 200_000;

    /// <summary>All of them, how far-fetched they are, and the index of each turn.</summary>
    /// <param name="tape">The backward pass.</param>
    /// <param name="steps">The steps, turn by turn.</param>
    /// <param name="at">The index at which each reads.</param>
    /// <param name="count">How many entries there are.</param>
    public static IEnumerable<(string Words, int Weight, Func<int, int> At)> Of(
        Tape tape, int[] steps, int[] at, int count)
    {
        if (steps.Length is 1 or > MostTurns) yield break;
        var variables = Variables(tape, steps, count);
        foreach (var (i, (name, v)) in variables.Index())
        {
            foreach (var index in Moved(v)) yield return ($"moves {index.How} with {name}", 0, index.At);
            foreach (var index in Both(v, [.. v.Select(_ => 1)]))
                yield return ($"moves otherwise with {name}, and starts elsewhere", Far, index);
            int[] back = [.. v.Select(one => v.Min() + v.Max() - 2 * one)];
            foreach (var index in Moved(back)) yield return ($"runs backwards with {name}", 1, index.At);
            foreach (var (other, w) in variables.Take(i))
            {
                // What follows from the other, or ends with it, is no loop of its own.
                if (v.Zip(w).Distinct().Count() != v.Distinct().Count() * w.Distinct().Count()) continue;
                foreach (var index in Moved([.. v.Zip(w, (a, b) => a - b)]))
                    yield return ($"has {other} and {name} exchanged", 0, index.At);
                foreach (var index in Both(v, w)) yield return ($"moves otherwise with {other} and {name}", Far, index);
            }
        }

        IEnumerable<(string How, Func<int, int> At)> Moved(int[] by)
        {
            var most = Most(by);
            for (var c = -most; c <= most; c++)
            {
                var more = c;
                if (c != 0 && Inside(n => at[n] + more * by[n]) is { } moved)
                    yield return (c > 0 ? "more" : "less", moved);
            }
        }

        IEnumerable<Func<int, int>> Both(int[] v, int[] w)
        {
            var (most, mostOther) = (Most(v), Most(w));
            if (4 * most * mostOther * at.Length > MostInPairs) yield break;
            for (var a = -most; a <= most; a++)
                for (var b = -mostOther; b <= mostOther; b++)
                {
                    var (more, other) = (a, b);
                    if (a != 0 && b != 0 && Inside(n => at[n] + more * v[n] + other * w[n]) is { } moved)
                        yield return moved;
                }
        }

        int Most(int[] by) => count / by.Max(Math.Abs);

        Func<int, int>? Inside(Func<int, int> index)
        {
            for (var n = 0; n < at.Length; n++)
                if ((uint)index(n) >= (uint)count) return null;
            return index;
        }
    }

    /// <summary>The whole numbers that differ from turn to turn, by name.</summary>
    public static (string Name, int[] Values)[] Variables(Tape tape, int[] steps, int count)
    {
        if (tape.Steps[steps[0]].Counters is not { } first
            || !Array.TrueForAll(steps, n => tape.Steps[n].Counters?.Method == first.Method)) return [];
        long[][] all = [.. steps.Select(n => tape.Steps[n].Counters!.Values)];
        return [.. from slot in Enumerable.Range(0, first.Values.Length)
                   let values = all.Select(turn => turn[slot]).ToArray()
                   where !Array.Exists(values, one => one < -count || one > count)
                        && Array.Exists(values, one => one != values[0])
                   let name = first.Name(slot)
                   where name is not null
                   select (name, Array.ConvertAll(values, one => (int)one))];
    }
}
