using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>The windows of a pooling layer, one by one.</summary>
internal static class Windows
{
    /// <summary>
    /// Visits every output with the row-major positions of the inputs that its window sees;
    /// windows that see none are left out.
    /// </summary>
    public static void ForEach(Shape x, Shape y, Extent size, Extent stride, Extent padding, Action<int, int[]> visit)
    {
        var inputs = new List<int>();
        for (var position = 0; position < y.Count; position++)
        {
            var index = y.IndexOf(position);
            inputs.Clear();
            for (var u = 0; u < size.Height; u++)
                for (var v = 0; v < size.Width; v++)
                {
                    var (h, w) =
                        (index[2] * stride.Height - padding.Height + u, index[3] * stride.Width - padding.Width + v);
                    if (h >= 0 && w >= 0 && h < x[2] && w < x[3])
                        inputs.Add(((index[0] * x[1] + index[1]) * x[2] + h) * x[3] + w);
                }
            if (inputs.Count > 0) visit(position, [.. inputs]);
        }
    }
}
