namespace CnnVerified.Training.Learn.Assignments;

/// <summary>The exercises on correlations of one image with one kernel.</summary>
internal static class Convolutions
{
    private static double[,] X => Draw.Matrix(1, 6, 5);

    private static double[,] K => Draw.Matrix(2, 3, 2);

    public static IReadOnlyList<Question> OfKernel(StudentCode code)
    {
        var correlate = code.Method<Func<double[,], double[,], double[,]>>("Correlate");
        var convolve = code.Method<Func<double[,], double[,], double[,]>>("Convolve");
        double[,] x = { { 1, 2, 3 }, { 4, 5, 7 } }, k = { { 1, 2 }, { 3, 4 } };
        const string Line = "y[h, w] += k[u, v] * x[h + u, w + v];",
            Rotation = "rotated[u, v] = k[K - 1 - u, L - 1 - v];";
        return
        [
            new("the correlation of the example", "the window's top left corner is (h, w), the kernel is not turned",
                "a kernel read backwards, or an index of one axis used for the other", Line,
                () => ArrayComparison.Of("y", correlate(x, k), new double[,] { { 37, 51 } })),
            new("the correlation of a drawn 6×5 image", "rows go with rows, columns with columns: kernel 3×2, y 4×4",
                "H and W, or u and v, changed places, or the last row of y is left out", Line,
                () => ArrayComparison.Of("y", correlate(X, K),
                    Tensors.Matrix(Correlation.CrossCorrelate(Tensors.Of(X), Tensors.Of(K))))),
            new("the convolution of the example", "a convolution is the correlation with the kernel rotated by 180°",
                "the kernel is not rotated", Rotation,
                () => ArrayComparison.Of("y", convolve(x, k), new double[,] { { 23, 34 } })),
            new("the convolution of a drawn 6×5 image", "both axes are reversed", "one axis alone is reversed",
                Rotation, () => ArrayComparison.Of("y", convolve(X, K),
                    Tensors.Matrix(Correlation.Convolve(Tensors.Of(X), Tensors.Of(K))))),
        ];
    }

    public static IReadOnlyList<Question> KernelGradient(StudentCode code)
    {
        var backward = code.Method<Func<double[,], double[,], double[,]>>("Backward");
        const string Line = "dk[u, v] += dy[h, w] * x[h + u, w + v];";
        return
        [
            new("the example worked by hand", "a kernel entry touched every output: dk sums over all of them",
                "the last output alone is kept, or dk is rotated", Line,
                () => ArrayComparison.Of("dk", backward(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } },
                    new double[,] { { 1, 10 } }), new double[,] { { 21, 32 }, { 54, 65 } })),
            new("a drawn 6×5 image, kernel 3×2", "dk has the shape of k, and is a correlation of x with dy",
                "dk is rotated, or a mean over the outputs", Line, () => Answer.Of(GradientCheck.OfBackward(
                        a => Reference(X, a.Of<double[,]>("k"), 1, 0), (_, dy) => [("k", backward(X, dy))])
                    .At(("k", K)).Called("dk of a 6×5 image"))),
        ];
    }

    public static IReadOnlyList<Question> InputGradient(StudentCode code)
    {
        var backward = code.Method<Func<double[,], double[,], double[,]>>("Backward");
        const string Line = "dx[h + u, w + v] += dy[h, w] * k[u, v];";
        return
        [
            new("the example worked by hand", "an input touched as many outputs as windows it lies in: they add up",
                "the last window alone is kept, or the kernel is turned", Line,
                () => ArrayComparison.Of("dx", backward(new double[,] { { 1, 10 } },
                    new double[,] { { 1, 2 }, { 3, 4 } }), new double[,] { { 1, 12, 20 }, { 3, 34, 40 } })),
            new("a drawn 6×5 image, kernel 3×2", "dx has the shape of x, and is a full convolution of dy with k",
                "a correlation, whose kernel is not rotated", Line, () => Answer.Of(GradientCheck.OfBackward(
                        a => Reference(a.Of<double[,]>("x"), K, 1, 0), (_, dy) => [("x", backward(dy, K))])
                    .At(("x", X)).Called("dx of a 6×5 image"))),
        ];
    }

    public static IReadOnlyList<Question> OfStride(StudentCode code)
    {
        const int S = 2, P = 1;
        var forward = code.Method<Func<double[,], double[,], int, int, double[,]>>("Forward");
        var input = code.Method<Func<double[,], double[,], int, int, int, int, double[,]>>("InputGradient");
        var kernel = code.Method<Func<double[,], double[,], int, int, int, int, double[,]>>("KernelGradient");
        double[,] x = { { 1, 2 }, { 3, 4 } }, k = { { 1, 10 }, { 100, 1000 } };
        double[,] corners = { { 1000, 200 }, { 30, 4 } };
        const string Place = "var (i, j) = (stride * h + u - padding, stride * w + v - padding);\n",
            LineOfY = Place + "if (i >= 0 && i < H && j >= 0 && j < W) y[h, w] += k[u, v] * x[i, j];",
            LineOfX = Place + "dx[i, j] += dy[h, w] * k[u, v];", LineOfK = Place + "dk[u, v] += dy[h, w] * x[i, j];";
        return
        [
            new("y of the example", "window (h, w) begins at (s·h - p, s·w - p); beyond the image are zeros",
                "the stride or the padding is left out, or the border is not looked at", LineOfY,
                () => ArrayComparison.Of("y", forward(x, k, S, P), corners)),
            new("y of a drawn 6×5 image, stride 2, padding 1", "y has (H + 2p - K) / s + 1 rows, rounded down",
                "the padding is added on one side alone", LineOfY,
                () => ArrayComparison.Of("y", forward(X, K, S, P), Reference(X, K, S, P))),
            new("dx of the example", "each product hands dy to the input that it had", "the place of the forward pass",
                LineOfX, () => ArrayComparison.Of("dx", input(x, k, S, P, 2, 2), corners)),
            new("dk of the example", "each product hands dy to the kernel entry that it had",
                "the place of the forward pass", LineOfK, () => ArrayComparison.Of(
                    "dk", kernel(x, x, S, P, 2, 2), new double[,] { { 16, 9 }, { 4, 1 } })),
            new("dx of a drawn 6×5 image", "inputs that no window reaches get 0; windows that overlap add up",
                "the last window alone is kept", LineOfX, () => Answer.Of(GradientCheck.OfBackward(
                        a => Reference(a.Of<double[,]>("x"), K, S, P),
                        (_, dy) => [("x", input(dy, K, S, P, 6, 5))]).At(("x", X)).Called("dx, stride 2, padding 1"))),
            new("dk of a drawn 6×5 image", "dk sums over the windows, and not beyond the image", "dk is rotated",
                LineOfK, () => Answer.Of(GradientCheck.OfBackward(
                        a => Reference(X, a.Of<double[,]>("k"), S, P),
                        (_, dy) => [("k", kernel(X, dy, S, P, 3, 2))]).At(("k", K)).Called("dk, stride 2, padding 1"))),
        ];
    }

    private static double[,] Reference(double[,] x, double[,] k, int stride, int padding) =>
        Tensors.Matrix(new Convolution<double>(Tensors.Image(k), new(new Shape(1)), stride, padding)
            .Forward(Tensors.Image(x)));
}
