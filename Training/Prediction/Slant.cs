namespace CnnVerified.Training.Prediction;

/// <summary>
/// How digits lean: by so many columns a row, which second moments tell; MNIST's do by −0.15, the middle one of its
/// training images.
/// </summary>
internal static class Slant
{
    private const double Usual = -0.15, Most = 1;

    /// <summary>
    /// The image as it is, and with the usual slant after it was sheared, and after it was turned: who holds the paper
    /// askew turns a digit, who writes askew shears it.
    /// </summary>
    public static IReadOnlyList<Tensor<double>> Views(Tensor<double> image)
    {
        var ink = new Ink(Digits.Size, Digits.Size, image.Values.ToArray());
        var slant = Of(ink);
        var (sine, cosine) = Math.SinCos(Math.Atan(slant) - Math.Atan(Usual));
        return [image, Mapped(ink, 1, slant - Usual, 0, 1), Mapped(ink, cosine, sine, -sine, cosine)];
    }

    private static double Of(Ink ink)
    {
        var (x, y) = ink.Centre();
        var (across, down) = (0.0, 0.0);
        for (var i = 0; i < ink.Values.Length; i++)
        {
            var (right, below) = (i % ink.Width + 0.5 - x, i / ink.Width + 0.5 - y);
            across += ink.Values[i] * right * below;
            down += ink.Values[i] * below * below;
        }
        return down > 0 ? Math.Clamp(across / down, -Most, Most) : Usual;
    }

    /// <summary>Each pixel what stands at a·x + b·y, c·x + d·y, counted from the middle.</summary>
    private static Tensor<double> Mapped(Ink ink, double a, double b, double c, double d)
    {
        var (image, middle) = (new Tensor<double>(Digits.ImageShape), (ink.Width - 1) / 2.0);
        for (var i = 0; i < ink.Values.Length; i++)
        {
            var (x, y) = (i % ink.Width - middle, i / ink.Width - middle);
            image[i] = ink.Between(a * x + b * y + middle, c * x + d * y + middle);
        }
        return image;
    }
}
