using CnnVerified.Training.Data.Mnist;

namespace CnnVerified.Verification.Tests.Training.Data;

[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MnistFolderTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public MnistFolderTests()
    {
        foreach (var (name, content) in SmallMnist.Contents) File.WriteAllBytes(At(name), content);
    }

    public void Dispose() => folder.Delete(recursive: true);

    [Test]
    public void Files_may_be_packed_and_their_names_may_have_a_dot(
        [Values] bool packed, [Values] bool dotted, [Values] bool named)
    {
        foreach (var (name, content) in SmallMnist.Contents)
        {
            File.Delete(At(name));
            var other = dotted ? name.Replace("-idx", ".idx", StringComparison.Ordinal) : name;
            File.WriteAllBytes(At(named ? $"{other}.gz" : other), packed ? SmallMnist.Packed(content) : content);
        }
        var (training, heldOut) = MnistFolder.Read(folder.FullName);
        Assert.That(Labels(training), Is.EqualTo(new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2 }));
        Assert.That(Labels(heldOut), Is.EqualTo(new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0 }));
        Assert.That(
            training.Image<double>(12).Values.ToArray(),
            Is.EqualTo(SmallMnist.Contents[SmallMnist.TrainingImages][^784..].Select(pixel => pixel / 255.0)));
    }

    [Test]
    public void Zeros_and_ones_may_be_taken_alone()
    {
        var (training, heldOut) = MnistFolder.Read(folder.FullName).OfFirst(2);
        Assert.That((training.Classes, heldOut.Classes), Is.EqualTo((2, 2)));
        Assert.That(Labels(training), Is.EqualTo(new[] { 0, 1, 0, 1 }));
        Assert.That(Labels(heldOut), Is.EqualTo(new[] { 0, 1, 0 }));
    }

    [Test]
    public void A_class_without_images_is_told_in_one_sentence()
    {
        File.WriteAllBytes(At(SmallMnist.TrainingLabels), SmallMnist.Idx([13], new byte[13]));
        Assert.That(
            () => MnistFolder.Read(folder.FullName).OfFirst(2),
            Throws.TypeOf<InvalidDataException>()
                .With.Message.EqualTo("There is no image of a 1 among the digits, but there must be some of 0 to 1."));
    }

    [Test]
    public void A_missing_file_is_named_in_all_its_spellings()
    {
        File.Delete(At(SmallMnist.TrainingLabels));
        Assert.That(() => MnistFolder.Read(folder.FullName), Throws.InstanceOf<IOException>().With.Message.EqualTo(
            $"'{folder.FullName}' has no file train-labels-idx1-ubyte or train-labels-idx1-ubyte.gz or "
            + "train-labels.idx1-ubyte or train-labels.idx1-ubyte.gz."));
    }

    public static IEnumerable<TestCaseData> Damages()
    {
        var (images, labels) = (SmallMnist.Images(13), SmallMnist.Labels(13));
        yield return Case("empty", [], "is empty, but must be an IDX array of bytes");
        yield return Case("wrong magic", [0, 0, 9, .. images[3..]],
            "begins with 00000903, but an IDX array of bytes begins with 000008 and 01 to 04 axes");
        yield return Case("header alone, cut", images[..10], "ends within its header");
        yield return Case(
            "truncated", images[..^1], "should go on for 10,192 bytes after its header, but ends after 10,191");
        yield return Case("too long", [.. images, 0], "goes on after its last array");
        yield return Case(
            "a size of 2^31", [.. images[..4], 0x80, 0, 0, 0, .. images[8..]], "has the impossible sizes -2147483648");
        yield return Case("sizes whose product is too large", [.. images[..4], 0x7f, 0xff, 0xff, 0xff, .. images[8..]],
            "has the impossible sizes 2147483647×28");
        yield return Case(
            "truncated gzip", SmallMnist.Packed(images)[..3000], "(is a damaged gzip file|should go on for .*)");
        yield return Case("damaged gzip", [0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8], "is a damaged gzip file");
        yield return Case("labels for images", labels, "has the sizes 13 where images are N×28×28", pair: true);
        yield return Case("other height", SmallMnist.Idx([13, 27, 28], new byte[13 * 27 * 28]),
            "has the sizes 13×27×28 where images are N×28×28", pair: true);
        yield return Case(
            "fewer images than labels", SmallMnist.Images(12), "has 12 images, but 13 labels", pair: true);

        static TestCaseData Case(string name, byte[] bytes, string complaint, bool pair = false) =>
            new TestCaseData(bytes, complaint, pair).SetName($"A file of images is refused in one sentence: {name}");
    }

    [TestCaseSource(nameof(Damages))]
    public void A_damaged_file_is_refused_in_one_sentence(byte[] bytes, string complaint, bool pair)
    {
        File.WriteAllBytes(At(SmallMnist.TrainingImages), bytes);
        var files = pair ? $"'{At(SmallMnist.TrainingImages)}' with its '{SmallMnist.TrainingLabels}'"
            : $"'{At(SmallMnist.TrainingImages)}'";
        Assert.That(
            () => MnistFolder.Read(folder.FullName),
            Throws.TypeOf<InvalidDataException>().With.Message.Matches(
                $@"\A{System.Text.RegularExpressions.Regex.Escape(files)} cannot be used: it {complaint}\.\z"));
    }

    [Test]
    public void A_label_that_is_no_digit_is_told_in_one_sentence()
    {
        var labels = SmallMnist.Labels(13);
        labels[^1] = 10;
        File.WriteAllBytes(At(SmallMnist.TrainingLabels), labels);
        Assert.That(() => MnistFolder.Read(folder.FullName), Throws.TypeOf<InvalidDataException>().With.Message.EqualTo(
            $"'{At(SmallMnist.TrainingImages)}' with its '{SmallMnist.TrainingLabels}' cannot be used: "
            + "it calls an image 10, but its digits are 0 to 9."));
    }

    [Test]
    public void The_program_trains_on_a_folder_and_takes_all_of_each_class()
    {
        var (exitCode, output, error) =
            TrainingProgram.Run("--data", folder.FullName, "--samples-per-class", "all", "--epochs", "1");
        Assert.That((exitCode, error), Is.EqualTo((0, "")));
        Assert.That(output, Does.Match(@"\AEpoch 1/1 - Loss: \S+\r?\nHeld-out: \d of 3 correct"));
    }

    [TestCase("--data is 'nowhere', but must be embedded, full or a directory that exists.", "--data", "nowhere")]
    [TestCase("--mirror is 'mnist', but must be an address that begins with http:// or https://.", "--mirror", "mnist")]
    [TestCase("--mirror is 'file:///mnist', but must be an address that begins with http:// or https://.", "--data",
        "full", "--mirror", "file:///mnist")]
    [TestCase("--mirror needs --data full.", "--mirror", "http://127.0.0.1/")]
    public void The_program_refuses_a_wrong_source_in_one_sentence(string sentence, params string[] arguments) =>
        TrainingProgram.Refuses(sentence, arguments);

    [Test]
    public void The_program_asks_for_no_more_samples_than_the_folder_has() => TrainingProgram.Refuses(
        "--samples-per-class is '100', but must be a whole number from 1 to 2, or all.", "--data", folder.FullName);

    [Test]
    public void The_program_tells_what_a_mirror_did_in_one_sentence_and_keeps_nothing()
    {
        using var server = new MirrorServer(path => MirrorServer.Answer.Of(SmallMnist.Packed(SmallMnist.Images(3))));
        var cache = At("cache");
        var result = TrainingProgram.Run(
            [("CNNVERIFIED_CACHE", cache)], "--data", "full", "--mirror", server.Address.AbsoluteUri);
        Assert.That(result, Is.EqualTo((2, "",
            $"train-images-idx3-ubyte could not be fetched: {server.Address}train-images-idx3-ubyte.gz "
            + $"has 2,368 bytes when unpacked, but MNIST's has 47,040,016.{Environment.NewLine}")));
        Assert.That(Directory.Exists(cache), Is.False);
    }

    private static IEnumerable<int> Labels(Digits digits) => Enumerable.Range(0, digits.Count).Select(digits.Label);

    private string At(string name) => Path.Combine(folder.FullName, name);
}
