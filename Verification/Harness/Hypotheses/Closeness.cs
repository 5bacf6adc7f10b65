namespace CnnVerified.Verification.Hypotheses;

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
        var size = Math.Max(RootMeanSquare.Of(a.Values), RootMeanSquare.Of(b.Values));
        return new(largest == 0 ? 0 : largest / size);
    }

    /// <summary>Whether rounding alone explains the difference.</summary>
    public bool IsRounding => Miss <= Tolerances.Explained;
}
