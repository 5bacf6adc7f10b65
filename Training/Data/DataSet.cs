using System.IO.Compression;

namespace CnnVerified.Training.Data;

/// <summary>Digits to train on and digits held out to test with.</summary>
public sealed record DataSet(Digits Training, Digits HeldOut)
{
    private static readonly Lazy<DataSet> EmbeddedZerosAndOnes = new(() =>
        Embedded("zeros-and-ones.idx.gz", classes: 2));
    private static readonly Lazy<DataSet> EmbeddedTenDigits = new(() => Embedded("ten-digits.idx.gz", classes: 10));

    /// <summary>
    /// Embedded in this program: the first 500 zeros of MNIST's training file, then its first 500 ones; held out are
    /// every zero and one of the test file (see Data/README.md).
    /// </summary>
    public static DataSet ZerosAndOnes => EmbeddedZerosAndOnes.Value;

    /// <summary>
    /// Embedded in this program: the first 300 images of each digit in MNIST's training file, in the file's order; held
    /// out are the first 100 of each in the test file (see Data/README.md).
    /// </summary>
    public static DataSet TenDigits => EmbeddedTenDigits.Value;

    /// <summary>The images of the first so many classes alone, in their order.</summary>
    public DataSet OfFirst(int classes) => new(Training.OfFirst(classes), HeldOut.OfFirst(classes));

    /// <summary>Images, labels, held-out images and held-out labels.</summary>
    private static DataSet Embedded(string resource, int classes)
    {
        using var packed = typeof(DataSet).Assembly.GetManifestResourceStream(resource)!;
        using var stream = new GZipStream(packed, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        ReadOnlyMemory<byte> all = bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
        return new DataSet(
            new Digits(IdxArray.Read(all, out all), IdxArray.Read(all, out all), classes),
            new Digits(IdxArray.Read(all, out all), IdxArray.Read(all), classes));
    }
}
