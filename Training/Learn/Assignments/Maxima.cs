namespace CnnVerified.Training.Learn.Assignments;

/// <summary>The exercise on layers that pass the larger on.</summary>
internal static class Maxima
{
    public static IReadOnlyList<Question> OfPooling(StudentCode code)
    {
        const int Size = 3, Stride = 2;
        var relu = code.Method<Func<double[], double[]>>("ReLU");
        var reluBackward = code.Method<Func<double[], double[], double[]>>("ReLUBackward");
        var pool = code.Method<Func<double[,], int, int, double[,]>>("MaxPool");
        var poolBackward = code.Method<Func<double[,], double[,], int, int, double[,]>>("MaxPoolBackward");
        double[,] x = { { 1, 5, 2 }, { 0, 3, 4 } }, negative = { { -3, -2 }, { -5, -4 } };
        double[] row = [-1.5, 2, 0.5, -0.25];
        const string LineOfReLU = "dx[i] = x[i] > 0 ? dy[i] : 0;", LineOfMaximum = "if (x[i, j] > x[I, J])",
            LineOfWinner = "dx[i, j] += dy[h, w];";
        return
        [
            new("ReLU of {-1.5, 2, 0.5, -0.25}", "negative numbers become 0, positive ones stay",
                "the absolute value, or the smaller of both", "y[i] = Math.Max(0, x[i]);",
                () => ArrayComparison.Of("y", relu([.. row]), new[] { 0, 2, 0.5, 0 })),
            new("ReLU backward", "dy is handed on where x > 0, unchanged", "1 in the place of dy, or no mask",
                LineOfReLU, () => Answer.Of(GradientCheck.OfBackward(
                        a => new ReLU<double>().Forward(Tensors.Of(a["x"], 1, row.Length)).Values.ToArray(),
                        (a, dy) => [("x", reluBackward(a["x"], dy))]).At(("x", row)).Called("ReLUBackward"))),
            new("max-pooling of the example", "windows overlap where the stride is smaller than the size",
                "the stride is taken for the size", LineOfMaximum,
                () => ArrayComparison.Of("y", pool(x, 2, 1), new double[,] { { 5, 5 } })),
            new("max-pooling of negative numbers", "the largest of negative numbers is negative",
                "the search begins with 0", LineOfMaximum,
                () => ArrayComparison.Of("y", pool(negative, 2, 2), new double[,] { { -2 } })),
            new("max-pooling of a drawn 7×5 image", "window (h, w) begins at (stride·h, stride·w)",
                "the window begins at (h, w)", LineOfMaximum,
                () => ArrayComparison.Of("y", pool(Drawn(), Size, Stride), Reference(Drawn(), Size, Stride))),
            new("max-pooling backward of the example", "an input that wins two windows gets both their dy",
                "the last window alone is kept", LineOfWinner,
                () => ArrayComparison.Of("dx", poolBackward(x, new double[,] { { 10, 1 } }, 2, 1),
                    new double[,] { { 0, 11, 0 }, { 0, 0, 0 } })),
            new("max-pooling backward of a drawn 7×5 image", "all of a window's dy goes to one input",
                "the last window alone is kept, or dy is shared by all of a window", LineOfWinner,
                () => Answer.Of(GradientCheck.OfBackward(
                        a => Reference(a.Of<double[,]>("x"), Size, Stride),
                        (a, dy) => [("x", poolBackward(a.Of<double[,]>("x"), dy, Size, Stride))])
                    .At(("x", Drawn())).Called("MaxPoolBackward, size 3, stride 2"))),
        ];

        static double[,] Drawn() => Draw.Matrix(3, 7, 5);
    }

    private static double[,] Reference(double[,] x, int size, int stride) =>
        Tensors.Matrix(new MaxPooling<double>(size, stride).Forward(Tensors.Image(x)));
}
