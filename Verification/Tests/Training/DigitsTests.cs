using System.IO.Compression;
using System.Security.Cryptography;
using CnnVerified.Layers;
using CnnVerified.Training.Data;
using NUnit.Framework;

namespace CnnVerified.Verification.Tests.Training;

[Parallelizable(ParallelScope.All)]
public sealed class DigitsTests
{
    [Test]
    public void The_embedded_digits_are_the_ones_that_the_data_page_describes() => Assert.That(
        Convert.ToHexStringLower(SHA256.HashData(Uncompressed())),
        Is.EqualTo("e53cf4912a883b78de29e36d847918308351e972e4e61c4c9ebae3ec9ea7a4e9"));

    [Test]
    public void There_are_500_of_each_to_train_on_and_2115_held_out()
    {
        Assert.That(Labels(Digits.Training).CountBy(label => label), Is.EqualTo(Pairs((0, 500), (1, 500))));
        Assert.That(Labels(Digits.HeldOut).CountBy(label => label), Is.EquivalentTo(Pairs((0, 980), (1, 1135))));
    }

    [Test]
    public void The_first_of_each_class_are_zeros_and_then_ones()
    {
        Assert.That(Digits.Training.FirstOfEachClass(3), Is.EqualTo(new[] { 0, 1, 2, 500, 501, 502 }));
        Assert.That(
            Digits.HeldOut.FirstOfEachClass(3).Select(Digits.HeldOut.Label), Is.EqualTo(new[] { 0, 0, 0, 1, 1, 1 }));
        Assert.That(() => Digits.Training.FirstOfEachClass(501), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void An_image_runs_from_0_to_1_and_its_target_is_one_hot()
    {
        var image = Digits.Training.Image<double>(0);
        Assert.That(image.Shape, Is.EqualTo(new Shape(1, 1, 28, 28)));
        Assert.That(image.Values[126..130].ToArray(), Is.EqualTo(new[] { 0, 51 / 255.0, 159 / 255.0, 253 / 255.0 }));
        Assert.That(image.Values.ToArray().Max(), Is.EqualTo(1));
        Assert.That(Digits.Training.Target<double>(0).Values.ToArray(), Is.EqualTo(new[] { 1.0, 0.0 }));
        Assert.That(Digits.Training.Target<float>(500).Values.ToArray(), Is.EqualTo(new[] { 0f, 1f }));
    }

    [TestCase(0, "begins with 01000803")]
    [TestCase(4, "impossible sizes")]
    [TestCase(16 + 1000 * 784 + 8, "calls an image 3")]
    public void A_wrong_byte_is_told_in_one_sentence(int position, string complaint)
    {
        var bytes = Uncompressed();
        bytes[position] |= position == 4 ? (byte)0x80 : position == 0 ? (byte)1 : (byte)3;
        Assert.That(
            () => Digits.Read(Compressed(bytes)),
            Throws.TypeOf<InvalidDataException>().With.Message.StartsWith("The file of digits is damaged: it ")
                .And.Message.Contains(complaint).And.Message.EndsWith(".").And.Message.Not.Contains('\n'));
    }

    [Test]
    public void A_missing_end_and_a_surplus_byte_are_told_in_one_sentence()
    {
        var bytes = Uncompressed();
        Assert.That(
            () => Digits.Read(Compressed(bytes[..^1])),
            Throws.TypeOf<InvalidDataException>()
                .With.Message.EqualTo("The file of digits is damaged: it ends too early."));
        Assert.That(
            () => Digits.Read(Compressed([.. bytes, 0])),
            Throws.TypeOf<InvalidDataException>()
                .With.Message.EqualTo("The file of digits is damaged: it goes on after its last array."));
    }

    [Test]
    public void A_stream_that_is_not_compressed_is_told_in_one_sentence() => Assert.That(
        () => Digits.Read(new MemoryStream([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])),
        Throws.TypeOf<InvalidDataException>().With.Message.StartsWith("The file of digits is damaged: "));

    private static IEnumerable<int> Labels(Digits digits) => Enumerable.Range(0, digits.Count).Select(digits.Label);

    private static KeyValuePair<int, int>[] Pairs(params (int Digit, int Count)[] pairs) =>
        [.. pairs.Select(pair => KeyValuePair.Create(pair.Digit, pair.Count))];

    private static byte[] Uncompressed()
    {
        using var resource = typeof(Digits).Assembly.GetManifestResourceStream("zeros-and-ones.idx.gz")!;
        using var bytes = new MemoryStream();
        new GZipStream(resource, CompressionMode.Decompress).CopyTo(bytes);
        return bytes.ToArray();
    }

    private static MemoryStream Compressed(byte[] bytes)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(bytes);
        compressed.Position = 0;
        return compressed;
    }
}
