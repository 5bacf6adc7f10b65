namespace CnnVerified.Verification.Tests.Training.Data;

[Parallelizable(ParallelScope.All)]
public sealed class LookAlikeTests
{
    private static readonly Digits HeldOut = DataSet.TenDigits.HeldOut;

    [Test]
    public void MNISTs_own_digits_are_not_remarked()
    {
        Assert.That(LookAlike.RemarkOn(HeldOut), Is.Null);
        Assert.That(LookAlike.RemarkOn(DataSet.ZerosAndOnes.HeldOut), Is.Null);
    }

    [Test]
    public void Mirrored_inverted_and_foreign_images_are_told_apart()
    {
        Assert.That(LookAlike.RemarkOn(Changed((image, i) => image[i % 28 * 28 + i / 28])), Does.Contain("EMNIST"));
        Assert.That(LookAlike.RemarkOn(Changed((image, i) => (byte)(255 - image[i]))), Does.Contain("dark on light"));
        Assert.That(LookAlike.RemarkOn(Changed((image, i) => image[(i + 400) % 784])), Does.Contain("Fashion-MNIST"));
    }

    [Test]
    public void A_few_images_are_not_enough_to_tell() => Assert.That(
        LookAlike.RemarkOn(new Digits(IdxArray.Read(SmallMnist.Images(13)), IdxArray.Read(SmallMnist.Labels(13)), 10)),
        Is.Null);

    private static Digits Changed(Func<byte[], int, byte> pixel)
    {
        var pixels = Enumerable.Range(0, HeldOut.Count).SelectMany(n =>
        {
            var image = Array.ConvertAll(HeldOut.Image<double>(n).Values.ToArray(), ink => (byte)Math.Round(255 * ink));
            return Enumerable.Range(0, image.Length).Select(i => pixel(image, i));
        });
        var labels = Enumerable.Range(0, HeldOut.Count).Select(n => (byte)HeldOut.Label(n));
        return new Digits(
            IdxArray.Read(SmallMnist.Idx([HeldOut.Count, 28, 28], [.. pixels])),
            IdxArray.Read(SmallMnist.Idx([HeldOut.Count], [.. labels])), 10);
    }
}
