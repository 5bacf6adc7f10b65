using System.Globalization;

namespace CnnVerified.Verification.Hypotheses;

/// <summary>Where in a tensor its gradient is wrong.</summary>
internal static class Location
{
    private const int MostListed = 6;

    /// <summary>How many entries are wrong, and what their places have in common.</summary>
    public static string Of(TensorGradient gradient, double tolerance) =>
        Of(gradient.Value.Shape, gradient.Axes, gradient.IsWrong ?? gradient.Differing(tolerance));

    /// <summary>The same of given entries.</summary>
    public static string Of(Shape shape, string[] axes, bool[] isWrong)
    {
        int[][] wrong = [.. Enumerable.Range(0, shape.Count).Where(i => isWrong[i]).Select(shape.IndexOf)];
        var common = Enumerable.Range(0, shape.Rank).Where(axis => shape[axis] > 1)
            .Select(axis => Common([.. wrong.Select(index => index[axis]).Distinct().Order()], axes[axis],
                shape[axis])).OfType<string>().ToArray();
        var where = common.Length > 0 ? $", all of them at {string.Join(" and ", common)}" : IsBorder(shape, wrong)
            ? ", all of them on the border" : "";
        if (where.Length == 0 && wrong.Length <= MostListed && wrong.Length < shape.Count)
            where = $": {string.Join(", ", wrong.Select(index => $"[{string.Join(", ", index)}]"))}";
        return string.Create(
            CultureInfo.InvariantCulture, $"Wrong are {wrong.Length:N0} of {shape.Count:N0} entries{where}.");
    }

    /// <summary>
    /// Whether a condition may be left out or too much, as what is wrong should be 0 or is 0, in words.
    /// </summary>
    public static string Masked(TensorGradient gradient, double tolerance)
    {
        var noise = tolerance * RootMeanSquare.Of(gradient.Given.Values);
        int[] wrong = [.. gradient.Differing(tolerance).Index().Where(one => one.Item).Select(one => one.Index)];
        if (wrong.Length == 0 || wrong.Length == gradient.Value.Shape.Count) return "";
        return wrong.All(i => Math.Abs(gradient.Right[i]) <= noise)
            ? " All of these should be 0: a mask or a condition may be left out."
            : wrong.All(i => Math.Abs(gradient.Given[i]) <= noise)
                ? " All of these are given as 0: a mask or a condition may be too much." : "";
    }

    /// <summary>
    /// The axis along which it has the right sums, or along which it should have none; in words.
    /// </summary>
    public static string Sums(TensorGradient gradient, double tolerance)
    {
        var shape = gradient.Value.Shape;
        var noise = tolerance * RootMeanSquare.Of(gradient.Given.Values);
        var (right, none) = (new List<string>(), new List<string>());
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            if (shape[axis] == 1) continue;
            var along = axis;
            int[][] lines = [.. AxisGroups.Along(shape, one => one == along)];
            if (!AreZero(gradient.Right))
            {
                if (AreZero(gradient.Error)) right.Add(gradient.Axes[axis]);
            }
            else if (!AreZero(gradient.Given)) none.Add(gradient.Axes[axis]);

            bool AreZero(Tensor<double> of) =>
                lines.All(line => Math.Abs(line.Sum(i => of[i])) <= noise * line.Length);
        }
        // What broke them may be anything: a wrong cause would mislead.
        return right is [var first, ..] ? $" Its sums over {first} are right, though its entries are not."
            : none is [var over, ..] ? $" Its sums over {over} should be 0, and are not." : "";
    }

    private static string? Common(int[] values, string axis, int size) => values switch
    {
        [] => null,
        [var only] => only == size - 1 ? $"the last {axis}" : $"{axis} = {only}",
        [0, ..] when values.Length == 2 && values[1] == size - 1 && size > 3 => $"the first and last {axis}",
        [var first, ..] when values.Length == size - first && first > 0 => $"{axis} ≥ {first}",
        [.., var last] when values.Length == last + 1 && last < size - 1 => $"{axis} ≤ {last}",
        [var first, .., var last] when values.Length == last - first + 1 && first > 0 => $"{first} ≤ {axis} ≤ {last}",
        _ => null,
    };

    private static bool IsBorder(Shape shape, int[][] wrong) => shape is { Rank: 4 } && wrong.Length > 0
        && shape[2] > 2 && shape[3] > 2
        && wrong.All(i => i[2] == 0 || i[3] == 0 || i[2] == shape[2] - 1 || i[3] == shape[3] - 1);
}
