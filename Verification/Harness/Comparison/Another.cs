namespace CnnVerified.Verification.Comparison;

/// <summary>
/// Numbers like given ones, but others: whatever was drawn, with whatever seed, they differ from it.
/// </summary>
internal static class Another
{
    private const double GoldenRatio = 1.618033988749895;

    /// <summary>
    /// The entries in reverse order, each halfway to a number of their size that depends on the place. Numbers in
    /// (0, 1) stay there.
    /// </summary>
    public static Tensor<double> Like(Tensor<double> given)
    {
        var (count, other) = (given.Shape.Count, new Tensor<double>(given.Shape));
        var size = RootMeanSquare.Of(given.Values) is > 0 and var typical ? typical : 1;
        for (var i = 0; i < count; i++)
        {
            var share = (i + 1) * GoldenRatio % 1;
            other[i] = (given[count - 1 - i] + (1 + 2 * share) / 4 * size) / 2;
        }
        return other;
    }
}
