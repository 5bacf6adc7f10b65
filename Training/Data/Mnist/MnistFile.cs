using System.Security.Cryptography;

namespace CnnVerified.Training.Data.Mnist;

/// <summary>One of MNIST's four files, as it is when unpacked.</summary>
/// <param name="Name">Its name; packed, it ends in .gz.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Sha256">Their SHA-256, in lower-case hexadecimal.</param>
internal sealed record MnistFile(string Name, int Length, string Sha256)
{
    public static readonly MnistFile TrainingImages = new(
        "train-images-idx3-ubyte", 47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db");

    public static readonly MnistFile TrainingLabels = new(
        "train-labels-idx1-ubyte", 60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5");

    public static readonly MnistFile TestImages = new(
        "t10k-images-idx3-ubyte", 7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7");

    public static readonly MnistFile TestLabels = new(
        "t10k-labels-idx1-ubyte", 10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

    /// <summary>All four.</summary>
    public static IReadOnlyList<MnistFile> All { get; } = [TrainingImages, TrainingLabels, TestImages, TestLabels];

    /// <summary>The names under which the file is found in the wild.</summary>
    public IReadOnlyList<string> Spellings => [Name, $"{Name}.gz", Dotted, $"{Dotted}.gz"];

    private string Dotted => Name.Replace("-idx", ".idx", StringComparison.Ordinal);

    /// <summary>Makes sure that these are the file's bytes.</summary>
    /// <exception cref="InvalidDataException">They are not; the message is a clause without a subject.</exception>
    public void Require(ReadOnlySpan<byte> unpacked)
    {
        if (unpacked is not [0, 0, ..] && FileKind.NameOf(unpacked) is { } kind)
            throw new InvalidDataException($"is {kind}, but must be MNIST's {Name}");
        if (unpacked.Length != Length)
            throw new InvalidDataException(
                FormattableString.Invariant(
                $"has {unpacked.Length:N0} bytes when unpacked, but MNIST's has {Length:N0}"));
        if (Convert.ToHexStringLower(SHA256.HashData(unpacked)) is var digest && digest != Sha256)
            throw new InvalidDataException($"has the SHA-256 {digest[..8]}…, but MNIST's has {Sha256[..8]}…");
    }
}
