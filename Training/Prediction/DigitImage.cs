namespace CnnVerified.Training.Prediction;

/// <summary>
/// Pictures as MNIST has its digits: the ink alone, in a box of 20×20, in a field of 28×28 with its centre of mass in
/// pixel 14, 14. Y. LeCun, C. Cortes and C. Burges, "The MNIST database of handwritten digits",
/// yann.lecun.com/exdb/mnist.
/// </summary>
internal static class DigitImage
{
    private const int Size = Digits.Size, Box = 20, LeastBox = 18, LargestPicture = 420;
    private const int MostSteps = 30;
    private const double Visible = 0.1, Finest = 1.8, Broadest = 3.8, LeastPixels = 4;

    /// <summary>The image, (1, 1, 28, 28), from 0 (paper) to 1 (ink); null if the picture is blank.</summary>
    public static Tensor<double>? Of(Picture picture)
    {
        if (Ink.Of(picture.NoLargerThan(LargestPicture)) is not { } ink) return null;
        ink = WithUsualStrokes(ink.Cropped(Visible));
        var scale = Scale(ink);
        var (x0, y0) = ink.Centre();
        var (columns, rows) = (Taps(x0, scale, ink.Width), Taps(y0, scale, ink.Height));
        var image = new Tensor<double>(Digits.ImageShape);
        for (var h = 0; h < Size; h++)
            for (var w = 0; w < Size; w++)
            {
                var sum = 0.0;
                foreach (var (y, high) in rows[h])
                    foreach (var (x, wide) in columns[w])
                        sum += high * wide * ink.Values[y * ink.Width + x];
                image[0, 0, h, w] = sum;
            }
        var darkest = 0.0;
        foreach (var value in image.Values) darkest = Math.Max(darkest, value);
        foreach (ref var value in image.Values) value /= darkest;
        return image;
    }

    /// <summary>
    /// How many of the ink's pixels one of the 28 spans; what has about the size of the box keeps it.
    /// </summary>
    private static double Scale(Ink ink)
    {
        var (left, right, top, bottom) = ink.Extent(Visible);
        var side = Math.Max(right - left, bottom - top);
        return side is >= LeastBox and <= Box ? 1 : (double)side / Box;
    }

    /// <summary>
    /// Strokes finer or broader than MNIST's are drawn over, until they are as its finest or broadest.
    /// </summary>
    private static Ink WithUsualStrokes(Ink ink)
    {
        if (Width(ink) is >= Finest and <= Broadest) return ink;
        if (Scale(ink) < LeastPixels) ink = ink.Enlarged((int)Math.Ceiling(LeastPixels / Scale(ink)));
        var isTooBroad = Width(ink) > Broadest;
        for (var step = 0; step < MostSteps && (isTooBroad ? Width(ink) > Broadest : Width(ink) < Finest); step++)
            ink = ink.Grown(isRound: step % 2 == 0, isTooBroad);
        return ink;

        static double Width(Ink ink) => ink.StrokeWidth() / Scale(ink);
    }

    /// <summary>
    /// Which of the ink's rows or columns each of the 28 takes its mean of: those that it covers, or the nearest if it
    /// covers less than one.
    /// </summary>
    private static (int Source, double Share)[][] Taps(double centre, double scale, int size)
    {
        if (scale == 1) centre = Math.Floor(centre) + 0.5;
        return [.. Enumerable.Range(0, Size).Select(target =>
        {
            var middle = centre + (target - Size / 2) * scale;
            var reach = Math.Max(1, scale);
            var taps = (
                from source in Enumerable.Range((int)Math.Floor(middle - reach), (int)(2 * reach) + 2)
                let overlap = scale > 1
                    ? Math.Min(source + 1, middle + scale / 2) - Math.Max(source, middle - scale / 2)
                    : 1 - Math.Abs(source + 0.5 - middle)
                where overlap > 0
                select (source, overlap)).ToArray();
            var total = taps.Sum(tap => tap.overlap);
            return taps.Where(tap => tap.source >= 0 && tap.source < size)
                .Select(tap => (tap.source, tap.overlap / total)).ToArray();
        })];
    }
}
