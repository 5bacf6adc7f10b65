namespace CnnVerified.Verification.Tests.Properties;

/// <summary>
/// What lets a gradient check of a whole network re-run only what a perturbation can alter: the partial forward pass
/// has the very bits of the whole one, and nothing changes outside the reach that a layer reports.
/// </summary>
public sealed class PartialForwardTests
{
    private const int Trials = 8;

    [GateProperty]
    public void A_range_of_outputs_has_the_bits_of_the_whole_forward_pass(
        ConvolutionGeometry convolution, DenseGeometry dense)
    {
        foreach (var (layer, x, _) in EveryLayer.Of(convolution, dense))
        {
            var whole = layer.Forward(x);
            var random = new Random(dense.Seed);
            for (var trial = 0; trial < Trials; trial++)
            {
                var start = random.Next(whole.Shape.Count);
                var range = start..random.Next(start + 1, whole.Shape.Count + 1);
                var partial = new Tensor<double>(whole.Shape);
                partial.Values.Fill(double.NaN);
                ((IPartialForward<double>)layer).Forward(x, partial, range);
                Assert.That(partial.Values[range].ToArray(), Is.EqualTo(whole.Values[range].ToArray()), layer.Name);
            }
        }
    }

    [Test]
    public void One_sample_confines_a_parameter_to_its_own_outputs()
    {
        // 2 kernels of 2×2 over one 3×3 image: kernel 1 owns the outputs 4 … 7. Dense: row 1 owns output 1.
        var image = new Shape(1, 1, 3, 3);
        var kernels = new Tensor<double>(new Shape(2, 1, 2, 2));
        var perChannel = new Convolution<double>(kernels, new Tensor<double>(new Shape(2)));
        var perPosition = new Convolution<double>(kernels, new Tensor<double>(new Shape(2, 2, 2)));
        var dense = new Dense<double>(new Tensor<double>(new Shape(3, 2)), new Tensor<double>(new Shape(3)));
        Assert.That(perChannel.ReachOfParameter(0, 4, image), Is.EqualTo(4..8));
        Assert.That(perChannel.ReachOfParameter(1, 1, image), Is.EqualTo(4..8));
        Assert.That(perPosition.ReachOfParameter(1, 6, image), Is.EqualTo(6..7));
        Assert.That(dense.ReachOfParameter(0, 2, new Shape(1, 2)), Is.EqualTo(1..2));
    }

    [Test]
    public void A_pooled_pixel_reaches_its_own_channel_and_a_logit_its_own_sample()
    {
        // 2 samples of 3 channels 4×4 pool to 2×2: pixel 16 begins channel 1, whose outputs are 4 … 7.
        var images = new Shape(2, 3, 4, 4);
        Assert.That(new MaxPooling<double>(2).ReachOfInputs(16..17, images), Is.EqualTo(4..8));
        Assert.That(new AveragePooling<double>(2).ReachOfInputs(15..17, images), Is.EqualTo(0..8));
        Assert.That(new Softmax<double>().ReachOfInputs(4..6, new Shape(4, 3)), Is.EqualTo(3..6));
        Assert.That(new ReLU<double>().ReachOfInputs(4..6, new Shape(4, 3)), Is.EqualTo(4..6));
    }
}
