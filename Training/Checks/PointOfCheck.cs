namespace CnnVerified.Training.Checks;

/// <summary>
/// Where <c>verify</c> checks a network: at the image that was asked for, unless some tensor cannot move the loss
/// there, as where all units are saturated. Then at the next image where each can, or with the weights halved again and
/// again.
/// </summary>
internal static class PointOfCheck
{
    private const int MostImages = 20, MostHalvings = 20;

    /// <summary>The check at the first point that can tell; at the image itself if none can.</summary>
    public static GradientCheck Near(Network<double> network, Loss<double> loss, Digits images, int image)
    {
        var asked = At(network, image);
        if (asked.Silent() is not [_, ..] silent) return asked;
        var reason = $"as {string.Join(", ", silent)} cannot move the loss at image {image}";
        var others = Enumerable.Range(image + 1, Math.Min(MostImages, images.Count - 1));
        foreach (var next in others.Select(i => i % images.Count))
            if (At(network, next) is var check && check.Silent().Count == 0)
                return check.Called($"network at image {next}, {reason}");
        foreach (var divisor in Enumerable.Range(1, MostHalvings).Select(n => 1 << n))
            if (Divided(network, divisor) is { } smaller && At(smaller, image) is var check
                && check.Silent().Count == 0)
                return check.Called($"network with parameters ÷ {divisor} at image {image}, {reason} as it is");
        return asked;

        GradientCheck At(Network<double> some, int i) =>
            GradientCheck.Of(some, loss).At(Dequantised(images.Image<double>(i)), images.Target<double>(i));
    }

    /// <summary>A copy with smaller parameters; null if a layer is written for one scalar only.</summary>
    private static Network<double>? Divided(Network<double> network, int divisor)
    {
        var copy = network.Over<double>();
        foreach (var parameter in copy?.Parameters ?? [])
            foreach (ref var value in parameter.Value.Values) value /= divisor;
        return copy;
    }

    /// <summary>
    /// The image as if its pixels had not been rounded to 256 levels: each spread evenly over its level. Paper is
    /// exactly 0 otherwise, and ReLU and max-pooling have no derivative where many of their inputs are equal. L. Theis,
    /// A. van den Oord and M. Bethge, "A note on the evaluation of generative models" (ICLR 2016), section 3.1.
    /// </summary>
    private static Tensor<double> Dequantised(Tensor<double> image)
    {
        var random = new System.Random(0);
        foreach (ref var pixel in image.Values)
            pixel = (byte.MaxValue * pixel + random.NextDouble()) / (byte.MaxValue + 1);
        return image;
    }
}
