using System.Diagnostics;
using System.Globalization;
using System.Text;
using CnnVerified.Layers;
using CnnVerified.Training;
using CnnVerified.Training.Data;
using CnnVerified.Training.Data.Mnist;
using CnnVerified.Training.Models;
using CnnVerified.Training.Prediction;
using CnnVerified.Verification.Tests.Properties;
using CnnVerified.Verification.Tests.Training.Data;
using CnnVerified.Verification.Tests.Training.Prediction;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.PixelFormats;

namespace CnnVerified.Verification.Tests.Training.Fuzz;

/// <summary>
/// Damaged input of every kind: each is read or refused in one clause, quickly and in little memory. The inputs are the
/// same in every run, unless another seed is asked for.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class ParserFuzzTests
{
    /// <summary>How many inputs each parser gets; a few hundred if it is not said.</summary>
    public const string InputsVariable = "CNNVERIFIED_FUZZ_INPUTS";

    private const int UsualInputs = 400, MostBytes = 64_000_000, Tries = 20;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private static readonly int Inputs = int.TryParse(
        Environment.GetEnvironmentVariable(InputsVariable), CultureInfo.InvariantCulture, out var asked)
            ? asked : UsualInputs;

    private static readonly string[] Words =
    [
        "verify", "predict", "--epochs", "--seed", "--load", "--save", "--merge", "--shard", "--data", "--mirror",
        "--experiment", "--learning-rate", "--plant", "--help", "--version", "--", "-", "", "@x", "=", "1", "-1",
        "1e999", "NaN", "small", "*", "\0", "--seed=", "--epochs=3", "--mirror=http://[", "2/3", "ü", "\ud800",
        "[suggest]", "[parse]", "[diagram]",
    ];

    private static IEnumerable<TestCaseData> Parsers()
    {
        var greys = Enumerable.Range(0, 13 * 11).Select(i => (byte)(i * 37)).ToArray();
        var samples = Array.ConvertAll(greys, grey => (int)grey);
        yield return Case("PNG", Picture,
        [
            PictureFiles.Png(new(0, 8, true, 5), 13, 11, samples),
            PictureFiles.Png(new(0, 8, false, 4), 13, 11, samples),
            PictureFiles.Png(new(0, 1, true), 13, 11, samples),
            PictureFiles.Png(new(0, 16), 13, 11, samples, null, [0, 37]),
            PictureFiles.Png(new(3, 4, true), 13, 11, samples, new byte[48], new byte[9]),
            PictureFiles.Png(new(6, 8, true, 3), 6, 5, samples), PictureFiles.Png(new(2, 16, false, 1), 6, 5, samples),
        ], WithRightChecks);
        yield return Case("JPEG", Picture, [.. Enum.GetValues<JpegColorType>().SelectMany(Jpeg)]);
        yield return Case("GIF", Picture, [PictureFiles.Gif(13, 11, greys)]);
        yield return Case("BMP", Picture,
        [
            PictureFiles.Bmp(13, 11, 8, greys), PictureFiles.Bmp(13, 11, 24, greys),
            PictureFiles.Bmp(13, 11, 24, greys, isTopDown: true),
        ]);
        yield return Case("Netpbm", Picture, [.. new[]
        {
            "P1 3 2 01 0#\n1 1 1", "P2\n3 2\n15\n0 5 10\n15 0 3\n", "P3 1 1 9 1 2 3", "P4 9 2\n@\0\0\0",
            "P5 3 2 255\nabcdef", "P6 1 1 255\nabc",
        }.Select(text => PictureFiles.Netpbm(text))]);
        yield return Case("IDX", Picture, [SmallMnist.Idx([2, 3, 4], greys[..24]), SmallMnist.Idx([24], greys[..24])]);
        yield return Case("gzip", bytes => Gzip.Unpack(bytes, 1 << 30),
            [SmallMnist.Packed(greys), SmallMnist.Packed(new byte[3_000_000]),
                SmallMnist.Packed(SmallMnist.Images(2))]);
        yield return Case("safetensors", bytes => SafeTensorsFile.Read(bytes),
            [new SafeTensorsFile([SafeTensor.Of(new Parameter<double>("w", new Tensor<double>(new Shape(2, 3)))),
                SafeTensor.Of(new Parameter<float>("b", new Tensor<float>(new Shape(3))))],
                new Dictionary<string, string> { ["epochs"] = "3", ["begun"] = "1 2 3 4" }).ToBytes()]);
        var check = GradientCheck.Of(x => x[0] * x[1], x => [x[1], 2 * x[0]]).At(2);
        byte[][] reports = [.. new[] { new CheckShard(1, 1), new CheckShard(1, 2), new CheckShard(2, 2) }.Select(
            shard => Encoding.UTF8.GetBytes(check.Run(shard).ToJson()))];
        yield return Case("shard JSON", bytes =>
        {
            var report = ShardReport.FromJson(Encoding.UTF8.GetString(bytes));
            ShardReport.Merge(report, ShardReport.FromJson(Encoding.UTF8.GetString(reports[2]))).Summary.ToString();
        }, reports);

        static TestCaseData Case(string name, Action<byte[]> parse, byte[][] right, Action<byte[]>? mend = null) =>
            new TestCaseData(parse, right, mend).SetName($"Damaged input is refused in one clause, quickly: {name}");
    }

    [TestCaseSource(nameof(Parsers))]
    public void Damaged_input_is_read_or_refused(Action<byte[]> parse, byte[][] right, Action<byte[]>? mend)
    {
        var random = new System.Random((int)GatePropertyAttribute.Seed);
        foreach (var bytes in right) Run(parse, bytes, 0);
        for (var i = 0; i < Inputs; i++)
        {
            var bytes = Damaged(right[random.Next(right.Length)], random);
            if (random.Next(2) == 0) mend?.Invoke(bytes);
            Run(parse, bytes, i);
        }
    }

    [Test]
    public void Any_words_on_the_command_line_are_understood_or_refused_in_one_sentence()
    {
        var random = new System.Random((int)GatePropertyAttribute.Seed);
        for (var i = 0; i < Inputs; i++)
        {
            string[] words = [.. Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(8) == 0
                ? string.Concat(Enumerable.Range(0, random.Next(9)).Select(_ => (char)random.Next(1, 400)))
                : Words[random.Next(Words.Length)])];
            var parsed = CommandLine.Parse(words);
            if (parsed.Errors.Count > 0)
                Assert.That(CommandLine.Sentence(parsed), Is.Not.Empty, string.Join(' ', words));
        }
    }

    private static void Run(Action<byte[]> parse, byte[] bytes, int number)
    {
        var (watch, before) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
        try
        {
            parse(bytes);
        }
        catch (InvalidDataException complaint)
        {
            if (complaint.Message.Length == 0 || complaint.Message.Contains('\n')) Fail($"says '{complaint.Message}'");
        }
        catch (Exception e)
        {
            Fail($"{e}");
        }
        if (GC.GetAllocatedBytesForCurrentThread() - before > MostBytes) Fail("took too much memory");
        if (watch.Elapsed > Longest && !Enumerable.Range(0, Tries).Any(_ => TakesItsTime(parse, bytes)))
            Fail($"took {watch.Elapsed}");

        void Fail(string what) => Assert.Fail($"input {number} {what}: {Convert.ToBase64String(bytes)}");
    }

    /// <summary>A busy machine may have taken the time: then it does not take it again and again.</summary>
    private static bool TakesItsTime(Action<byte[]> parse, byte[] bytes)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            parse(bytes);
        }
        catch (InvalidDataException)
        {
            // Refused, as before.
        }
        return watch.Elapsed <= Longest;
    }

    private static byte[] Damaged(byte[] right, System.Random random)
    {
        byte[] bytes = [.. right];
        byte[] telling = [0, 1, 0x7f, 0x80, 0xff, (byte)'9', (byte)'-', (byte)' '];
        for (var changes = random.Next(1, 6); changes > 0; changes--)
        {
            var place = random.Next(3) == 0 ? random.Next(Math.Min(64, bytes.Length)) : random.Next(bytes.Length);
            bytes[place] = random.Next(2) == 0 ? (byte)random.Next(256) : telling[random.Next(telling.Length)];
        }
        var (first, second) = (random.Next(bytes.Length), random.Next(bytes.Length + 1));
        return random.Next(8) switch
        {
            0 => bytes[..(first + 1)],
            1 => [.. bytes, .. bytes[first..]],
            2 => [.. bytes[..first], .. bytes[Math.Min(bytes.Length, first + 1 + random.Next(9))..], 0],
            3 => [.. bytes[..Math.Max(first, second)], .. bytes[Math.Min(first, second)..]],
            _ => bytes,
        };
    }

    private static IEnumerable<byte[]> Jpeg(JpegColorType colours)
    {
        using var image = new Image<Rgb24>(37, 21, new Rgb24(240, 200, 240));
        for (var y = 5; y < 16; y++) for (var x = 6; x < 24; x++) image[x, y] = new Rgb24((byte)(x * y), 20, (byte)y);
        using var file = new MemoryStream();
        try
        {
            image.SaveAsJpeg(file, new JpegEncoder { ColorType = colours });
        }
        catch (NotSupportedException)
        {
            yield break;
        }
        yield return file.ToArray();
    }

    private static void Picture(byte[] bytes)
    {
        foreach (var picture in PictureFile.Read(bytes)) DigitImage.Of(picture);
    }

    /// <summary>Gives chunks of a PNG the checks of what they hold, so that damage is seen behind them.</summary>
    private static void WithRightChecks(byte[] png)
    {
        for (long next = 8; next + 12 <= png.Length;)
        {
            var length = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan((int)next));
            if (next + 12 + length > png.Length) return;
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(
                png.AsSpan((int)(next + 8 + length)), PictureFiles.Crc32(png.AsSpan((int)next + 4, (int)length + 4)));
            next += 12 + length;
        }
    }
}
