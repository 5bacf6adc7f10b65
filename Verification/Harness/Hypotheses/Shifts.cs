using System.Globalization;

namespace CnnVerified.Verification.Hypotheses;

/// <summary>Mistakes of offset: everything lies one or two rows, columns, channels or samples off.</summary>
internal static class Shifts
{
    private static readonly int[] Steps = [-2, -1, 1, 2];

    /// <summary>All of them for a shape.</summary>
    public static IEnumerable<Rearrangement> Of(Shape shape, string[] axes) =>
        from axis in Enumerable.Range(0, shape.Rank)
        from step in Steps
        where Math.Abs(step) < shape[axis]
        from isCyclic in shape[axis] > 2 && Math.Abs(step) == 1 ? new[] { false, true } : [false]
        select new Rearrangement(
            $"{{0}} shifted by {Signed(step)} along {axes[axis]}{(isCyclic ? ", around the end" : "")}",
            "an index that starts one too high or too low, or a padding that was not cropped",
            Rearrangement.Gather(index => Source(index, axis, index[axis] - step, shape[axis], isCyclic)));

    private static int[]? Source(int[] index, int axis, int from, int size, bool isCyclic) =>
        isCyclic ? Rearrangement.With(index, axis, (from + size) % size)
        : from >= 0 && from < size ? Rearrangement.With(index, axis, from)
        : null;

    private static string Signed(int step) => step.ToString("+0;−0", CultureInfo.InvariantCulture);
}
