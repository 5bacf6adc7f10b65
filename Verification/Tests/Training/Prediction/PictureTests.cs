using CnnVerified.Training.Data;
using CnnVerified.Training.Prediction;
using CnnVerified.Verification.Tests.Properties;
using NUnit.Framework;

namespace CnnVerified.Verification.Tests.Training.Prediction;

[Parallelizable(ParallelScope.All)]
public sealed class PictureTests
{
    private static readonly byte[] Digit = Pixels(DataSet.TenDigits.Training, 5);

    [Test]
    public void A_picture_of_28_by_28_is_the_image_bit_for_bit_in_ink_or_in_light() => Assert.Multiple(() =>
    {
        var image = DataSet.TenDigits.Training.Image<double>(5).Values.ToArray();
        Assert.That(Image(new Picture(28, 28, Digit)), Is.EqualTo(image));
        Assert.That(Image(new Picture(28, 28, Inverted(Digit))), Is.EqualTo(image));
    });

    [Test]
    public void A_picture_enlarged_by_a_whole_number_shrinks_to_itself([Values(2, 3, 5)] int factor)
    {
        var side = 28 * factor;
        var large = new byte[side * side];
        for (var i = 0; i < large.Length; i++) large[i] = Digit[i / side / factor * 28 + i % side / factor];
        Assert.That(Image(new Picture(side, side, large)), Is.EqualTo(Image(new Picture(28, 28, Digit))));
    }

    [Test]
    public void A_small_picture_grows_to_blocks()
    {
        var image = Image(new Picture(2, 2, new byte[] { 0, 51, 0, 0 }));
        for (var h = 0; h < 28; h++)
            for (var w = 0; w < 28; w++)
                Assert.That(image[h * 28 + w], Is.EqualTo(h < 14 && w >= 14 ? 51 / 255.0 : 0));
    }

    [Test]
    public void A_pixel_that_covers_parts_takes_their_mean()
    {
        // 42 pixels become 28: each covers one and a half, so the first takes a whole of
        // the first and half of the second.
        var row = new byte[42];
        (row[20], row[21]) = (90, 60);
        var pixels = Enumerable.Range(0, 42).SelectMany(_ => row).ToArray();
        var image = Image(new Picture(42, 42, pixels));
        Assert.That(image[13], Is.EqualTo((90 * 28.0 / 42) / 255).Within(Tolerances.Oracle));
        Assert.That(image[14], Is.EqualTo((60 * 28.0 / 42) / 255).Within(Tolerances.Oracle));
        Assert.That(image.Sum(), Is.EqualTo(28 * 150 * 28.0 / 42 / 255).Within(Tolerances.Oracle));
    }

    [Test]
    public void A_narrow_picture_stands_in_the_middle_of_paper([Values] bool isLight)
    {
        var pixels = Enumerable.Range(0, 14 * 28)
            .Select(i => i % 14 is 6 or 7 && i / 14 is > 3 and < 24 ? (byte)255 : (byte)0).ToArray();
        var image = Image(new Picture(14, 28, isLight ? Inverted(pixels) : pixels));
        for (var i = 0; i < image.Length; i++)
            Assert.That(image[i], Is.EqualTo(i % 28 is 13 or 14 && i / 28 is > 3 and < 24 ? 1 : 0));
    }

    [GateProperty]
    public void Ink_stays_between_0_and_1_and_keeps_its_share_of_the_area(byte width, byte height, int seed)
    {
        var (w, h) = (width % 60 + 1, height % 60 + 1);
        var pixels = new byte[w * h];
        new System.Random(seed).NextBytes(pixels.AsSpan());
        foreach (var i in Enumerable.Range(0, pixels.Length)
            .Where(i => i < w || i >= pixels.Length - w || i % w == 0 || i % w == w - 1)) pixels[i] = 0;
        var image = Image(new Picture(w, h, pixels));
        var side = (double)Math.Max(w, h);
        Assert.That(image, Has.All.InRange(0.0, 1.0));
        Assert.That(
            image.Average(), Is.EqualTo(pixels.Sum(pixel => pixel / 255.0) / side / side).Within(Tolerances.Oracle));
    }

    [TestCase("P2\n3 2\n15\n0 5 10\n15 0 3\n")]
    [TestCase("P2 # by hand\n# of\r3 2 15 0\t5\r\n10 15 0 3")]
    public void Pgm_in_words_is_read(string text) => AssertPicture(
        PgmFile.Read(PictureFiles.Pgm(text)), 3, 2, 0, 85, 170, 255, 0, 51);

    [Test]
    public void Pgm_in_bytes_is_read()
    {
        AssertPicture(PgmFile.Read(PictureFiles.Pgm("P5 2 1 255\n", 10, 32)), 2, 1, 10, 32);
        AssertPicture(PgmFile.Read(PictureFiles.Pgm("P5\n1 2\n65535\n", 255, 255, 128, 0)), 1, 2, 255, 128);
    }

    [TestCase("P5", "has '' where its width should be")]
    [TestCase("P5 a 2 255\n", "has 'a' where its width should be")]
    [TestCase("P5 2 -2 255\n", "has '-2' where its height should be")]
    [TestCase("P5 2 2 255\n", "ends too early", (byte)1, (byte)2, (byte)3)]
    [TestCase("P5 2 2 0\n", "says that 0 is white, but it must be from 1 to 65535", (byte)1)]
    [TestCase("P5 1 1 99999\n", "says that 99999 is white, but it must be from 1 to 65535", (byte)1)]
    [TestCase("P5 0 3 255\n", "has a width of 0 and a height of 3, but 11 bytes")]
    [TestCase("P5 99999 99999 255\n", "has a width of 99999 and a height of 99999, but 19 bytes")]
    [TestCase("P5 1 1 100\n", "has a pixel of 200, which is more than its white, 100", (byte)200)]
    [TestCase("P2 2 1 9 5", "has '' where its pixel should be")]
    public void A_damaged_pgm_is_refused_in_one_clause(string header, string complaint, params byte[] pixels) =>
        Assert.That(
            () => PgmFile.Read(PictureFiles.Pgm(header, pixels)),
            Throws.TypeOf<InvalidDataException>().With.Message.EqualTo(complaint));

    [Test]
    public void Png_is_read_in_grey_as_seen_on_white_paper() => Assert.Multiple(() =>
    {
        AssertPicture(PngFile.Read(PictureFiles.Png(2, 2, 0, 0, 50, 100, 255)), 2, 2, 0, 50, 100, 255);
        AssertPicture(PngFile.Read(PictureFiles.Png(3, 1, 2, 255, 0, 0, 0, 255, 0, 0, 0, 255)), 3, 1, 76, 150, 29);
        AssertPicture(PngFile.Read(PictureFiles.Png(3, 1, 4, 0, 255, 0, 0, 0, 51)), 3, 1, 0, 255, 204);
        AssertPicture(PngFile.Read(PictureFiles.Png(1, 2, 6, 9, 9, 9, 255, 9, 9, 9, 0)), 1, 2, 9, 255);
    });

    [Test]
    public void A_png_without_its_end_or_with_a_changed_byte_is_refused_in_one_clause()
    {
        var bytes = PictureFiles.Png(3, 2, 0, 1, 2, 3, 4, 5, 6);
        for (var length = 8; length < bytes.Length; length++)
            Assert.That(() => PngFile.Read(bytes.AsMemory(0, length)), Refused("ends before the PNG picture does"));
        bytes[45] ^= 4;     // within the packed pixels
        Assert.That(() => PngFile.Read(bytes), Refused("is a damaged PNG picture"));
        bytes[16] = 0xff;
        Assert.That(() => PngFile.Read(bytes),
            Refused("has a width of 4278190083 and a height of 2, but must have 1 to 100000000 pixels"));

        static NUnit.Framework.Constraints.IResolveConstraint Refused(string complaint) =>
            Throws.TypeOf<InvalidDataException>().With.Message.EqualTo(complaint);
    }

    [GateProperty(MaxTest = 500)]
    public void No_changed_byte_of_a_png_crashes_it(int position, byte value, int length)
    {
        var bytes = PictureFiles.Png(3, 2, 0, 1, 2, 3, 4, 5, 6);
        bytes[(int)((uint)position % bytes.Length)] = value;
        try
        {
            PngFile.Read(bytes.AsMemory(0, (int)((uint)length % bytes.Length) + 1));
        }
        catch (InvalidDataException complaint)
        {
            Assert.That(complaint.Message, Is.Not.Empty);
        }
    }

    private static void AssertPicture(Picture picture, int width, int height, params byte[] pixels)
    {
        Assert.That((picture.Width, picture.Height), Is.EqualTo((width, height)));
        Assert.That(picture.Pixels.ToArray(), Is.EqualTo(pixels));
    }

    private static double[] Image(Picture picture) => picture.ToImage().Values.ToArray();

    private static byte[] Inverted(byte[] pixels) => Array.ConvertAll(pixels, pixel => (byte)(255 - pixel));

    private static byte[] Pixels(Digits digits, int i) =>
        Array.ConvertAll(digits.Image<double>(i).Values.ToArray(), ink => (byte)Math.Round(255 * ink));
}
