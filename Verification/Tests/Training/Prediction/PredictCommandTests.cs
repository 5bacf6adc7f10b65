using CnnVerified.Verification.Tests.Training.Data;

namespace CnnVerified.Verification.Tests.Training.Prediction;

[Parallelizable]
public sealed class PredictCommandTests
{
    private const string Probability = @"\d{1,3}\.\d\d %";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    [OneTimeSetUp]
    public void Train()
    {
        Run("--initialization", "scaled", "--epochs", "2", "--save", At("two"));
        Run("--experiment", "small", "--epochs", "2", "--save", At("ten"));
        File.WriteAllBytes(
            At("zero.png"), PictureFiles.Png(28, 28, 0, Inverted(Pixels(DataSet.ZerosAndOnes.HeldOut, 0))));
        File.WriteAllBytes(
            At("one.pgm"), PictureFiles.Netpbm("P5 28 28 255\n", Pixels(DataSet.ZerosAndOnes.HeldOut, 1)));
    }

    [OneTimeTearDown]
    public void Delete() => folder.Delete(recursive: true);

    [Test]
    public void A_picture_of_either_format_is_read_by_either_network()
    {
        var (zero, one) = (DataSet.ZerosAndOnes.HeldOut.Label(0), DataSet.ZerosAndOnes.HeldOut.Label(1));
        Assert.That(
            Run("predict", At("zero.png"), "--load", At("two")),
            Does.Match($@"\A{zero} \(0: {Probability}, 1: {Probability}\)(, unsure: perhaps \d)?\r?\n\z"));
        Assert.That(Run("predict", At("one.pgm"), "--load", At("two")), Does.StartWith($"{one} "));
        Assert.That(Run("predict", At("zero.png"), "--load", At("ten")), Does.StartWith($"{zero} "));
        Assert.That(Run("predict", At("one.pgm"), "--load", At("ten")),
            Does.Match($@"\A{one} \((\d: {Probability}(, )?){{10}}\)\r?\n\z"));
    }

    [Test]
    public void Probabilities_of_ten_digits_add_up_to_one()
    {
        var shares = Run("predict", At("zero.png"), "--load", At("ten")).Split('(', ')')[1].Split(", ")
            .Select(share => decimal.Parse(share.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
        Assert.That(shares.Sum(), Is.EqualTo(100).Within(Tolerances.RoundedShares));
    }

    [Test]
    public void Images_of_an_IDX_file_are_read_in_their_order([Values] bool packed)
    {
        var digits = DataSet.ZerosAndOnes.HeldOut;
        var idx = SmallMnist.Idx([40, 28, 28], [.. Enumerable.Range(0, 40).SelectMany(i => Pixels(digits, i))]);
        File.WriteAllBytes(At("images"), packed ? SmallMnist.Packed(idx) : idx);
        var lines = Run("predict", At("images"), "--load", At("two")).TrimEnd().Split('\n');
        Assert.That(lines, Has.Length.EqualTo(40));
        Assert.That(lines.Index().Count(line => line.Item[0] - '0' == digits.Label(line.Index)), Is.GreaterThan(35));
    }

    [Test]
    public void What_cannot_be_read_is_told_in_one_sentence()
    {
        File.WriteAllText(At("text"), "hello");
        File.WriteAllBytes(At("labels"), SmallMnist.Labels(3));
        File.WriteAllBytes(At("cut.png"), File.ReadAllBytes(At("zero.png"))[..200]);
        Fails($"'{At("text")}' cannot be read as a picture or an IDX file: it is a text, "
            + "but must be PNG, JPEG, GIF, BMP, PBM, PGM, PPM or IDX.", At("text"), "--load", At("two"));
        Fails(
            $"'{At("labels")}' cannot be read as a picture or an IDX file: it has the sizes 3 "
            + "where images are N×height×width.", At("labels"), "--load", At("two"));
        Fails($"'{At("cut.png")}' cannot be read as a picture or an IDX file: it ends before the PNG picture does.",
            At("cut.png"), "--load", At("two"));
        Fails($"Could not find file '{At("none")}'.", At("none"), "--load", At("two"));
        Fails(
            $"'{At("zero.png")}' is a PNG picture, but must be a safetensors file.",
            At("zero.png"), "--load", At("zero.png"));
        Fails($"Could not find file '{At("none")}'.", At("none"));
        Fails("--load is missing, but must name the network: a file that --save wrote.", At("zero.png"));
        Fails("predict needs a FILE; --help says which.", "--load", At("two"));
    }

    [Test]
    public void A_blank_picture_is_said_to_be_blank_and_a_doubtful_answer_to_be_unsure()
    {
        File.WriteAllBytes(At("blank.png"), PictureFiles.Png(9, 9, 0, [.. Enumerable.Repeat((byte)255, 81)]));
        Assert.That(
            Run("predict", At("blank.png"), "--load", At("ten")),
            Is.EqualTo("blank: nothing is drawn on this picture" + Environment.NewLine));
        File.WriteAllBytes(
            At("block.pgm"), PictureFiles.Netpbm("P2 6 4 1\n0 0 0 0 0 0 0 1 0 1 1 0 0 1 1 0 1 0 0 0 0 0 0 0"));
        Assert.That(
            Run("predict", At("block.pgm"), "--load", At("ten")),
            Does.Match(@"\A\d \(.*\), unsure: perhaps \d\r?\n\z"));
    }

    [Test]
    public void What_the_network_sees_is_shown_on_request()
    {
        var lines = Run("predict", At("one.pgm"), "--load", At("ten"), "--show").Split('\n');
        Assert.That(lines[4..24], Has.Some.Contains("@@"));
        Assert.That(lines[..4].Concat(lines[25..28]), Has.All.Empty);
        Assert.That(lines[28], Does.StartWith($"{DataSet.ZerosAndOnes.HeldOut.Label(1)} (0: "));
    }

    [Test]
    public void The_sample_in_the_repository_is_read()
    {
        var sample = Path.Combine(Snapshot.Directory, "..", "Training", "Data", "sample-digit.png");
        Assert.That(Run("predict", sample, "--load", At("ten")), Does.StartWith("7 ("));
    }

    private static string Run(params string[] arguments)
    {
        var (exitCode, output, error) = TrainingProgram.Run(arguments);
        Assert.That((exitCode, error), Is.EqualTo((0, "")));
        return output;
    }

    private static void Fails(string sentence, params string[] arguments) =>
        TrainingProgram.Refuses(sentence, ["predict", .. arguments]);

    private static byte[] Inverted(byte[] pixels) => Array.ConvertAll(pixels, pixel => (byte)(255 - pixel));

    private static byte[] Pixels(Digits digits, int i) =>
        Array.ConvertAll(digits.Image<double>(i).Values.ToArray(), ink => (byte)Math.Round(255 * ink));

    private string At(string name) => Path.Combine(folder.FullName, name);
}
