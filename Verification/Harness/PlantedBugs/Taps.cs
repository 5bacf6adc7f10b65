using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>Every product of a convolution, one by one.</summary>
internal static class Taps
{
    /// <summary>A product: sample n, feature map f, channel c, output (oh, ow), kernel entry (u, v).</summary>
    public delegate void Visit(int n, int f, int c, int oh, int ow, int u, int v);

    /// <summary>Visits every product for kernels (F, C, height, width) and outputs (N, F, H′, W′).</summary>
    public static void ForEach(Shape kernels, Shape y, Visit visit)
    {
        for (var n = 0; n < y[0]; n++)
            for (var f = 0; f < y[1]; f++)
                for (var c = 0; c < kernels[1]; c++)
                    for (var oh = 0; oh < y[2]; oh++)
                        for (var ow = 0; ow < y[3]; ow++)
                            for (var u = 0; u < kernels[2]; u++)
                                for (var v = 0; v < kernels[3]; v++)
                                    visit(n, f, c, oh, ow, u, v);
    }
}
