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

    public static IReadOnlyList<Question> OfLogits(StudentCode code)
    {
        var probabilities = code.Method<Func<double[,], double[,]>>("Probabilities");
        var loss = code.Method<Func<double[,], int[], double>>("Loss");
        var gradient = code.Method<Func<double[,], int[], double[,]>>("Gradient");
        int[] labels = [0], classes = [2, 0, 3];
        var target = SoftmaxCrossEntropy<double>.OneHot(4, classes);
        const string LineOfP = "sum += p[n, c] = Math.Exp(z[n, c] - largest);\np[n, c] /= sum;",
            LineOfLoss = "return sum / labels.Length;",
            LineOfGradient = "dz[n, labels[n]] -= 1;\ndz[n, c] /= labels.Length;";
        return
        [
            new("the probabilities of the example", "they are positive, and each row adds up to 1",
                "the sum is over the batch, or the exponentials are not divided", LineOfP,
                () => ArrayComparison.Of("p", probabilities(Z()), new[,] { { 0.25, 0.75 } })),
            new("the probabilities of a drawn batch of 3", "every sample has a sum of its own",
                "one sum for all samples", LineOfP, () => ArrayComparison.Of("p", probabilities(Drawn()),
                    Tensors.Matrix(new Softmax<double>().Forward(Tensors.Of(Drawn()))))),
            new("the probabilities of logits of 1000", "what is added to all logits of a row changes nothing",
                "the largest logit is not subtracted: e^1000 is infinite", LineOfP,
                () => ArrayComparison.Of(
                    "p", probabilities(new double[,] { { 1000, 1000, -1000 } }), new[,] { { 0.5, 0.5, 0 } })),
            new("the loss of the example", "the loss is 0 where the right class has probability 1", "a sign",
                LineOfLoss, () => ArrayComparison.Of("L", loss(Z(), labels), Math.Log(4))),
            new("the loss of a drawn batch of 3", "it is a mean over the samples", "a sum over the samples", LineOfLoss,
                () => ArrayComparison.Of("L", loss(Drawn(), classes),
                    new SoftmaxCrossEntropy<double>().Value(Tensors.Of(Drawn()), target))),
            new("the gradient of the example", "p - 1 at the right class, p elsewhere", "the 1 is not subtracted",
                LineOfGradient, () => ArrayComparison.Of("dz", gradient(Z(), labels), new[,] { { -0.75, 0.75 } })),
            new("the gradient of a drawn batch of 3", "each row adds up to 0, and the loss's 1/N is in it",
                "the mean is forgotten, or the 1 is not subtracted", LineOfGradient,
                () => Answer.Of(GradientCheck.OfBackward(
                        a => new[] { new SoftmaxCrossEntropy<double>().Value(
                            Tensors.Of(a.Of<double[,]>("z")), target) },
                        (a, dy) => [("z", Scaled(gradient(a.Of<double[,]>("z"), classes), dy[0]))])
                    .At(("z", Drawn())).Called("Gradient"))),
        ];

        static double[,] Z() => new[,] { { 0, Math.Log(3) } };
        static double[,] Drawn() => Draw.Matrix(5, 3, 4);
    }

    private static double[,] Scaled(double[,] gradient, double dy)
    {
        var scaled = (double[,])gradient.Clone();
        for (var i = 0; i < scaled.GetLength(0); i++)
            for (var j = 0; j < scaled.GetLength(1); j++) scaled[i, j] *= dy;
        return scaled;
    }
}
