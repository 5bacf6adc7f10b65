namespace CnnVerified.Verification.Tests.ForeignLayers;

/// <summary>Losses with a margin: of scores and signs, of pairs and of triples of rows.</summary>
internal static class MarginLosses
{
    public static ForeignLayer[] All { get; } =
    [
        new("hinge", bug => Signs(new Hinge(bug, isSquared: false)),
            new("t forgotten", "t replaced by 1", "correct·t", "correct/(t)", "|correct|", "t = 1", "t ≤ 0", "t > 0"),
            new("mask forgotten", "t·p > 1", "p·t > 1", "mask", "dprediction = t", "t × −0.06666667"),
            new("margin forgotten", "margin", "t·p > 0", "p·t > 0"),
            new("sign", "correct × −1"),
            new("1/n forgotten", "the number of entries")),
        new("squared hinge", bug => Signs(new Hinge(bug, isSquared: true)),
            new("2 forgotten", "correct × 0.5."),
            new("t forgotten", "t replaced by 1", "correct·t", "correct/(t)", "|correct|", "t = 1", "t ≤ 0", "t > 0"),
            new("mask forgotten", "t·p > 1", "p·t > 1", "mask", "(p − t) × 0.1333333"),
            new("of the plain hinge", "the sign of correct", "margin", "hinge", "1 − t·p")),
        new("triplet", bug => GradientCheck.OfBackward(
            a => new[] { Triplet(a["a"], a["p"], a["n"]) }, (a, dy) => Back(bug, a["a"], a["p"], a["n"], dy[0]))
            .At(("a", new[] { 0.5, -1.1, 0.3 }), ("p", new[] { 0.2, -0.7, 1.4 }), ("n", new[] { -0.4, -0.9, 0.8 })),
            new("anchor misses the negative", "= the gradient of p", "term of n"),
            new("sign of the negative", "dn = correct × −1"),
            new("2 forgotten", "correct × 0.5."),
            new("anchor's own gradient for the positive", "dp = the gradient of a", "gradient of a"),
            new("positive and negative swapped", "the gradient of n", "the gradient of p")),
        new("contrastive", bug => GradientCheck.Of(new Contrastive(bug)).At(Draw.Tensor(53, 6, 4),
            new Tensor<double>(new Shape(6, 4), [.. Enumerable.Range(0, 24).Select(i => i / 4 % 4 == 0 ? 1.0 : 0)])),
            new("different pairs pushed the wrong way", "−1 & t ", "sign & t ", "t ≤ 0 & −1", "t = 0 & −1"),
            new("distance not divided by", "norm", "distance", "‖"),
            new("label inverted", "1 − t", "inverted", "t replaced", "stands for t", "is left out"),
            new("equal pairs forgotten", "t = 1", "t > 0", "[t ≤ 0]", "(1 − t)", "t = 0")),
    ];

    private static GradientCheck Signs(Loss<double> loss) => GradientCheck.Of(loss).At(
        Draw.Tensor(51, 3, 5), new Tensor<double>(
            new Shape(3, 5), [.. Draw.Tensor(52, 3, 5).Values.ToArray().Select(v => (double)Math.Sign(v))]));

    private sealed class Hinge(string bug, bool isSquared) : Loss<double>
    {
        public override double Value(Tensor<double> prediction, Tensor<double> target) =>
            Enumerable.Range(0, target.Shape.Count).Average(
                i => Math.Pow(Math.Max(0, 1 - target[i] * prediction[i]), isSquared ? 2 : 1));

        public override void Gradient(Tensor<double> prediction, Tensor<double> target, Tensor<double> gradient)
        {
            for (var i = 0; i < target.Shape.Count; i++)
            {
                var t = bug == "t forgotten" ? 1 : target[i];
                var left = 1 - target[i] * prediction[i];
                var isActive = bug == "mask forgotten" || left > (bug == "margin forgotten" ? 1 : 0);
                var slope = isSquared && bug != "of the plain hinge" ? (bug == "2 forgotten" ? left : 2 * left) : 1;
                gradient[i] = isActive ? -t * slope / (bug == "1/n forgotten" ? 1 : target.Shape.Count) : 0;
                if (bug == "sign") gradient[i] = -gradient[i];
            }
        }
    }

    private static double Triplet(double[] a, double[] p, double[] n) =>
        Math.Max(0, 1 + a.Zip(p, (u, v) => (u - v) * (u - v)).Sum() - a.Zip(n, (u, v) => (u - v) * (u - v)).Sum());

    private static (string, Array)[] Back(string bug, double[] a, double[] p, double[] n, double dy)
    {
        if (Triplet(a, p, n) <= 0) return [("a", new double[3]), ("p", new double[3]), ("n", new double[3])];
        var two = bug == "2 forgotten" ? 1 : 2;
        double[] da = [.. a.Select((_, i) => two * (n[i] - p[i]) * dy)];
        double[] dp = [.. a.Select((_, i) => two * (p[i] - a[i]) * dy)];
        double[] dn = [.. a.Select((_, i) => (bug == "sign of the negative" ? -two : two) * (a[i] - n[i]) * dy)];
        if (bug == "anchor misses the negative") da = [.. a.Select((v, i) => 2 * (v - p[i]) * dy)];
        if (bug == "anchor's own gradient for the positive") dp = da;
        return bug == "positive and negative swapped" ? [("a", da), ("p", dn), ("n", dp)]
            : [("a", da), ("p", dp), ("n", dn)];
    }

    /// <summary>t·D² + (1 − t)·max(0, 3 − D)², with D the norm of a row, the difference of a pair.</summary>
    private sealed class Contrastive(string bug) : Loss<double>
    {
        private const double Margin = 3;

        public override double Value(Tensor<double> prediction, Tensor<double> target) =>
            Enumerable.Range(0, target.Shape[0]).Sum(n => target[n, 0] * Square(prediction, n)
                + (1 - target[n, 0]) * Math.Pow(Math.Max(0, Margin - Math.Sqrt(Square(prediction, n))), 2));

        public override void Gradient(Tensor<double> prediction, Tensor<double> target, Tensor<double> gradient)
        {
            for (var n = 0; n < target.Shape[0]; n++)
            {
                var (t, distance) = (target[n, 0], Math.Sqrt(Square(prediction, n)));
                var equal = bug == "equal pairs forgotten" ? 0 : 2 * t;
                var push = -2 * (1 - t) * Math.Max(0, Margin - distance)
                    / (bug == "distance not divided by" ? 1 : distance);
                if (bug == "different pairs pushed the wrong way") push = -push;
                if (bug == "label inverted")
                    (equal, push) = (2 * (1 - t), -2 * t * Math.Max(0, Margin - distance) / distance);
                for (var j = 0; j < target.Shape[1]; j++) gradient[n, j] = (equal + push) * prediction[n, j];
            }
        }

        private static double Square(Tensor<double> p, int n) =>
            Enumerable.Range(0, p.Shape[1]).Sum(j => p[n, j] * p[n, j]);
    }
}
