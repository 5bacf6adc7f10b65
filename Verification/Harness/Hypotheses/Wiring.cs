using System.Globalization;

namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// Which number of another tensor stands on each path, where the numbers tell: kernels and weights on the paths from x,
/// x on those from kernels. How their places belong together is a layer's stride, dilation, padding and orientation.
/// </summary>
internal sealed class Wiring
{
    private const int Largest = 4;
    private const string Look = "the geometry that the backward pass assumes: it must be the forward pass's";

    private readonly Paths paths;
    private readonly TensorGradient other;
    private readonly (int[] Y, int[] X, int[] Other)[] given, right;

    private Wiring(Paths paths, TensorGradient other, int[,] given, int[,] right)
    {
        (this.paths, this.other) = (paths, other);
        (this.given, this.right) = (Triples(given), Triples(right));
    }

    /// <summary>The wiring by the first tensor whose entries stand on the paths; null if there is none.</summary>
    public static Wiring? Of(WrongPass wrong, Paths paths)
    {
        foreach (var other in wrong.Gradients.Where(g => g.Name != paths.Gradient.Name && g.Value.Shape.Count > 1))
            if (Places(paths, paths.Right, other.Value) is { } right
                && Places(paths, paths.Given, other.Value) is { } given)
                return new(paths, other, given, right);
        return null;
    }

    /// <summary>The settings that differ along the image's axes, or the order of places in the other tensor.</summary>
    public IEnumerable<PathFinding> Findings() =>
        Settings(isKernel: false).Concat(Settings(isKernel: true)).Concat(Reordered()).Take(1);

    /// <summary>Each place of the other tensor is read where another one belongs.</summary>
    private IEnumerable<PathFinding> Reordered()
    {
        var read = Enumerable.Repeat(-1, other.Value.Shape.Count).ToArray();
        if (given.Length != right.Length) return [];
        foreach (var (was, became) in right.Zip(given))
        {
            var (belongs, stands) = (Place(was.Other), Place(became.Other));
            if (!was.Y.SequenceEqual(became.Y) || !was.X.SequenceEqual(became.X)
                || read[belongs] >= 0 && read[belongs] != stands) return [];
            read[belongs] = stands;
        }
        for (var i = 0; i < read.Length; i++) if (read[i] < 0) read[i] = i;
        return read.Distinct().Count() < read.Length ? []
            : Permutations.Of(other.Value.Shape, other.Axes, read).Select(words => new PathFinding(
                $"correct for {other.Name} {words}", "the order in which this tensor is read", 1));

        int Place(int[] index) => Rearrangement.Position(other.Value.Shape, index);
    }

    private IEnumerable<PathFinding> Settings(bool isKernel)
    {
        var isInput = !isKernel;
        var (x, kernel) = isInput ? (paths.Gradient, other) : (other, paths.Gradient);
        var (rank, window) = (x.Value.Shape.Rank, kernel.Value.Shape.Rank);
        if (rank != paths.Y.Shape.Rank || window < 2) yield break;
        var changes = new List<(string Words, string Axis)>();
        int[] spatial = [.. Enumerable.Range(1, Math.Max(0, Math.Min(rank - 2, window - 1)))];
        foreach (var axis in spatial.Reverse())
        {
            var (a, c) = (rank - axis, window - axis);
            var isKnown = false;
            foreach (var isTransposed in new[] { false, true })
            {
                if (isKnown || Geometry(right, a, c, isInput, isTransposed) is not { } was
                    || Geometry(given, a, c, isInput, isTransposed) is not { } became) continue;
                isKnown = true;
                if (was != became)
                    changes.Add((
                        AxisGeometry.Change(was, became), rank == 4 ? new[] { "H", "W" }[^axis] : paths.YAxes[a]));
            }
            if (!isKnown) yield break;
        }
        if (changes.Count == 0 || !Beside(given).SetEquals(Beside(right))) yield break;
        yield return new("correct for " + string.Join(" and ", changes.GroupBy(change => change.Words).Select(
            same => $"{same.Key} along {string.Join(" and ", same.Select(change => change.Axis))}")), Look, 1);

        HashSet<(int, int)> Beside((int[] Y, int[] X, int[] Other)[] triples) =>
            [.. triples.Select(one => (Outer(paths.Y.Shape, one.Y), Outer(paths.Gradient.Value.Shape, one.X) * 10_000
                + Outer(other.Value.Shape, one.Other)))];

        int Outer(Shape shape, int[] index)
        {
            var place = 0;
            for (var axis = 0; axis < shape.Rank - spatial.Length; axis++) place = place * shape[axis] + index[axis];
            return place;
        }
    }

    /// <summary>One path, with what stands on it and what should.</summary>
    public string? Example(int k, int i)
    {
        var values = other.Value.Values.ToArray();
        return $"{At(paths.Right[k][i])}, and given as {At(paths.Given[k][i])}";

        string At(double value) => paths.AreEqual(value, 0) ? "0"
            : EntryName.Of(other.Name, other.Value.Shape, Array.FindIndex(values, one => paths.AreEqual(one, value)));
    }

    /// <summary>
    /// x = stride·y + dilation·kernel − padding for the places along an axis, or for a transposed convolution with x
    /// and y exchanged, if that holds for all paths and all such paths are there.
    /// </summary>
    private AxisGeometry? Geometry(
        (int[] Y, int[] X, int[] Other)[] triples, int a, int c, bool isInput, bool isTransposed)
    {
        HashSet<(int X, int Y, int Kernel)> places = [.. triples.Select(one => isInput
            ? (one.X[a], one.Y[a], one.Other[c]) : (one.Other[a], one.Y[a], one.X[c]))];
        var (image, window) = isInput ? (paths.Gradient, other) : (other, paths.Gradient);
        var (sizeOfX, sizeOfY, size) = (image.Value.Shape[a], paths.Y.Shape[a], window.Value.Shape[c]);
        if (isTransposed) (places, sizeOfX, sizeOfY) =
            ([.. places.Select(one => (one.Y, one.X, one.Kernel))], sizeOfY, sizeOfX);
        if (size == 1 || places.Select(one => one.Kernel).Distinct().Count() < size) return null;
        var first = places.First();
        foreach (var stride in Enumerable.Range(1, Largest))
            foreach (var dilation in Enumerable.Range(-Largest, 2 * Largest + 1).Where(d => d != 0))
            {
                var line = new AxisGeometry(stride, dilation, stride * first.Y + dilation * first.Kernel - first.X);
                var expected = 0;
                for (var y = 0; y < sizeOfY; y++)
                    for (var m = 0; m < size; m++)
                        if (line.At(y, m) is var x && x >= 0 && x < sizeOfX) expected++;
                if (expected == places.Count && places.All(one => one.X == line.At(one.Y, one.Kernel))) return line;
            }
        return null;
    }

    private (int[], int[], int[])[] Triples(int[,] places)
    {
        List<(int[], int[], int[])> all = [];
        for (var k = 0; k < places.GetLength(0); k++)
            for (var i = 0; i < places.GetLength(1); i++)
                if (places[k, i] >= 0)
                    all.Add((paths.Y.Shape.IndexOf(k), paths.Gradient.Value.Shape.IndexOf(i),
                        other.Value.Shape.IndexOf(places[k, i])));
        return [.. all];
    }

    /// <summary>The place in a tensor of what stands on each path, −1 for 0; null where something else does.</summary>
    public static int[,]? Places(Paths paths, double[][] rows, Tensor<double> tensor)
    {
        var sorted = tensor.Values.ToArray().Select((value, place) => (value, place)).Order().ToArray();
        for (var n = 1; n < sorted.Length; n++)
            if (paths.AreEqual(sorted[n].value, sorted[n - 1].value)) return null;
        if (sorted.Any(one => paths.AreEqual(one.value, 0))) return null;
        double[] values = [.. sorted.Select(one => one.value)];
        var places = new int[rows.Length, rows[0].Length];
        for (var k = 0; k < rows.Length; k++)
            for (var i = 0; i < rows[k].Length; i++)
            {
                var n = Array.BinarySearch(values, rows[k][i]);
                if (n < 0) n = ~n;
                places[k, i] = paths.AreEqual(rows[k][i], 0) ? -1
                    : n < values.Length && paths.AreEqual(values[n], rows[k][i]) ? sorted[n].place
                    : n > 0 && paths.AreEqual(values[n - 1], rows[k][i]) ? sorted[n - 1].place : -2;
                if (places[k, i] == -2) return null;
            }
        return places;
    }
}
