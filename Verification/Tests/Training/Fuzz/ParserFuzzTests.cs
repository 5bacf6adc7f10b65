using System.Diagnostics;
using CnnVerified.Training.Commands;
using CnnVerified.Training.Data.Mnist;
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

    private const int UsualInputs = 400, MostBytes = 64_000_000, SizesAndSentence = 16_384, Tries = 20;
    private const char Separator = '\u001f';
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
        yield return Case("JPEG", Picture,
            [PictureFiles.ProgressiveJpeg, .. Enum.GetValues<JpegColorType>().SelectMany(Jpeg)]);
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
        yield return Case("IDX", bytes => IdxArray.Read(bytes),
            [SmallMnist.Idx([2, 3, 4], greys[..24]), SmallMnist.Idx([24], greys[..24])], mostBytes: SizesAndSentence);
        yield return Case("ink", bytes =>
        {
            foreach (var picture in PictureFile.Read(bytes)) DigitImage.Of(picture);
        },
        [PictureFiles.ProgressiveJpeg, PictureFiles.Gif(13, 11, greys), SmallMnist.Idx([2, 3, 4], greys[..24])]);
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
            var others = report.Shard == CheckShard.Whole ? [] : reports[2..];
            ShardReport.Merge([report, .. others.Select(other => ShardReport.FromJson(Encoding.UTF8.GetString(other)))])
                .Summary.ToString();
        }, reports);

        var random = new System.Random((int)GatePropertyAttribute.Seed);
        yield return Case("command line", CommandLineOf, [.. Enumerable.Range(0, 100).Select(_ =>
            Encoding.UTF8.GetBytes(string.Join(Separator, random.GetItems(Words, random.Next(2, 6)))))]);

        static TestCaseData Case(
            string name, Action<byte[]> parse, byte[][] right, Action<byte[]>? mend = null,
            int mostBytes = MostBytes) => new TestCaseData(parse, right, mend, mostBytes)
            .SetName($"Damaged input is refused in one clause, quickly: {name}");
    }

    [TestCaseSource(nameof(Parsers))]
    public void Damaged_input_is_read_or_refused(
        Action<byte[]> parse, byte[][] right, Action<byte[]>? mend, int mostBytes)
    {
        var random = new System.Random((int)GatePropertyAttribute.Seed);
        var (read, slowest, largest) = (0, TimeSpan.Zero, 0L);
        for (var i = 0; i < Inputs; i++)
        {
            var bytes = Damaged(right[random.Next(right.Length)], random);
            if (random.Next(2) == 0) mend?.Invoke(bytes);
            var (watch, before) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
            var complaint = ComplaintOf(parse, bytes);
            var (time, room) = (watch.Elapsed, GC.GetAllocatedBytesForCurrentThread() - before);
            var input = $"input {i}: {Convert.ToBase64String(bytes)}";
            if (complaint is null) read++;
            else Assert.That(complaint, Is.Not.Empty.And.Not.Contain("\n"), input);
            Assert.That(room, Is.LessThan(mostBytes), input);
            if (time > Longest) Assert.That(Enumerable.Range(0, Tries).Any(_ => TakesItsTime(parse, bytes)), input);
            (slowest, largest) = (time > slowest ? time : slowest, Math.Max(room, largest));
        }
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{read:N0} of {Inputs:N0} read, at most {slowest.TotalSeconds:F2} s and {largest:N0} bytes each"));
        Assert.That(read, Is.InRange(1, Inputs - 1), "Both ways are taken.");
    }

    private static string? ComplaintOf(Action<byte[]> parse, byte[] bytes)
    {
        try
        {
            parse(bytes);
            return null;
        }
        catch (InvalidDataException complaint)
        {
            return complaint.Message;
        }
    }

    /// <summary>A busy machine may have taken the time: then it does not take it again and again.</summary>
    private static bool TakesItsTime(Action<byte[]> parse, byte[] bytes)
    {
        var watch = Stopwatch.StartNew();
        ComplaintOf(parse, bytes);
        return watch.Elapsed <= Longest;
    }

    private static byte[] Damaged(byte[] right, System.Random random)
    {
        byte[] bytes = [.. right];
        byte[] telling = [0, 1, 0x7f, 0x80, 0xff, (byte)'9', (byte)'-', (byte)' '];
        for (var changes = random.Next(1, random.Next(2, 6)); changes > 0; changes--)
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

    private static void CommandLineOf(byte[] bytes)
    {
        var parsed = CommandLine.Parse(Encoding.UTF8.GetString(bytes).Split(Separator));
        if (parsed.Errors.Count > 0) throw new InvalidDataException(Quoted.Printable(CommandLine.Sentence(parsed)));
    }

    private static void Picture(byte[] bytes) => PictureFile.Read(bytes);

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
