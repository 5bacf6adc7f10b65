namespace CnnVerified.Verification.Hypotheses;

/// <summary>What the axes of a tensor are called.</summary>
internal static class Axes
{
    /// <summary>Of an activation: an input, an output or an upstream gradient.</summary>
    public static string[] OfActivation(Shape shape) => shape.Rank switch
    {
        1 => ["j"],
        2 => ["N", "feature"],
        4 => ["N", "C", "H", "W"],
        _ => Numbered(shape),
    };

    /// <summary>Of a parameter: kernels, weights or a bias.</summary>
    public static string[] OfParameter(Shape shape) => shape.Rank switch
    {
        1 => ["j"],
        2 => ["outputs", "inputs"],
        3 => ["F", "H", "W"],
        4 => ["F", "C", "rows", "columns"],
        _ => Numbered(shape),
    };

    /// <summary>Where each entry of a shape is along an axis.</summary>
    public static int[] Places(Shape shape, int axis) =>
        [.. Enumerable.Range(0, shape.Count).Select(i => shape.IndexOf(i)[axis])];

    /// <summary>How far apart neighbours along an axis are.</summary>
    public static int Stride(Shape shape, int axis) =>
        Enumerable.Range(axis + 1, shape.Rank - axis - 1).Aggregate(1, (stride, a) => stride * shape[a]);

    /// <summary>Of a plain array.</summary>
    public static string[] Numbered(Shape shape) => [.. Enumerable.Range(0, shape.Rank).Select(axis => $"axis {axis}")];
}
