using System.Buffers.Binary;

namespace CnnVerified.Verification.Tests.Training.Models;

/// <summary>Files are composed here byte by byte, by the rules of the format's description.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class SafeTensorsFileTests
{
    private const string TwoTensors =
        """{"b":{"dtype":"F64","shape":[2],"data_offsets":[4,20]}"""
        + ""","a":{"data_offsets":[0,4],"shape":[1,1],"dtype":"F32"}}""";

    private static readonly byte[] TwoTensorsData =
        [0, 0, 0xc0, 0x3f, .. BitConverter.GetBytes(-2.0), .. BitConverter.GetBytes(double.Epsilon)];

    [Test]
    public void Tensors_are_read_whatever_the_order_of_keys_and_entries([Values("", "   ", "\n\t ")] string padding)
    {
        var file = SafeTensorsFile.Read(Bytes(TwoTensors + padding, TwoTensorsData));
        Assert.That(file.Tensors.Select(tensor => tensor.Name), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(Values<double>(file.Tensors[0], new Shape(1, 1)), Is.EqualTo(new[] { 1.5 }));
        Assert.That(Values<double>(file.Tensors[1], new Shape(2)), Is.EqualTo(new[] { -2, double.Epsilon }));
        Assert.That(file.Metadata, Is.Empty);
    }

    [Test]
    public void Numbers_of_either_precision_are_converted()
    {
        var file = SafeTensorsFile.Read(Bytes(TwoTensors, TwoTensorsData));
        Assert.That(Values<float>(file.Tensors[0], new Shape(1, 1)), Is.EqualTo(new[] { 1.5f }));
        Assert.That(Values<float>(file.Tensors[1], new Shape(2)), Is.EqualTo(new[] { -2f, 0f }));
    }

    [Test]
    public void Metadata_empty_tensors_and_scalars_are_read()
    {
        var file = SafeTensorsFile.Read(Bytes(
            """
            {"__metadata__":{"format":"pt","":"x"},"none":{"dtype":"F32","shape":[0,3],"data_offsets":[0,0]},
             "one":{"dtype":"BF16","shape":[],"data_offsets":[0,2]}}
            """, [1, 2]));
        Assert.That(file.Metadata, Is.EqualTo(new Dictionary<string, string> { ["format"] = "pt", [""] = "x" }));
        Assert.That(file.Tensors.Select(tensor => (tensor.Name, tensor.DataType, tensor.Data.Length)), Is.EqualTo(new[]
        {
            ("none", "F32", 0), ("one", "BF16", 2),
        }));
    }

    [Test]
    public void What_is_written_is_this_byte_for_byte()
    {
        var file = new SafeTensorsFile(
            [SafeTensor.Of(new Parameter<float>("w", new Tensor<float>(new Shape(1, 2), 1.5f, -2)))],
            new Dictionary<string, string> { ["k"] = "v" });
        const string Header = """{"__metadata__":{"k":"v"},"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}""";
        var padded = Header.PadRight((Header.Length + 7) / 8 * 8);
        Assert.That(file.ToBytes(), Is.EqualTo(Bytes(padded, [0, 0, 0xc0, 0x3f, 0, 0, 0, 0xc0])));
        Assert.That(padded, Is.Not.EqualTo(Header), "the padding is seen");
    }

    [GateProperty]
    public void What_is_written_is_read_back_bit_for_bit(
        FsCheck.NonEmptyArray<double> values, string name, string value)
    {
        if (name is null or "__metadata__" || value is null || !IsText(name) || !IsText(value)) return;
        var tensor = new Tensor<double>(new Shape(values.Get.Length), values.Get);
        var written = new SafeTensorsFile(
            [SafeTensor.Of(new Parameter<double>(name, tensor))], new Dictionary<string, string> { [value] = value });
        var read = SafeTensorsFile.Read(written.ToBytes());
        Assert.That(read.Metadata, Is.EqualTo(written.Metadata));
        Assert.That(
            read.Tensors.Single(tensor => tensor.Name == name).Data.ToArray(),
            Is.EqualTo(values.Get.SelectMany(BitConverter.GetBytes)));
    }

    [TestCase(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"""
        + ""","b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", 6,
        "has b begin at byte 2, but must have it at 4, where the one before ends")]
    [TestCase(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"""
        + ""","b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12,
        "has b begin at byte 8, but must have it at 4, where the one before ends")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8,
        "has a begin at byte 4, but must have it at 0, where the one before ends")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5,
        "has 5 bytes of numbers, but its tensors end at 4")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7,
        "has a from byte 0 to 8, but has 7 bytes of numbers")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4,
        "has a from byte 4 to 0, but has 4 bytes of numbers")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", 4,
        "has a from byte -4 to 0, but has 4 bytes of numbers")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4,
        "has a of shape 2 in 4 bytes, which F32 does not fill")]
    [TestCase("""{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,4]}}""", 4,
        "has a of shape 1 in 4 bytes, which F64 does not fill")]
    [TestCase("""{"a":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}""", 4,
        "has a of shape -1×-1 in 4 bytes, which F32 does not fill")]
    [TestCase("""{"a":{"dtype":"F32","shape":[4294967296,4294967296,4294967296,4294967296],"data_offsets":[0,0]}}""", 0,
        "has a of shape 4294967296×4294967296×4294967296×4294967296 in 0 bytes, which F32 does not fill")]
    [TestCase(""" {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4,
        "has a header that does not begin with {")]
    [TestCase("", 0, "has a header that does not begin with {")]
    public void Wrong_places_of_tensors_are_refused(string header, int length, string complaint) =>
        Refuses(Bytes(header, new byte[length]), complaint);

    [TestCase(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"""
        + ""","a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [TestCase("""{"__metadata__":{"a":"1","a":"2"},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [TestCase("""{"__metadata__":{"a":1},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [TestCase("""{"__metadata__":{"a":null},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [TestCase("""{"__metadata__":[],"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [TestCase("""{"a":{"shape":[1],"data_offsets":[0,4]}}""")]
    [TestCase("""{"a":{"dtype":"F32","data_offsets":[0,4]}}""")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1]}}""")]
    [TestCase("""{"a":{"dtype":32,"shape":[1],"data_offsets":[0,4]}}""")]
    [TestCase("""{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}""")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,2,4]}}""")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4e99]}}""")]
    [TestCase("""{"a":5}""")]
    [TestCase("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}""")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} x""")]
    public void A_header_against_the_format_is_refused(string header) =>
        Refuses(Bytes(header, new byte[4]), "has a header that is not as the safetensors format says");

    [Test]
    public void A_header_longer_than_the_file_or_than_the_format_allows_is_refused()
    {
        Refuses([1, 2, 3], "is too short for a safetensors file");
        Refuses([9, 0, 0, 0, 0, 0, 0, 0, .. "{}"u8], "ends within its header of 9 bytes");
        Refuses([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, .. "{}"u8],
            "says that its header has 18446744073709551615 bytes, but at most 100000000 are allowed");
    }

    private static void Refuses(byte[] bytes, string complaint) =>
        Assert.That(
            () => SafeTensorsFile.Read(bytes), Throws.TypeOf<InvalidDataException>().With.Message.EqualTo(complaint));

    private static byte[] Bytes(string header, byte[] data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. data];
    }

    private static T[] Values<T>(SafeTensor tensor, Shape shape) where T : System.Numerics.IFloatingPointIeee754<T> =>
        tensor.CopyTo(new Parameter<T>("", new Tensor<T>(shape))).Value.Values.ToArray();

    private static bool IsText(string text) => text == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
