using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using CnnVerified.Training.Data.Mnist;

namespace CnnVerified.Verification.Tests.Training.Data;

/// <summary>Four files as MNIST's with a few images each, whose pixels are noise.</summary>
internal static class SmallMnist
{
    public const string TrainingImages = "train-images-idx3-ubyte", TrainingLabels = "train-labels-idx1-ubyte";

    /// <summary>
    /// The files' contents by name: training digits 0, 1, …, 9, 0, 1, 2 and held-out digits 0, 1, …, 9, 0.
    /// </summary>
    public static IReadOnlyDictionary<string, byte[]> Contents { get; } = new Dictionary<string, byte[]>
    {
        [TrainingImages] = Images(13),
        [TrainingLabels] = Labels(13),
        ["t10k-images-idx3-ubyte"] = Images(11),
        ["t10k-labels-idx1-ubyte"] = Labels(11),
    };

    /// <summary>What a cache should know of them.</summary>
    public static IReadOnlyList<MnistFile> Files { get; } =
        [.. Contents.Select(
            file => new MnistFile(file.Key, file.Value.Length, Convert.ToHexStringLower(SHA256.HashData(file.Value))))];

    public static byte[] Labels(int count) => Idx([count], [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))]);

    public static byte[] Images(int count)
    {
        var pixels = new byte[count * 28 * 28];
        new System.Random(count).NextBytes(pixels);
        return Idx([count, 28, 28], pixels);
    }

    /// <summary>An array of bytes as the format's description has it.</summary>
    public static byte[] Idx(int[] sizes, byte[] values)
    {
        var bytes = new byte[4 + 4 * sizes.Length + values.Length];
        (bytes[2], bytes[3]) = (8, (byte)sizes.Length);
        foreach (var (axis, size) in sizes.Index())
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + 4 * axis), size);
        values.CopyTo(bytes.AsSpan(4 + 4 * sizes.Length));
        return bytes;
    }

    public static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }
}
