namespace CnnVerified.Verification.Tests.Training.Prediction;

/// <summary>
/// Digits as people have them: moved, large, small, turned, thin, broad, on grey paper, photographed.
/// </summary>
internal static class DistortedDigits
{
    private const int Size = 28;

    public static IReadOnlyDictionary<string, Func<double[], System.Random, Picture>> Kinds { get; } =
        new Dictionary<string, Func<double[], System.Random, Picture>>
        {
            ["as MNIST has them"] = (ink, _) => Drawn(new(Size, Size, ink), 0, 255),
            ["dark on light paper"] = (ink, _) => Drawn(new(Size, Size, ink), 255, 0),
            ["moved by up to 4 pixels"] =
                (ink, r) => Drawn(Placed(ink, 28, 28, 1, r.Next(-4, 5), r.Next(-4, 5)), 0, 255),
            ["in a corner of 112×112"] = (ink, _) => Drawn(Placed(ink, 112, 112, 1, -42, -42), 255, 0),
            ["half as large"] = (ink, _) => Drawn(Placed(ink, 56, 56, 0.5), 0, 255),
            ["4.3 times as large"] = (ink, _) => Drawn(Placed(ink, 150, 150, 4.3), 255, 0),
            ["as large as the picture"] = (ink, _) => Drawn(Placed(ink, 28, 28, 1.3), 0, 255),
            ["on wide paper"] = (ink, _) => Drawn(Placed(ink, 112, 40, 1.5, -6), 255, 0),
            ["grey 60 on grey 150"] = (ink, _) => Drawn(Placed(ink, 112, 112, 4), 150, 60),
            ["turned by up to 10°"] =
                (ink, r) => Drawn(Placed(ink, 84, 84, 3, degrees: 20 * r.NextDouble() - 10), 255, 0),
            ["turned left by 10°"] = (ink, _) => Drawn(Placed(ink, 28, 28, 1, degrees: -10), 0, 255),
            ["turned right by 10°"] = (ink, _) => Drawn(Placed(ink, 28, 28, 1, degrees: 10), 0, 255),
            ["with a thin pen"] = (ink, _) => Drawn(
                Placed(ink, 112, 112, 4).Grown(true, true).Grown(false, true).Grown(true, true), 255, 0),
            ["with a broad pen"] = (ink, _) => Drawn(
                Placed(ink, 84, 84, 3).Grown(true, false).Grown(false, false).Grown(true, false), 255, 0),
            ["black and white"] =
                (ink, _) => Drawn(new(Size, Size, Array.ConvertAll(ink, v => v > 0.5 ? 1.0 : 0)), 255, 0),
            ["photographed"] = (ink, r) => Photographed(Placed(ink, 112, 112, 4, r.Next(-8, 9), r.Next(-8, 9)), r, 6),
            ["photographed in the dark"] =
                (ink, r) => Photographed(Placed(ink, 112, 112, 3, r.Next(-15, 16), r.Next(-15, 16)), r, 15),
            ["photographed from near"] = (ink, r) => Photographed(Placed(ink, 90, 90, 4), r, 6),
            ["photographed, 200×150, turned"] =
                (ink, r) => Photographed(
                    Placed(ink, 200, 150, 4, r.Next(-20, 21), r.Next(-10, 11), 10 * r.NextDouble() - 5), r, 8),
        };

    /// <summary>A digit, larger or smaller, turned, in the middle of paper or moved from there.</summary>
    private static Ink Placed(
        double[] ink, int width, int height, double scale, double right = 0, double down = 0, double degrees = 0)
    {
        const int Samples = 4;
        var (cosine, sine) = (Math.Cos(degrees * Math.PI / 180), Math.Sin(degrees * Math.PI / 180));
        var placed = new double[width * height];
        for (var i = 0; i < placed.Length * Samples; i++)
        {
            var (x, y) = (i / Samples % width + (i % 2 + 0.5) / 2, i / Samples / width + (i / 2 % 2 + 0.5) / 2);
            var (u, v) = ((x - width / 2.0 - right) / scale, (y - height / 2.0 - down) / scale);
            placed[i / Samples] +=
                Between(ink, cosine * u + sine * v + Size / 2, cosine * v - sine * u + Size / 2) / Samples;
        }
        return new Ink(width, height, placed);
    }

    private static double Between(double[] ink, double x, double y)
    {
        var (left, top) = ((int)Math.Floor(x - 0.5), (int)Math.Floor(y - 0.5));
        var (u, v) = (x - 0.5 - left, y - 0.5 - top);
        return (1 - v) * ((1 - u) * At(left, top) + u * At(left + 1, top))
            + v * ((1 - u) * At(left, top + 1) + u * At(left + 1, top + 1));

        double At(int w, int h) => w is < 0 or >= Size || h is < 0 or >= Size ? 0 : ink[h * Size + w];
    }

    private static Picture Drawn(Ink ink, double paper, double pen) =>
        new(
            ink.Width, ink.Height,
            Array.ConvertAll(ink.Values, value => (byte)Math.Round(paper + value * (pen - paper))));

    /// <summary>Uneven light, ink that is not black, a blurred lens and a sensor's noise.</summary>
    private static Picture Photographed(Ink ink, System.Random random, double noise)
    {
        var (across, down) = (0.8 * random.NextDouble() - 0.4, 0.8 * random.NextDouble() - 0.4);
        var (paper, reflected) = (130 + 60 * random.NextDouble(), 0.25 + 0.25 * random.NextDouble());
        var blurred = ink.Blurred(1).Blurred(1);
        var pixels = new byte[ink.Values.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            var light = 1 + across * (i % ink.Width / (double)ink.Width - 0.5)
                + down * (i / ink.Width / (double)ink.Height - 0.5);
            var seen = paper * light * (1 - (1 - reflected) * blurred.Values[i]);
            var grain = Enumerable.Range(0, 12).Sum(_ => random.NextDouble() - 0.5);
            pixels[i] = (byte)Math.Clamp(Math.Round(seen + noise * grain), 0, 255);
        }
        return new Picture(ink.Width, ink.Height, pixels);
    }
}
