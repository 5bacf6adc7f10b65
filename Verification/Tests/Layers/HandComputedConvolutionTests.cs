namespace CnnVerified.Verification.Tests.Layers;

/// <summary>Convolutions small enough to check on paper.</summary>
public sealed class HandComputedConvolutionTests
{
    // x = 1 2 3   k = 1 2
    //     4 5 6       3 4
    //     7 8 9
    private static readonly double[] OneToNine = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    private static readonly Tensor<double> X = new(new Shape(1, 1, 3, 3), OneToNine);
    private static readonly Tensor<double> Kernel = new(new Shape(1, 1, 2, 2), 1, 2, 3, 4);

    [Test]
    public void A_bias_for_each_kernel_is_added_at_every_position()
    {
        // 1·1 + 2·2 + 4·3 + 5·4 = 37, 2·1 + 3·2 + 5·3 + 6·4 = 47,
        // 4·1 + 5·2 + 7·3 + 8·4 = 67, 5·1 + 6·2 + 8·3 + 9·4 = 77.
        var y = new Convolution<double>(Kernel, new Tensor<double>(new Shape(1), 10)).Forward(X);
        Agreement.RequireSameBits("y", y, new Tensor<double>(new Shape(1, 1, 2, 2), 47, 57, 77, 87));
    }

    [Test]
    public void A_bias_for_each_position_is_added_at_its_position()
    {
        var bias = new Tensor<double>(new Shape(1, 2, 2), 1, 2, 3, 4);
        var y = new Convolution<double>(Kernel, bias).Forward(X);
        Agreement.RequireSameBits("y", y, new Tensor<double>(new Shape(1, 1, 2, 2), 38, 49, 70, 81));
    }

    [Test]
    public void Windows_step_by_the_stride_over_an_image_padded_with_zeros()
    {
        // Windows   0 0   0 0   0 4   5 6
        //           0 1   2 3   0 7   8 9
        // 1·4 = 4, 2·3 + 3·4 = 18, 4·2 + 7·4 = 36, 5·1 + 6·2 + 8·3 + 9·4 = 77;
        // the padding's last row and column are seen by none.
        var y = new Convolution<double>(Kernel, new Tensor<double>(new Shape(1)), stride: 2, padding: 1).Forward(X);
        Agreement.RequireSameBits("y", y, new Tensor<double>(new Shape(1, 1, 2, 2), 4, 18, 36, 77));
    }

    [Test]
    public void Each_kernel_sums_over_the_channels()
    {
        // Channels (1 2) and (3 4); kernels 1, 10 and 100, 1000: 1·1 + 3·10 + ½, 2·1 + 4·10 + ½, 1·100 + 3·1000 − ½, …
        var x = new Tensor<double>(new Shape(1, 2, 1, 2), 1, 2, 3, 4);
        var kernels = new Tensor<double>(new Shape(2, 2, 1, 1), 1, 10, 100, 1000);
        var y = new Convolution<double>(kernels, new Tensor<double>(new Shape(2), 0.5, -0.5)).Forward(x);
        Agreement.RequireSameBits("y", y, new Tensor<double>(new Shape(1, 2, 1, 2), 31.5, 42.5, 3099.5, 4199.5));
    }

    [Test]
    public void The_upstream_gradient_goes_back_to_input_kernel_and_bias()
    {
        // dy = 1 −1   db = 1 − 1 + 2 + 0 = 2;
        //      2  0   dk = x ⋆ dy: 1 − 2 + 2·4 = 7, 2 − 3 + 2·5 = 9, 4 − 5 + 2·7 = 13, 5 − 6 + 2·8 = 15;
        //             dx = dy ∗ k (full): 1·1, 1·2 − 1·1, −1·2; 1·3 + 2·1, 1·4 − 1·3 + 2·2, −1·4; 2·3, 2·4, 0.
        var layer = new Convolution<double>(Kernel, new Tensor<double>(new Shape(1)));
        var dy = new Tensor<double>(new Shape(1, 1, 2, 2), 1, -1, 2, 0);
        var (dx, gradients) = layer.Backward(X, layer.Forward(X), dy);
        Agreement.RequireSameBits("dkernels", gradients[0], new Tensor<double>(Kernel.Shape, 7, 9, 13, 15));
        Agreement.RequireSameBits("dbias", gradients[1], new Tensor<double>(new Shape(1), 2));
        Agreement.RequireSameBits("dx", dx, new Tensor<double>(X.Shape, 1, 1, -2, 5, 5, -4, 6, 8, 0));
    }

    [Test]
    public void Cross_correlation_reads_the_kernel_forwards_and_convolution_backwards()
    {
        // Backwards: 1·4 + 2·3 + 4·2 + 5·1 = 23, 2·4 + 3·3 + 5·2 + 6·1 = 33,
        // 4·4 + 5·3 + 7·2 + 8·1 = 53, 5·4 + 6·3 + 8·2 + 9·1 = 63.
        var x = new Tensor<double>(new Shape(3, 3), OneToNine);
        var k = new Tensor<double>(new Shape(2, 2), 1, 2, 3, 4);
        var (forwards, backwards) = (Correlation.CrossCorrelate(x, k), Correlation.Convolve(x, k));
        Agreement.RequireSameBits("x ⋆ k", forwards, new Tensor<double>(k.Shape, 37, 47, 67, 77));
        Agreement.RequireSameBits("x ∗ k", backwards, new Tensor<double>(k.Shape, 23, 33, 53, 63));
    }

    [Test]
    public void Full_mode_gives_a_value_wherever_kernel_and_image_overlap()
    {
        // A row (1 2 3) and a kernel (1 10), forwards: 1·10, 1·1 + 2·10, 2·1 + 3·10, 3·1;
        // backwards: 1·1, 1·10 + 2·1, 2·10 + 3·1, 3·10.
        var x = new Tensor<double>(new Shape(1, 3), 1, 2, 3);
        var k = new Tensor<double>(new Shape(1, 2), 1, 10);
        var forwards = Correlation.CrossCorrelate(x, k, CorrelationMode.Full);
        var backwards = Correlation.Convolve(x, k, CorrelationMode.Full);
        Agreement.RequireSameBits("x ⋆ k", forwards, new Tensor<double>(new Shape(1, 4), 10, 21, 32, 3));
        Agreement.RequireSameBits("x ∗ k", backwards, new Tensor<double>(new Shape(1, 4), 1, 12, 23, 30));
    }
}
