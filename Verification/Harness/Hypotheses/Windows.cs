namespace CnnVerified.Verification.Hypotheses;

/// <summary>The windows of a pooling layer, one by one.</summary>
internal static class Windows
{
    /// <summary>
    /// Every output's position with those of the inputs that its window sees; windows that see none are left out.
    /// </summary>
    public static IEnumerable<(int Output, int[] Inputs)> Of(SlidingWindow window, Shape x, Shape y)
    {
        for (var output = 0; output < y.Count; output++)
        {
            var (index, inputs) = (y.IndexOf(output), new List<int>());
            foreach (var (_, _, h, w) in window.Taps(index[2], index[3], x))
                inputs.Add(((index[0] * x[1] + index[1]) * x[2] + h) * x[3] + w);
            if (inputs.Count > 0) yield return (output, [.. inputs]);
        }
    }
}
