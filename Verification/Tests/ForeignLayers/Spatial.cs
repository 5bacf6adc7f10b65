namespace CnnVerified.Verification.Tests.ForeignLayers;

/// <summary>Layers of places: upsampling, pooling by a norm and over everything, looking up, a bilinear form.</summary>
internal static class Spatial
{
    public static ForeignLayer[] All { get; } =
    [
        new("upsampling", bug => GradientCheck.Of(new Upsampling(bug)).At(Draw.Tensor(131, 2, 1, 3, 4)),
            new("one of the copies", "from the last output alone", "one of", "last of each window", "assigned",
                "overwr"),
            new("a mean of the copies", "correct × 1/6"),
            new("factors swapped", "factors swapped", "axes swapped", "3×2", "at other entries"),
            new("last row forgotten", "without the last H", "last row")),
        new("pooling by the norm", bug => GradientCheck.Of(new LpPooling(bug)).At(Draw.Tensor(132, 2, 1, 4, 6)),
            new("power forgotten", "x²", "|x|", "sign"),
            new("divided by the norm", "norm", "correct·y", "× y"),
            new("norm forgotten", "norm", "correct·y²", "× y²"),
            new("sign lost", "|correct|", "x replaced by |x|", "|(∂y/∂x)|"),
            new("3 not cancelled", "correct × 3")),
        new("global average pooling", bug => GradientCheck.Of(new GlobalAverage(bug)).At(Draw.Tensor(133, 3, 2, 2, 4)),
            new("1/(H·W) forgotten", "correct × 8 = H·W"),
            new("1/H alone", "correct × 4 = W"),
            new("last place only", "only the last H and W"),
            new("first channel's dy", "dy with the first C everywhere", "first & everywhere"),
            new("sample for channel", "permuted", "swapped", "transposed", "N and C swapped")),
        new("embedding", bug => GradientCheck.OfBackward(
            a => LookUp(a.Of<int[]>("words"), a.Of<double[,]>("table")),
            (a, dy) => [("table", Scattered(bug, a.Of<int[]>("words"), a.Of<double[,]>("table"), dy))])
            .At(("words", new[] { 2, 0, 4, 2, 1, 2 }), ("table", Table)),
            new("assigned", "from the last output alone", "assigned", "only the last", "last occurrence", "repeated",
                "added"),
            new("by position for word", "permuted", "order of", "at other entries"),
            new("mean over occurrences", "axis 0 = 2", "× 1/3 at", "1/3 & row"),
            new("off by one", "shifted by +1 along axis 0"),
            new("padding row cleared", "axis 0 = 0", "without the first axis 0")),
        new("bilinear form", bug => GradientCheck.OfBackward(
            a => Bilinear(a["u"], a.Of<double[,]>("A"), a["v"]),
            (a, dy) => Back(bug, a["u"], a.Of<double[,]>("A"), a["v"], dy))
            .At(("u", new[] { 0.4, -1.2, 0.9 }), ("A", Table3), ("v", new[] { 1.1, -0.3, 0.7, 0.6 })),
            new("half", "correct × 0.5."),
            new("dA with v first", "reversed", "permuted", "reshaped", "transposed"),
            new("du of the first column", "only the first counts", "first column", "v with only")),
    ];

    private static double[,] Table => new double[,]
        { { 0.3, -1.1 }, { 1.4, 0.2 }, { -0.6, 0.9 }, { 0.8, -0.4 }, { -1.3, 0.5 } };

    private static double[,] Table3 => new double[,]
        { { 0.3, -1.1, 0.4, 1.2 }, { 1.4, 0.2, -0.8, 0.1 }, { -0.6, 0.9, 0.7, -1.5 } };

    private static double[] LookUp(int[] words, double[,] table) =>
        [.. words.SelectMany(word => new[] { table[word, 0], table[word, 1] })];

    private static double[,] Scattered(string bug, int[] words, double[,] table, double[] dy)
    {
        var d = new double[table.GetLength(0), 2];
        for (var i = 0; i < words.Length; i++)
            for (var j = 0; j < 2; j++)
            {
                var row = bug == "by position for word" ? i % d.GetLength(0)
                    : bug == "off by one" ? (words[i] + 1) % d.GetLength(0) : words[i];
                d[row, j] = dy[2 * i + j] / (bug == "mean over occurrences" ? words.Count(w => w == words[i]) : 1)
                    + (bug == "assigned" ? 0 : d[row, j]);
                if (bug == "padding row cleared") d[0, j] = 0;
            }
        return d;
    }

    private static double Bilinear(double[] u, double[,] a, double[] v) =>
        u.Select((ui, i) => v.Select((vj, j) => ui * a[i, j] * vj).Sum()).Sum();

    private static (string, Array)[] Back(string bug, double[] u, double[,] a, double[] v, double dy)
    {
        var (du, da, dv) = (new double[3], new double[3, 4], new double[4]);
        var half = bug == "half" ? 0.5 : 1;
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 4; j++)
            {
                if (bug != "du of the first column" || j == 0) du[i] += half * dy * a[i, j] * v[j];
                dv[j] += half * dy * a[i, j] * u[i];
                if (bug == "dA with v first") da[(j * 3 + i) / 4, (j * 3 + i) % 4] = dy * u[i] * v[j];
                else da[i, j] = half * dy * u[i] * v[j];
            }
        return [("u", du), ("A", da), ("v", dv)];
    }
}
