namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// Right numbers at wrong places: what an output hands back to one entry is given to another, several to one, or some
/// to none; or an entry hears from one output what another hands back to it.
/// </summary>
internal static class Misplaced
{
    private const string Written = "the index at which the gradient is written";
    private const string Read = "the index at which dy, or what belongs to an output, is read";
    private const string Chosen = "what chooses the entry, an index or a condition: others are given the same";
    private const string Part = "the index at which one term of the gradient's sum is written";
    private const int Weight = PathFinding.Vague - 1, FewestMoved = 3, FewestLines = 3;

    /// <summary>The findings that hold for every path.</summary>
    public static IEnumerable<PathFinding> Of(Paths paths)
    {
        if (ByOutput(paths) is { IsAll: true } written) yield return new(
            written.AreCopies ? "correct, and given to other entries as well" : "correct, but at other entries",
            written.AreCopies ? Chosen : Written, Weight)
        { Here = $" (here {AtOtherEntries(paths, written)})" };
        else if (ByEntry(paths) is { IsAll: true, AreCopies: false } read) yield return new(
            "correct, but from other outputs", Read, Weight)
        { Here = $" (here {FromOtherOutputs(paths, read)})" };
        else if (Pair(paths) is { } pair) yield return new(
            "correct, but with a part at other entries", Part, Weight)
        { Here = $" (here {pair})" };
    }

    /// <summary>Sentences, each with a space before it, where it holds for most paths; none otherwise.</summary>
    public static string Evidence(Paths paths) =>
        ByOutput(paths) is { } written
            ? $" Most numbers are right, but at other entries: {AtOtherEntries(paths, written)}. Look at {Written}."
        : ByEntry(paths) is { } read
            ? $" Most numbers are right, but from other outputs: {FromOtherOutputs(paths, read)}. Look at {Read}."
        : "";

    private static string AtOtherEntries(Paths paths, Move one) =>
        $"what {Output(paths, one.Line)} hands back to {Entry(paths, one.From)} is given to {Entry(paths, one.To)}";

    private static string FromOtherOutputs(Paths paths, Move one) =>
        $"what {Output(paths, one.From)} hands back to {Entry(paths, one.Line)} stands for {Output(paths, one.To)}";

    private static Move? ByOutput(Paths paths) => Move.Of(paths.Given, paths.Right, paths.Wrong, paths);

    private static Move? ByEntry(Paths paths) => Move.Of(PathRows.Transposed(paths.Given),
        PathRows.Transposed(paths.Right), [.. paths.Wrong.Select(one => (one.I, one.K))], paths);

    /// <summary>One of the numbers that moved, or were copied, along a line of derivatives.</summary>
    /// <param name="IsAll">Whether all wrong ones did, and not most.</param>
    /// <param name="AreCopies">Whether they also are where they belong.</param>
    /// <param name="Line">The line.</param>
    /// <param name="From">The place where it belongs.</param>
    /// <param name="To">The place where it is.</param>
    private sealed record Move(bool IsAll, bool AreCopies, int Line, int From, int To)
    {
        public static Move? Of(
            double[][] given, double[][] right, IReadOnlyList<(int Line, int Place)> wrong, Paths paths)
        {
            List<(int Line, int From, int To)> moved = [], copied = [];
            var (lost, unknown, lines) = (0, 0, 0);
            foreach (var line in wrong.GroupBy(one => one.Line, one => one.Place))
            {
                var (stands, belongs) = (given[line.Key], right[line.Key]);
                List<int> left = [.. line.Where(i => !paths.AreEqual(belongs[i], 0))];
                var (known, before) = (moved.Count, unknown + copied.Count);
                foreach (var to in line.Where(i => !paths.AreEqual(stands[i], 0)))
                {
                    int[] from = Sources(stands[to], belongs, left, paths);
                    moved.AddRange(from.Select(i => (line.Key, i, to)));
                    left.RemoveAll(from.Contains);
                    if (from.Length > 0) continue;
                    var source = Array.FindIndex(belongs, one => paths.AreEqual(one, stands[to]));
                    if (source < 0) unknown++;
                    else copied.Add((line.Key, source, to));
                }
                lost += left.Count;
                if (unknown + copied.Count == before && moved.Count - known >= FewestMoved) lines++;
            }
            var differ = moved.Any(one => !paths.AreEqual(
                right[one.Line][one.From], right[moved[0].Line][moved[0].From]));
            moved.RemoveAll(one => one.From == one.To);
            if (copied.Count >= FewestMoved && lost + unknown + moved.Count == 0) return Found(copied[0], true, true);
            unknown += copied.Count;
            return moved.Count < FewestMoved || lost > (differ ? moved.Count : 0)
                || unknown > 0 && (!differ || lines < FewestLines || moved.Count < unknown) ? null
                : Found(moved[0], unknown == 0, false);
        }

        private static Move Found((int Line, int From, int To) one, bool isAll, bool areCopies) =>
            new(isAll, areCopies, one.Line, one.From, one.To);

        /// <summary>Which right numbers add up to a given one: one of them, two, or all; none if none do.</summary>
        private static int[] Sources(double given, double[] right, List<int> left, Paths paths)
        {
            foreach (var i in left)
                if (paths.AreEqual(given, right[i])) return [i];
            foreach (var i in left)
                foreach (var j in left)
                    if (i < j && paths.AreEqual(given, right[i] + right[j])) return [i, j];
            return left.Count > 2 && paths.AreEqual(given, left.Sum(i => right[i])) ? [.. left] : [];
        }
    }

    /// <summary>One of the pairs of entries of which one has too little what the other has too much.</summary>
    private static string? Pair(Paths paths)
    {
        List<(int K, int I, int J, double Value)> pairs = [];
        foreach (var row in paths.Wrong.GroupBy(one => one.K, one => one.I))
        {
            double Error(int i) => paths.Given[row.Key][i] - paths.Right[row.Key][i];
            List<int> left = [.. row];
            while (left.Count > 0)
            {
                var i = left[0];
                var j = left.FindIndex(1, other => paths.AreEqual(Error(other), -Error(i)));
                if (j < 0) return null;
                pairs.Add((row.Key, i, left[j], Math.Abs(Error(i))));
                left.RemoveAt(j);
                left.RemoveAt(0);
            }
        }
        return pairs.Count < FewestMoved || pairs.TrueForAll(one => paths.AreEqual(one.Value, pairs[0].Value)) ? null
            : $"what {Output(paths, pairs[0].K)} hands back is too much at one of {Entry(paths, pairs[0].I)} and "
                + $"{Entry(paths, pairs[0].J)}, and too little at the other";
    }

    private static string Output(Paths paths, int k) => EntryName.Of("y", paths.Y.Shape, k);

    private static string Entry(Paths paths, int i) => EntryName.Of(paths.Gradient.Name, paths.Gradient.Value.Shape, i);
}
