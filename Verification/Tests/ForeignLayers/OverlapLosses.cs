namespace CnnVerified.Verification.Tests.ForeignLayers;

/// <summary>Losses of overlaps and of angles.</summary>
internal static class OverlapLosses
{
    public static ForeignLayer[] All { get; } =
    [
        new("Dice", bug => GradientCheck.Of(new Dice(bug)).At(
            Draw.Probabilities(63, 3, 5), ClassificationLosses.OneHot(3, 5)),
            new("quotient's second term forgotten", "correct − & × 1.", "second term", "quotient", "t × −"),
            new("2 forgotten", "correct + & × t.", "first term & 0.5"),
            new("denominator not squared", "divided by below", "second term", "correct + & × 1."),
            new("smoothing forgotten", "smoothing", "both terms")),
        new("cosine distance", bug =>
            GradientCheck.Of(new Cosine(bug)).At(Draw.Tensor(64, 3, 5), Draw.Tensor(65, 3, 5)),
            new("projection forgotten", "‖", "without the path to the first factor of ·", "× p per N", "term of p",
                "first operand of ·", "projection", "part along p"),
            new("norm of t forgotten", "first operand in place of ·", "factor & N", "‖t‖", "norm of t"),
            new("norm of p not squared", "divided by & Sqrt", "term of p", "‖p‖", "part along p"),
            new("p and t swapped", "swapped"),
            new("sum for mean", "correct × 3 = N")),
    ];

    /// <summary>1 − (2·Σ p·t + 1)/(Σ p + Σ t + 1).</summary>
    private sealed class Dice(string bug) : Loss<double>
    {
        public override double Value(Tensor<double> prediction, Tensor<double> target) =>
            1 - (2 * Dot(prediction, target) + 1) / (Sum(prediction) + Sum(target) + 1);

        public override void Gradient(Tensor<double> prediction, Tensor<double> target, Tensor<double> gradient)
        {
            var smooth = bug == "smoothing forgotten" ? 0 : 1;
            var above = 2 * Dot(prediction, target) + smooth;
            var below = Sum(prediction) + Sum(target) + smooth;
            var second = above / (bug == "denominator not squared" ? below : below * below);
            for (var i = 0; i < target.Shape.Count; i++)
                gradient[i] = -(bug == "2 forgotten" ? 1 : 2) * target[i] / below
                    + (bug == "quotient's second term forgotten" ? 0 : second);
        }

        private static double Sum(Tensor<double> a) => a.Values.ToArray().Sum();

        private static double Dot(Tensor<double> a, Tensor<double> b) =>
            a.Values.ToArray().Zip(b.Values.ToArray(), (p, t) => p * t).Sum();
    }

    /// <summary>The mean over the rows of 1 − p·t/(‖p‖·‖t‖).</summary>
    private sealed class Cosine(string bug) : Loss<double>
    {
        public override double Value(Tensor<double> prediction, Tensor<double> target) =>
            Enumerable.Range(0, target.Shape[0]).Average(n =>
                1 - Dot(prediction, target, n)
                / Math.Sqrt(Dot(prediction, prediction, n) * Dot(target, target, n)));

        public override void Gradient(Tensor<double> prediction, Tensor<double> target, Tensor<double> gradient)
        {
            var (p, t) = bug == "p and t swapped" ? (target, prediction) : (prediction, target);
            for (var n = 0; n < t.Shape[0]; n++)
            {
                var norms = Math.Sqrt(Dot(p, p, n)) * (bug == "norm of t forgotten" ? 1 : Math.Sqrt(Dot(t, t, n)));
                var along = Dot(p, t, n) / norms / Dot(p, p, n);
                if (bug == "norm of p not squared") along *= Math.Sqrt(Dot(p, p, n));
                if (bug == "projection forgotten") along = 0;
                for (var j = 0; j < t.Shape[1]; j++)
                    gradient[n, j] = (along * p[n, j] - t[n, j] / norms) / (bug == "sum for mean" ? 1 : t.Shape[0]);
            }
        }

        private static double Dot(Tensor<double> a, Tensor<double> b, int n) =>
            Enumerable.Range(0, a.Shape[1]).Sum(j => a[n, j] * b[n, j]);
    }
}
