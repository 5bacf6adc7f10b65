namespace CnnVerified.Verification.Tests.Training.Prediction;

[Parallelizable(ParallelScope.All)]
public sealed class DigitImageTests
{
    /// <summary>How many held-out digits of each kind are read, 1,000 at most; a few if it is not said.</summary>
    public const string DigitsVariable = "CNNVERIFIED_PREDICT_DIGITS";

    private static readonly Digits HeldOut = DataSet.TenDigits.HeldOut;

    private static readonly Lazy<Network<double>> Network = new(() =>
    {
        var experiment = new Experiment<float>(ExperimentDefinition.Find("small")!.Settings);
        for (var epoch = 0; epoch < 5; epoch++) experiment.TrainEpoch();
        return experiment.Network.Over<double>()!;
    });

    private static readonly int Count = int.TryParse(
        Environment.GetEnvironmentVariable(DigitsVariable), CultureInfo.InvariantCulture, out var asked) ? asked : 150;

    private static readonly Lazy<int> Plain = new(() => HowManyRight(DistortedDigits.Kinds["as MNIST has them"]));

    private static IEnumerable<string> Kinds() => DistortedDigits.Kinds.Keys;

    [TestCaseSource(nameof(Kinds))]
    public void Digits_of_every_kind_are_read_about_as_well_as_MNISTs_own(string kind)
    {
        var right = HowManyRight(DistortedDigits.Kinds[kind]);
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{kind}: {right} of {Count}, {100.0 * right / Plain.Value:F1} % of {Plain.Value}"));
        Assert.That(right, Is.GreaterThanOrEqualTo(0.95 * Plain.Value));
    }

    [Test]
    public void MNISTs_digits_stay_as_they_are_bit_for_bit_unless_their_strokes_are_unusual()
    {
        var same = 0;
        for (var i = 0; i < Count; i++)
        {
            var image = HeldOut.Image<double>(i).Values.ToArray();
            var picture = new Picture(28, 28, Array.ConvertAll(image, ink => (byte)Math.Round(255 * ink)));
            var (read, inverted) = (DigitImage.Of(picture)!, DigitImage.Of(picture with
            {
                Pixels = Array.ConvertAll(picture.Pixels.ToArray(), pixel => (byte)(255 - pixel)),
            })!);
            Assert.That(inverted.Values.ToArray(), Is.EqualTo(read.Values.ToArray()));
            if (image.SequenceEqual(read.Values.ToArray())) same++;
        }
        Assert.That(same, Is.GreaterThan(0.7 * Count));
    }

    [GateProperty(MaxTest = 200)]
    public void Whatever_is_drawn_lies_in_a_box_of_20_around_pixel_14(byte width, byte height, int seed)
    {
        var (w, h, random) = (width % 90 + 3, height % 90 + 3, new System.Random(seed));
        var pixels = new byte[w * h];
        for (var mark = 0; mark < 3; mark++) pixels[random.Next(pixels.Length)] = 255;
        if (DigitImage.Of(new Picture(w, h, pixels)) is not { } image) return;
        Assert.That(image.Values.ToArray(), Has.All.InRange(0.0, 1.0).And.Some.EqualTo(1.0));
        var (mass, x, y) = (0.0, 0.0, 0.0);
        for (var i = 0; i < image.Shape.Count; i++)
            (mass, x, y) = (mass + image[i], x + image[i] * (i % 28), y + image[i] * (i / 28));
        Assert.That((x / mass, y / mass), Is.EqualTo((14.0, 14.0)).Using<(double X, double Y)>(
            (a, b) => Math.Abs(a.X - b.X) < 1 && Math.Abs(a.Y - b.Y) < 1));
    }

    [TestCase(28, 28, 0)]
    [TestCase(28, 28, 255)]
    [TestCase(1, 1, 200)]
    [TestCase(300, 2, 128)]
    public void A_blank_picture_is_blank(int width, int height, byte grey)
    {
        var random = new System.Random(1);
        foreach (var noise in new[] { 1, 5, 30 })
        {
            var pixels = new byte[width * height];
            foreach (ref var pixel in pixels.AsSpan())
                pixel = (byte)Math.Clamp(grey + noise * (random.NextDouble() + random.NextDouble() - 1) / 2, 0, 255);
            Assert.That(DigitImage.Of(new Picture(width, height, pixels)), Is.Null, $"noise {noise}");
        }
    }

    [Test]
    public void Turned_and_sheared_strokes_are_seen_as_they_would_stand()
    {
        var image = new Tensor<double>(Digits.ImageShape);
        for (var h = 5; h < 23; h++) image[0, 0, h, 4 + h / 2] = 1;
        foreach (var view in Slant.Views(image).Skip(1))
        {
            var places = from h in Enumerable.Range(8, 12)
                         from w in Enumerable.Range(0, 28)
                         where view[0, 0, h, w] > 0.4
                         select w + 0.15 * h;
            Assert.That(places, Is.Not.Empty.And.All.EqualTo(12.8).Within(1));
        }
    }

    private static int HowManyRight(Func<double[], System.Random, Picture> kind)
    {
        var (random, right) = (new System.Random(7), 0);
        var reader = new DigitReader(Network.Value);
        for (var k = 0; k < Count; k++)
        {
            var i = (int)((long)k * HeldOut.Count / Count);
            if (DigitImage.Of(kind(HeldOut.Image<double>(i).Values.ToArray(), random)) is not { } image) continue;
            var outputs = reader.Probabilities(image);
            if (Array.IndexOf(outputs, outputs.Max()) == HeldOut.Label(i)) right++;
        }
        return right;
    }
}
