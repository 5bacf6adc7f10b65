namespace CnnVerified.Verification.Geometry;

/// <summary>The smaller sizes that a shrinker tries, the smallest first.</summary>
internal static class Sizes
{
    /// <summary>The least size, then half the way to it, a quarter, …, one less.</summary>
    public static IEnumerable<int> Below(int size, int least)
    {
        for (var step = size - least; step > 0; step /= 2) yield return size - step;
    }

    /// <summary>Smaller in height, then smaller in width.</summary>
    public static IEnumerable<Extent> Below(Extent size, int least) =>
    [
        .. Below(size.Height, least).Select(height => size with { Height = height }),
        .. Below(size.Width, least).Select(width => size with { Width = width }),
    ];
}
