using System.Numerics;

namespace CnnVerified.Verification.Tests.ForeignLayers;

/// <summary>Losses of classes.</summary>
internal static class ClassificationLosses
{
    public static ForeignLayer[] All { get; } =
    [
        new("smoothed cross-entropy", bug => GradientCheck.Of(new Smoothed<double>(bug)).At(OfLogits, OneHot(3, 5)),
            new("smoothing forgotten", "smoothing", "stands for target", "cross-entropy", "softmax(z) − t",
                "softmax − t"),
            new("ε without 1/K", "constant", "ε", "× 1", "correct − 0.02666667"),
            new("1/N forgotten", "correct × 3 = N"),
            new("softmax forgotten", "softmax", "(p − t)"),
            new("sign", "correct × −1")),
        new("negative log-likelihood", bug => GradientCheck.Of(new Nll(bug)).At(OfLogits, OneHot(3, 5)),
            new("1/N forgotten", "correct × 3 = N"),
            new("sign", "correct × −1"),
            new("divided by p", "correct/(p)", "t/p", "correct/p"),
            new("every class", "summed over feature", "t replaced by 1", "all classes", "[t ≤ 0]", "(1 − t)"),
            new("mean over entries", "1/classes")),
    ];

    private static Tensor<double> OfLogits => Draw.Tensor(61, 3, 5);

    internal static Tensor<double> OneHot(int n, int k) => new(
        new Shape(n, k), [.. Enumerable.Range(0, n * k).Select(i => i % k == (2 * (i / k) + 1) % k ? 1.0 : 0)]);

    private sealed class Smoothed<T>(string bug) : Loss<T> where T : IFloatingPointIeee754<T>
    {
        private static readonly T Epsilon = T.CreateChecked(0.1);

        public override T Value(Tensor<T> prediction, Tensor<T> target)
        {
            var (loss, classes) = (T.Zero, prediction.Shape[1]);
            for (var n = 0; n < prediction.Shape[0]; n++)
                for (var k = 0; k < classes; k++)
                    loss -= ((T.One - Epsilon) * target[n, k] + Epsilon / T.CreateChecked(classes))
                        * T.Log(Softmax(prediction, n, k));
            return loss / T.CreateChecked(prediction.Shape[0]);
        }

        public override void Gradient(Tensor<T> prediction, Tensor<T> target, Tensor<T> gradient)
        {
            var (count, classes) = (T.CreateChecked(prediction.Shape[0]), prediction.Shape[1]);
            for (var n = 0; n < prediction.Shape[0]; n++)
                for (var k = 0; k < classes; k++)
                {
                    var t = (T.One - Epsilon) * target[n, k] + Epsilon / T.CreateChecked(classes);
                    if (bug == "smoothing forgotten") t = target[n, k];
                    if (bug == "ε without 1/K") t = (T.One - Epsilon) * target[n, k] + Epsilon;
                    var p = bug == "softmax forgotten" ? prediction[n, k] : Softmax(prediction, n, k);
                    gradient[n, k] = (bug == "sign" ? t - p : p - t) / (bug == "1/N forgotten" ? T.One : count);
                }
        }

        private static T Softmax(Tensor<T> z, int n, int k)
        {
            var sum = T.Zero;
            for (var j = 0; j < z.Shape[1]; j++) sum += T.Exp(z[n, j] - z[n, k]);
            return T.One / sum;
        }

        public override Loss<U> Over<U>() => new Smoothed<U>(bug);
    }

    private sealed class Nll(string bug) : Loss<double>
    {
        public override double Value(Tensor<double> prediction, Tensor<double> target) =>
            -Enumerable.Range(0, target.Shape.Count).Sum(i => target[i] * prediction[i]) / target.Shape[0];

        public override void Gradient(Tensor<double> prediction, Tensor<double> target, Tensor<double> gradient)
        {
            var count = bug == "1/N forgotten" ? 1 : bug == "mean over entries" ? target.Shape.Count : target.Shape[0];
            for (var i = 0; i < target.Shape.Count; i++)
                gradient[i] = (bug == "sign" ? 1 : -1) * (bug == "every class" ? 1 : target[i])
                    / (bug == "divided by p" ? prediction[i] : 1) / count;
        }
    }
}
