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
        throw new NotImplementedException();
    }
}
