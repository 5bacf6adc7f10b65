using System.IO.Compression;
using System.Security.Cryptography;

namespace CnnVerified.Verification.Tests.Training.Data;

[Parallelizable(ParallelScope.All)]
public sealed class DigitsTests
{
    [TestCase("zeros-and-ones", "e53cf4912a883b78de29e36d847918308351e972e4e61c4c9ebae3ec9ea7a4e9")]
    [TestCase("ten-digits", "242e42d85eb5a14665416bc80fa0b4b4d3b65ef3985960d256509cbcd3850fb0")]
    public void The_embedded_digits_are_the_ones_that_the_data_page_describes(string name, string digest) =>
        Assert.That(Convert.ToHexStringLower(SHA256.HashData(Uncompressed(name))), Is.EqualTo(digest));

    [Test]
    public void There_are_500_zeros_and_500_ones_to_train_on_and_2115_held_out()
    {
        Assert.That(Counts(DataSet.ZerosAndOnes.Training), Is.EqualTo(new[] { 500, 500 }));
        Assert.That(Counts(DataSet.ZerosAndOnes.HeldOut), Is.EqualTo(new[] { 980, 1135 }));
    }

    [Test]
    public void There_are_300_of_each_digit_to_train_on_and_100_held_out()
    {
        Assert.That(Counts(DataSet.TenDigits.Training), Is.EqualTo(Enumerable.Repeat(300, 10)));
        Assert.That(Counts(DataSet.TenDigits.HeldOut), Is.EqualTo(Enumerable.Repeat(100, 10)));
    }

    [Test]
    public void Both_embedded_sets_have_the_same_first_zero()
    {
        var zero = DataSet.TenDigits.Training.FirstOfEachClass(1)[0];
        Assert.That(
            DataSet.TenDigits.Training.Image<float>(zero).Values.ToArray(),
            Is.EqualTo(DataSet.ZerosAndOnes.Training.Image<float>(0).Values.ToArray()));
    }

    [Test]
    public void The_first_of_each_class_are_zeros_and_then_ones()
    {
        Assert.That(DataSet.ZerosAndOnes.Training.FirstOfEachClass(3), Is.EqualTo(new[] { 0, 1, 2, 500, 501, 502 }));
        Assert.That(
            DataSet.ZerosAndOnes.HeldOut.FirstOfEachClass(4).Select(DataSet.ZerosAndOnes.HeldOut.Label),
            Is.EqualTo(new[] { 0, 0, 0, 0, 1, 1, 1, 1 }));
    }

    [TestCase(501, "from 1 to 500")]
    [TestCase(0, "from 1 to 500")]
    public void More_of_a_class_than_there_are_is_refused(int n, string allowed) => Assert.That(
        () => DataSet.ZerosAndOnes.Training.FirstOfEachClass(n),
        Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains(allowed));

    [Test]
    public void All_of_each_class_is_every_image_once_class_by_class()
    {
        var heldOut = DataSet.ZerosAndOnes.HeldOut;
        var all = heldOut.FirstOfEachClass(null);
        Assert.That(all, Is.EquivalentTo(Enumerable.Range(0, 2115)));
        Assert.That(all.Select(heldOut.Label), Is.Ordered);
        Assert.That(all[..980], Is.Ordered);
    }

    [Test]
    public void The_first_two_classes_of_ten_are_the_zeros_and_ones_in_their_order()
    {
        var (ten, two) = (DataSet.TenDigits.Training, DataSet.TenDigits.OfFirst(2).Training);
        var kept = Enumerable.Range(0, ten.Count).Where(i => ten.Label(i) < 2).ToArray();
        Assert.That((two.Classes, two.Count), Is.EqualTo((2, 600)));
        Assert.That(Labels(two), Is.EqualTo(kept.Select(ten.Label)));
        foreach (var k in new[] { 0, 1, 300, 599 })
            Assert.That(two.Image<float>(k).Values.ToArray(), Is.EqualTo(ten.Image<float>(kept[k]).Values.ToArray()));
        Assert.That(two.Target<float>(0).Shape, Is.EqualTo(new Shape(1, 2)));
    }

    [Test]
    public void An_image_runs_from_0_to_1_and_its_target_is_one_hot()
    {
        var digits = DataSet.ZerosAndOnes.Training;
        var image = digits.Image<double>(0);
        Assert.That(image.Shape, Is.EqualTo(new Shape(1, 1, 28, 28)));
        Assert.That(image.Values[126..130].ToArray(), Is.EqualTo(new[] { 0, 51 / 255.0, 159 / 255.0, 253 / 255.0 }));
        Assert.That(image.Values.ToArray().Max(), Is.EqualTo(1));
        Assert.That(digits.Target<double>(0).Values.ToArray(), Is.EqualTo(new[] { 1.0, 0.0 }));
        Assert.That(digits.Target<float>(500).Values.ToArray(), Is.EqualTo(new[] { 0f, 1f }));
    }

    private static IEnumerable<int> Labels(Digits digits) => Enumerable.Range(0, digits.Count).Select(digits.Label);

    private static int[] Counts(Digits digits) =>
        [.. Enumerable.Range(0, digits.Classes).Select(label => Labels(digits).Count(other => other == label))];

    private static byte[] Uncompressed(string name)
    {
        using var resource = typeof(Digits).Assembly.GetManifestResourceStream($"{name}.idx.gz")!;
        using var bytes = new MemoryStream();
        new GZipStream(resource, CompressionMode.Decompress).CopyTo(bytes);
        return bytes.ToArray();
    }
}
