namespace Exercises;

// The whole network, which tells zeros from ones: an image (28, 28) → correlation with 5 kernels (3, 3), "valid", and
// a bias for each output position → sigmoid → 5·26·26 = 3380 features → dense (100) → sigmoid → dense (2) → sigmoid,
// binary cross-entropy. Call what you wrote: Correlation.Correlate, DenseForward.Forward and so on.
//
// Feature f·26·26 + h·26 + w is output (h, w) of kernel f. Show the images in their order, one at a time: the loss of
// an image is taken before its step, and a step subtracts rate · gradient from every parameter, in the arrays given.
//
// The first loss of an epoch is a mean over the images. The program that this course began as prints
//     0.8519283163379778, 0.2508692101503717, 0.16031088033731705, 0.11816458841008481, 0.09772345054220176
// for 200 images, five epochs and a rate of 0.02. So will yours: sums in another order change the last digits alone.
public static class Network
{
    /// <summary>The mean loss of each epoch.</summary>
    /// <param name="images">Each (28, 28).</param>
    /// <param name="targets">Each (1, 2).</param>
    /// <param name="kernels">Five, each (3, 3).</param>
    /// <param name="biases">Five, each (26, 26).</param>
    /// <param name="W1">(100, 3380).</param>
    /// <param name="b1">(100).</param>
    /// <param name="W2">(2, 100).</param>
    /// <param name="b2">(2).</param>
    /// <param name="rate">What a gradient is multiplied by in a step.</param>
    /// <param name="epochs">How often all images are shown.</param>
    public static double[] Train(
        double[][,] images, double[][,] targets, double[][,] kernels, double[][,] biases, double[,] W1, double[] b1,
        double[,] W2, double[] b2, double rate, int epochs)
    {
        var losses = new double[epochs];
        for (var epoch = 0; epoch < epochs; epoch++)
            for (var n = 0; n < images.Length; n++)
            {
                var features = new double[1, W1.GetLength(1)];
                for (var f = 0; f < kernels.Length; f++)
                {
                    var z = Correlation.Correlate(images[n], kernels[f]);
                    for (var h = 0; h < z.GetLength(0); h++)
                        for (var w = 0; w < z.GetLength(1); w++)
                            features[0, (f * z.GetLength(0) + h) * z.GetLength(1) + w] =
                                Sigmoid.Value(z[h, w] + biases[f][h, w]);
                }
                var hidden = Activated(DenseForward.Forward(features, W1, b1));
                var p = Activated(DenseForward.Forward(hidden, W2, b2));
                losses[epoch] += CrossEntropy.Loss(p, targets[n]) / images.Length;

                var dz2 = Through(p, CrossEntropy.Gradient(p, targets[n]));
                var dz1 = Through(hidden, DenseBackward.InputGradient(dz2, W2));
                var dz0 = Through(features, DenseBackward.InputGradient(dz1, W1));
                Descend(W2, DenseBackward.WeightGradient(hidden, dz2), rate);
                Descend(b2, DenseBackward.BiasGradient(dz2), rate);
                Descend(W1, DenseBackward.WeightGradient(features, dz1), rate);
                Descend(b1, DenseBackward.BiasGradient(dz1), rate);
                for (var f = 0; f < kernels.Length; f++)
                {
                    var dy = new double[biases[f].GetLength(0), biases[f].GetLength(1)];
                    for (var h = 0; h < dy.GetLength(0); h++)
                        for (var w = 0; w < dy.GetLength(1); w++)
                            dy[h, w] = dz0[0, (f * dy.GetLength(0) + h) * dy.GetLength(1) + w];
                    Descend(kernels[f], KernelGradient.Backward(images[n], dy), rate);
                    Descend(biases[f], dy, rate);
                }
            }
        return losses;
    }

    private static double[,] Activated(double[,] z)
    {
        var y = new double[1, z.GetLength(1)];
        for (var i = 0; i < z.GetLength(1); i++)
            y[0, i] = Sigmoid.Value(z[0, i]);
        return y;
    }

    private static double[,] Through(double[,] y, double[,] dy)
    {
        var dx = new double[1, y.GetLength(1)];
        for (var i = 0; i < y.GetLength(1); i++)
            dx[0, i] = dy[0, i] * y[0, i] * (1 - y[0, i]);
        return dx;
    }

    private static void Descend(double[,] theta, double[,] dtheta, double rate)
    {
        for (var i = 0; i < theta.GetLength(0); i++)
            for (var j = 0; j < theta.GetLength(1); j++)
                theta[i, j] -= rate * dtheta[i, j];
    }

    private static void Descend(double[] theta, double[] dtheta, double rate)
    {
        for (var i = 0; i < theta.Length; i++)
            theta[i] -= rate * dtheta[i];
    }
}
