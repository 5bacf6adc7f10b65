namespace CnnVerified.Verification.Benchmarks;

/// <summary>An operation whose costs are mapped: over all shapes of a grid.</summary>
/// <param name="Name">What the map calls it.</param>
/// <param name="Unit">Of what it is said how long one takes.</param>
/// <param name="Work">What is done for a shape, which has a value of each axis.</param>
/// <param name="Axes">The grid's axes: in pictures the last but one is vertical, the last horizontal.</param>
internal sealed record Operation(string Name, string Unit, IMappedWork Work, params Axis[] Axes)
{
    /// <summary>Shapes that the peak of fused multiply-adds bounds: a share of it is told. By default none.</summary>
    public Func<IReadOnlyList<int>, bool> NearPeak { get; init; } = _ => false;

    /// <summary>How many shapes the grid has.</summary>
    public int Count => Axes.Aggregate(1, (count, axis) => count * axis.Values.Length);

    /// <summary>The values of the axes at a place of the grid.</summary>
    public int[] Shape(int place)
    {
        var shape = new int[Axes.Length];
        for (var i = Axes.Length - 1; i >= 0; place /= Axes[i].Values.Length, i--)
            shape[i] = Axes[i].Values[place % Axes[i].Values.Length];
        return shape;
    }

    /// <summary>The places one step away along one axis.</summary>
    public IEnumerable<int> Neighbours(int place)
    {
        for (var (i, step) = (Axes.Length - 1, 1); i >= 0; step *= Axes[i].Values.Length, i--)
        {
            var (position, length) = (place / step % Axes[i].Values.Length, Axes[i].Values.Length);
            if (position > 0) yield return place - step;
            if (position < length - 1) yield return place + step;
        }
    }

    /// <summary>A shape in words: <c>kernel 3, image 8, channels 64</c>.</summary>
    public string Text(int place) =>
        string.Join(", ", Axes.Zip(Shape(place), (axis, value) => $"{axis.Name} {value}"));
}
