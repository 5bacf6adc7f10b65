namespace CnnVerified.Verification.Hypotheses;

/// <summary>Which place of x an output and a place of the kernel meet at, along one axis.</summary>
internal readonly record struct AxisGeometry(int Stride, int Dilation, int Padding)
{
    /// <summary>stride·y + dilation·kernel − padding.</summary>
    public int At(int y, int kernel) => Stride * y + Dilation * kernel - Padding;

    /// <summary>What is different in another one, in words.</summary>
    public static string Change(AxisGeometry was, AxisGeometry became)
    {
        List<string> words = [];
        if (was.Stride != became.Stride) words.Add($"stride {became.Stride} instead of {was.Stride}");
        if (Math.Sign(was.Dilation) != Math.Sign(became.Dilation)) return "the kernel reversed";
        if (was.Dilation != became.Dilation) words.Add($"dilation {became.Dilation} instead of {was.Dilation}");
        if (was.Padding != became.Padding) words.Add($"padding {became.Padding} instead of {was.Padding}");
        return string.Join(", ", words);
    }
}
