using CnnVerified.Layers;

namespace CnnVerified.Verification.Hypotheses;

/// <summary>Mistakes with what was put together along an axis: halves, gates, heads in another order.</summary>
internal static class Blocks
{
    private const int Most = 8;

    /// <summary>
    /// The order of the fewest equal blocks along one axis of which a permutation of places consists, in words.
    /// </summary>
    public static IEnumerable<string> Of(Shape shape, string[] axes, int[] source)
    {
        for (var axis = 0; axis < shape.Rank; axis++)
            for (var blocks = 2; blocks <= Math.Min(Most, shape[axis] - 1); blocks++)
            {
                if (shape[axis] % blocks != 0) continue;
                var (size, along) = (shape[axis] / blocks, axis);
                var first = new int[shape.Rank];
                int[] order = [.. Enumerable.Range(0, blocks).Select(block => shape.IndexOf(source[
                    Rearrangement.Position(shape, Rearrangement.With(first, along, block * size))])[along] / size)];
                if (!Enumerable.Range(0, shape.Count).All(k => source[k] == From(k))) continue;
                yield return blocks == 2 ? $"with the halves of {axes[axis]} swapped"
                    : $"with the {blocks} blocks of {axes[axis]} in the order "
                        + string.Join(", ", order.Select(at => at + 1));
                break;

                int From(int k)
                {
                    var index = shape.IndexOf(k);
                    return Rearrangement.Position(shape, Rearrangement.With(
                        index, along, order[index[along] / size] * size + index[along] % size));
                }
            }
    }
}
