namespace CnnVerified.Verification.Tests.Layers;

/// <summary>Sizes whose product, sum or quotient once did not fit into 32 bits.</summary>
public sealed class LargeSizeTests
{
    [Test]
    public void A_padding_of_2_to_the_30_is_refused_if_its_image_would_be_longer_than_2_to_the_31()
    {
        var window = new SlidingWindow((1 << 30) + 1, 1, 1 << 30);
        Assert.That(
            () => window.OutputSize((5, 6)),
            Throws.ArgumentException.With.Message.StartsWith(
                "input is 5×6, but with padding 1073741824×1073741824 must not be longer than 2147483647 in either "));
        Assert.That(
            () => new MaxPooling<double>((1 << 30) + 1, 1, 1 << 30).Forward(Zeros(1, 1, 5, 6)),
            Throws.ArgumentException.With.Message.StartsWith("input is 5×6, but "));
    }

    [Test]
    public void A_window_whose_planes_no_array_holds_is_computed_without_them([Values(1, 7)] int stride)
    {
        var layer = new AveragePooling<double>(60_000, stride, 30_000);
        var y = layer.Forward(new Tensor<double>(new Shape(1, 1, 1, 1), 3.6e9));
        Assert.That(y.Values.ToArray(), Is.All.EqualTo(1));
    }

    [Test]
    public void An_image_without_pixels_has_no_outputs() => Assert.That(
        () => new SlidingWindow(3, 1, 2).OutputSize((0, 4)),
        Throws.InstanceOf<ArgumentException>().With.Message.StartsWith(
            "input is 0×4, but must be at least 1 in both directions."));

    [Test]
    public void A_shape_has_no_more_entries_than_an_array()
    {
        Assert.That(new Shape(Array.MaxLength - 64).Count, Is.EqualTo(2_147_483_527));
        Assert.That(
            () => new Shape(2, 1_073_741_800),
            Throws.ArgumentException.With.Message.Contains("all entries together at most 2,147,483,527."));
    }

    [Test]
    public void A_reshape_to_more_than_2_to_the_32_numbers_does_not_wrap_around() => Assert.That(
        () => new Reshape<double>(new Shape((1 << 16) + 1)).OutputShape(new Shape(1 << 16)),
        Throws.ArgumentException.With.Message.StartsWith(
            "x has shape 65536, but a reshape to N×65537 needs 65537 numbers "));

    [Test]
    public void A_stride_may_be_as_large_as_a_number()
    {
        var x = new NormalValues(1).Tensor<double>(new Shape(2, 1, 5, 6));
        var near = new MaxPooling<double>((2, 3), (4, 4), (1, 0)).Forward(x);
        Assert.That(near.Shape, Is.EqualTo(new Shape(2, 1, 2, 1)));
        var far = new MaxPooling<double>((2, 3), (4, int.MaxValue), (1, 0)).Forward(x);
        Agreement.RequireSameBits("y", far, near);
        // One window, of which the last row and column lie over the image's first two rows and its first column.
        var layer = new AveragePooling<double>((2, 3), (int.MaxValue, int.MaxValue - 1), (0, 2));
        var y = layer.Forward(x);
        Assert.That(y[1, 0, 0, 0], Is.EqualTo((x[1, 0, 0, 0] + x[1, 0, 1, 0]) / 6));
        Assert.That(layer.Backward(x, y, y).Input[1, 0, 1, 0], Is.EqualTo(y[1, 0, 0, 0] / 6));
    }

    [Test]
    public void A_dense_layer_may_have_so_many_outputs_that_their_number_times_that_of_tiles_has_more_than_31_bits()
    {
        const int Inputs = 16, Outputs = 250_000;
        var (weights, x) = (Whole(new Shape(Outputs, Inputs)), Whole(new Shape(2, Inputs)));
        var y = new Dense<float>(weights, new Tensor<float>(new Shape(Outputs))).Forward(x);
        for (var n = 0; n < 2; n++)
            for (var j = 0; j < Outputs; j++)
            {
                var sum = 0f;
                for (var i = 0; i < Inputs; i++) sum += x[n, i] * weights[j, i];
                if (y[n, j] != sum) Assert.Fail($"y[{n}, {j}] is {y[n, j]}, but must be {sum}.");
            }
    }

    [Test]
    public void A_convolution_keeps_the_gradients_of_some_samples_at_a_time() =>
        RequireGradientOfDense(1024, samples: 520);

    [Test, Explicit("17 billion products, 10 s")]
    public void Parts_of_a_convolution_s_gradient_may_be_2_to_the_31_numbers() =>
        RequireGradientOfDense(4096, samples: 1024);

    /// <summary>
    /// A convolution by single pixels is a dense layer whose samples are the pixels. Numbers are whole, so that sums do
    /// not depend on their order.
    /// </summary>
    private static void RequireGradientOfDense(int size, int samples)
    {
        const int Pixels = 16;                          // as many as kernels like
        var (x, dy) = (Whole(new Shape(samples, size, 1, Pixels)), Whole(new Shape(samples, size, 1, Pixels)));
        var convolution = new Convolution<float>(new(new Shape(size, size, 1, 1)), new(new Shape(size)));
        var dense = new Dense<float>(new(new Shape(size, size)), new(new Shape(size)));
        var (actual, expected) = (convolution.NewGradients(), dense.NewGradients());
        convolution.Backward(x, dy, dy, dx: null, actual);
        var (pixels, upstream) = (PixelByPixel(x), PixelByPixel(dy));
        dense.Backward(pixels, upstream, upstream, dx: null, expected);
        Assert.That(actual[0].Values.SequenceEqual(expected[0].Values), "kernels");
        Assert.That(actual[1].Values.SequenceEqual(expected[1].Values), "bias");
    }

    private static Tensor<float> PixelByPixel(Tensor<float> images)
    {
        var (channels, pixels) = (images.Shape[1], images.Shape[3]);
        var rows = new Tensor<float>(new Shape(images.Shape[0] * pixels, channels));
        for (var i = 0; i < images.Shape.Count; i++)
            rows[i / (channels * pixels) * pixels + i % pixels, i / pixels % channels] = images[i];
        return rows;
    }

    private static Tensor<float> Whole(Shape shape)
    {
        var random = new Random(shape.Count);
        var tensor = new Tensor<float>(shape);
        foreach (ref var value in tensor.Values) value = random.Next(-3, 4);
        return tensor;
    }

    private static Tensor<double> Zeros(params int[] shape) => new(new Shape(shape));
}
