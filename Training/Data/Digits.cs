using System.IO.Compression;
using System.Numerics;
using CnnVerified.Layers;

namespace CnnVerified.Training.Data;

/// <summary>MNIST's handwritten zeros and ones, those that are embedded here (see Data/README.md).</summary>
public sealed class Digits
{
    /// <summary>How many different digits there are: 0 and 1.</summary>
    public const int Classes = 2;

    /// <summary>How many images of each digit <see cref="Training"/> has.</summary>
    public const int TrainingImagesPerClass = 500;

    private const string Resource = "zeros-and-ones.idx.gz";
    private static readonly Lazy<(Digits Training, Digits HeldOut)> Embedded = new(() =>
        Read(typeof(Digits).Assembly.GetManifestResourceStream(Resource)!));

    private readonly IdxFile images;
    private readonly byte[] labels;

    private Digits(IdxFile images, IdxFile labels)
    {
        if (images.Sizes.Length != 3 || labels.Sizes is not [var count] || count != images.Sizes[0])
            throw new InvalidDataException(
                $"has {string.Join('×', images.Sizes)} as images, but {string.Join('×', labels.Sizes)} as labels");
        if (labels.Values.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(Classes - 1)) is >= 0 and var wrong)
            throw new InvalidDataException($"calls an image {labels.Values[wrong]}, but has only zeros and ones");
        (this.images, this.labels) = (images, labels.Values);
    }

    /// <summary>The first 500 zeros of MNIST's training file, then the first 500 ones, in the file's order.</summary>
    public static Digits Training => Embedded.Value.Training;

    /// <summary>Every zero and one of MNIST's test file, in the file's order.</summary>
    public static Digits HeldOut => Embedded.Value.HeldOut;

    /// <summary>How many images there are.</summary>
    public int Count => labels.Length;

    /// <summary>The digit, 0 or 1, that an image shows.</summary>
    public int Label(int i) => labels[i];

    /// <summary>An image as a batch of one, (1, 1, 28, 28), with pixels from 0 (paper) to 1 (ink).</summary>
    public Tensor<T> Image<T>(int i) where T : IFloatingPointIeee754<T>
    {
        var image = new Tensor<T>(new Shape(1, 1, images.Sizes[1], images.Sizes[2]));
        var pixels = images.Values.AsSpan(i * image.Shape.Count, image.Shape.Count);
        var white = T.CreateChecked(byte.MaxValue);
        for (var p = 0; p < pixels.Length; p++) image[p] = T.CreateChecked(pixels[p]) / white;
        return image;
    }

    /// <summary>What a network should say of an image, (1, 2): one at its label, zero at the other.</summary>
    public Tensor<T> Target<T>(int i) where T : IFloatingPointIeee754<T>
    {
        var target = new Tensor<T>(new Shape(1, Classes));
        target[labels[i]] = T.One;
        return target;
    }

    /// <summary>The positions of the first n zeros, then of the first n ones.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than n of one digit, or n is below 1.</exception>
    public int[] FirstOfEachClass(int n)
    {
        var positions = Enumerable.Range(0, Classes)
            .SelectMany(digit => Enumerable.Range(0, Count).Where(i => labels[i] == digit).Take(n)).ToArray();
        if (n < 1 || positions.Length != Classes * n)
            throw new ArgumentOutOfRangeException(nameof(n), $"n is {n}, but must be from 1 to the images of a digit.");
        return positions;
    }

    /// <summary>Reads the training and held-out digits from their compressed form.</summary>
    /// <exception cref="InvalidDataException">The stream is damaged; the message is one sentence.</exception>
    internal static (Digits Training, Digits HeldOut) Read(Stream compressed)
    {
        try
        {
            using var stream = new GZipStream(compressed, CompressionMode.Decompress);
            var training = new Digits(IdxFile.Read(stream), IdxFile.Read(stream));
            var heldOut = new Digits(IdxFile.Read(stream), IdxFile.Read(stream));
            if (stream.ReadByte() >= 0) throw new InvalidDataException("goes on after its last array");
            return (training, heldOut);
        }
        catch (InvalidDataException damage)
        {
            throw new InvalidDataException($"The file of digits is damaged: it {damage.Message.TrimEnd('.')}.", damage);
        }
    }
}
