using CnnVerified.Layers;
using CnnVerified.Verification;

namespace CnnVerified.Training.Learn.Assignments;

/// <summary>The exercises on losses.</summary>
internal static class Losses
{
    public static IReadOnlyList<Question> OfProbabilities(StudentCode code)
    {
        var loss = code.Method<Func<double[,], double[,], double>>("Loss");
        var gradient = code.Method<Func<double[,], double[,], double[,]>>("Gradient");
        double[,] p = { { 0.5, 0.25 } }, t = { { 1, 0 } };
        double[,] drawn = { { 0.1, 0.7, 0.4 }, { 0.95, 0.3, 0.2 } }, targets = { { 0, 1, 0 }, { 1, 0, 1 } };
        const string LineOfLoss = "return sum / p.Length;",
            LineOfGradient = "dp[n, c] = (p[n, c] - t[n, c]) / (p[n, c] * (1 - p[n, c])) / p.Length;";
        return
        [
            new("the loss of the example", "the loss is a mean, and is 0 where p = t",
                "the mean is forgotten, or a sign", LineOfLoss,
                () => ArrayComparison.Of("L", loss(p, t), 0.490414626505863)),
            new("the loss of a batch", "it is a mean over samples and classes: N·C entries",
                "a mean over the samples or the classes alone", LineOfLoss,
                () => ArrayComparison.Of("L", loss(drawn, targets),
                    new BinaryCrossEntropy<double>().Value(Tensors.Of(drawn), Tensors.Of(targets)))),
            new("the gradient of the example", "it has the loss's own 1/(N·C)",
                "the mean is forgotten, as in the program that this course began as", LineOfGradient,
                () => ArrayComparison.Of("dp", gradient(p, t), new[,] { { -1, 2.0 / 3 } })),
            new("the gradient of a batch", "it is the derivative of the loss, its mean included",
                "1/N in the place of 1/(N·C)", LineOfGradient,
                () => Answer.Of(GradientCheck.OfBackward(
                        a => new[] { new BinaryCrossEntropy<double>().Value(
                            Tensors.Of(a.Of<double[,]>("p")), Tensors.Of(targets)) },
                        (a, dy) => [("p", Scaled(gradient(a.Of<double[,]>("p"), targets), dy[0]))])
                    .At(("p", drawn)).Within("p", 0, 1).Called("Gradient"))),
        ];
    }

    private static double[,] Scaled(double[,] gradient, double dy)
    {
        var scaled = (double[,])gradient.Clone();
        for (var i = 0; i < scaled.GetLength(0); i++)
            for (var j = 0; j < scaled.GetLength(1); j++) scaled[i, j] *= dy;
        return scaled;
    }
}
