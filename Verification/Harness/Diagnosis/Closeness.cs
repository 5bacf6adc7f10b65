using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>How closely one tensor agrees with another.</summary>
/// <param name="Miss">The largest difference of two entries, as a share of the larger root mean square.</param>
internal readonly record struct Closeness(double Miss)
{
    /// <summary>Compares entry by entry.</summary>
    public static Closeness Of(Tensor<double> a, Tensor<double> b)
    {
        var largest = 0.0;
        for (var i = 0; i < a.Shape.Count; i++)
        {
            var gap = Math.Abs(a[i] - b[i]);
            if (double.IsNaN(gap)) return new(double.NaN);
            largest = Math.Max(largest, gap);
        }
        var size = Math.Max(RootMeanSquare(a), RootMeanSquare(b));
        return new(largest == 0 ? 0 : largest / size);
    }

    /// <summary>The size of a tensor's entries.</summary>
    public static double RootMeanSquare(Tensor<double> tensor)
    {
        var squares = 0.0;
        foreach (var value in tensor.Values) squares += value * value;
        return Math.Sqrt(squares / tensor.Shape.Count);
    }

    /// <summary>Whether rounding alone explains the difference.</summary>
    public bool IsRounding => Miss <= Tolerances.Explained;
}
