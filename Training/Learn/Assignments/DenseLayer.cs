namespace CnnVerified.Training.Learn.Assignments;

/// <summary>The exercises on a dense layer; the other exercises' checks need none of the student's own.</summary>
internal static class DenseLayer
{
    public static IReadOnlyList<Question> Forward(StudentCode code)
    {
        var forward = code.Method<Func<double[,], double[,], double[], double[,]>>("Forward");
        const string Line = "var sum = b[j];\nsum += W[j, i] * x[n, i];";
        return
        [
            new("the example worked by hand", "every output is one sum over the inputs, plus its bias, once",
                "the bias is forgotten, or added for each i", Line, () => ArrayComparison.Of("y",
                    forward(new double[,] { { 1, 2 } }, new double[,] { { 3, 4 }, { 5, 6 }, { 7, 8 } }, [0.5, 0, -1]),
                    new[,] { { 11.5, 17, 22 } })),
            new("a drawn batch of 3 samples", "every sample has its own row, whatever the others are",
                "W is read as W[i, j], or all rows come from one sample", Line, () =>
                {
                    var (x, W, b) = (Draw.Matrix(1, 3, 4), Draw.Matrix(2, 5, 4), Draw.Row(3, 5));
                    return ArrayComparison.Of("y", forward(x, W, b), Reference(x, W, b));
                }),
        ];
    }

    public static IReadOnlyList<Question> Backward(StudentCode code)
    {
        var input = code.Method<Func<double[,], double[,], double[,]>>("InputGradient");
        var weights = code.Method<Func<double[,], double[,], double[,]>>("WeightGradient");
        var bias = code.Method<Func<double[,], double[]>>("BiasGradient");
        double[,] x = { { 1, 2 }, { 3, 4 } }, W = { { 5, 6 } }, dy = { { 1 }, { 10 } };
        const string LineOfX = "dx[n, i] += dy[n, j] * W[j, i];", LineOfW = "dW[j, i] += dy[n, j] * x[n, i];",
            LineOfB = "db[j] += dy[n, j];";
        return
        [
            new("dx of the example", "an input touched every output of its sample: dx sums over the outputs j",
                "the last output alone is kept", LineOfX,
                () => ArrayComparison.Of("dx", input(dy, W), new double[,] { { 5, 6 }, { 50, 60 } })),
            new("dW of the example", "a weight touched every sample: dW sums over the batch",
                "the last sample alone is kept, or a mean is taken", LineOfW,
                () => ArrayComparison.Of("dW", weights(x, dy), new double[,] { { 31, 42 } })),
            new("db of the example", "a bias touched every sample: db sums over the batch",
                "the last sample alone is kept, or a mean is taken", LineOfB,
                () => ArrayComparison.Of("db", bias(dy), new double[] { 11 })),
            new("dx of a drawn batch", "dx[n] depends on dy[n] alone and is linear in it", "W is read transposed",
                LineOfX, () => Answer.Of(Check("x", a => input(a, Weights)))),
            new("dW of a drawn batch", "the gradient of a batch is the sum of its samples' gradients",
                "a mean over the batch, which belongs to the loss", LineOfW,
                () => Answer.Of(Check("W", a => weights(Batch, a)))),
            new("db of a drawn batch", "the gradient of a batch is the sum of its samples' gradients",
                "a mean over the batch, which belongs to the loss", LineOfB, () => Answer.Of(Check("b", bias))),
        ];
    }

    private static readonly string[] Names = ["x", "W", "b"];

    private static double[,] Batch => Draw.Matrix(4, 3, 4);

    private static double[,] Weights => Draw.Matrix(5, 5, 4);

    private static GradientCheck Check(string variable, Func<double[,], Array> gradient) => GradientCheck.OfBackward(
            a => Reference(a.Of<double[,]>("x"), a.Of<double[,]>("W"), a["b"]), (_, dy) => [(variable, gradient(dy))])
        .At(("x", Batch), ("W", Weights), ("b", Draw.Row(6, 5)))
        .Fixed([.. Names.Where(name => name != variable)]).Called($"d{variable} of a batch of 3");

    private static double[,] Reference(double[,] x, double[,] W, double[] b) =>
        Tensors.Matrix(new Dense<double>(Tensors.Of(W), Tensors.Of(b)).Forward(Tensors.Of(x)));
}
