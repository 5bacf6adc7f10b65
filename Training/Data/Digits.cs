namespace CnnVerified.Training.Data;

/// <summary>Images of handwritten digits, each with its class; the images are 28×28.</summary>
public sealed class Digits
{
    /// <summary>The height and width of an image.</summary>
    public const int Size = 28;

    /// <summary>The shape of one image, as a batch of one.</summary>
    public static Shape ImageShape { get; } = new(1, 1, Size, Size);

    private const int Pixels = Size * Size;
    private readonly ReadOnlyMemory<byte> images;
    private readonly byte[] labels;

    /// <summary>Pairs images with labels.</summary>
    /// <exception cref="InvalidDataException">
    /// They are not a pair; the message is a clause without a subject.
    /// </exception>
    internal Digits(IdxArray images, IdxArray labels, int classes)
    {
        if (images.Sizes is not [var count, Size, Size])
            throw new InvalidDataException($"has the sizes {string.Join('×', images.Sizes)} where images are N×28×28");
        if (labels.Sizes is not [var labelled])
            throw new InvalidDataException($"has the sizes {string.Join('×', labels.Sizes)} where labels are N");
        if (labelled != count)
            throw new InvalidDataException($"has {count} images, but {labelled} labels");
        if (labels.Values.Span.IndexOfAnyExceptInRange((byte)0, (byte)(classes - 1)) is >= 0 and var wrong)
            throw new InvalidDataException(
                $"calls an image {labels.Values.Span[wrong]}, but its digits are 0 to {classes - 1}");
        (this.images, this.labels, Classes) = (images.Values, labels.Values.ToArray(), classes);
    }

    private Digits(ReadOnlyMemory<byte> images, byte[] labels, int classes) =>
        (this.images, this.labels, Classes) = (images, labels, classes);

    /// <summary>How many classes there are; each may have any number of images.</summary>
    public int Classes { get; }

    /// <summary>How many images there are.</summary>
    public int Count => labels.Length;

    /// <summary>The class of an image, from 0 to <see cref="Classes"/> − 1: the digit that it shows.</summary>
    public int Label(int i) => labels[i];

    /// <summary>An image as a batch of one, (1, 1, 28, 28), with pixels from 0 (paper) to 1 (ink).</summary>
    public Tensor<T> Image<T>(int i) where T : IFloatingPointIeee754<T>
    {
        var image = new Tensor<T>(ImageShape);
        Write(i, image.Values);
        return image;
    }

    /// <summary>Writes an image's pixels from 0 (paper) to 1 (ink), row by row.</summary>
    internal void Write<T>(int i, Span<T> image) where T : IFloatingPointIeee754<T>
    {
        var pixels = images.Span.Slice(i * Pixels, Pixels);
        var white = T.CreateChecked(byte.MaxValue);
        for (var p = 0; p < pixels.Length; p++) image[p] = T.CreateTruncating(pixels[p]) / white;
    }

    /// <summary>What a network should say of an image, (1, classes): one at its label, zero elsewhere.</summary>
    public Tensor<T> Target<T>(int i) where T : IFloatingPointIeee754<T>
    {
        var target = new Tensor<T>(new Shape(1, Classes));
        target[labels[i]] = T.One;
        return target;
    }

    /// <summary>The images of the first so many classes alone, in their order.</summary>
    /// <exception cref="InvalidDataException">
    /// One of these classes has no image; the message is one sentence.
    /// </exception>
    public Digits OfFirst(int classes)
    {
        var missing = Enumerable.Range(0, classes).FirstOrDefault(label => !labels.Contains((byte)label), -1);
        if (missing >= 0)
            throw new InvalidDataException(
                $"There is no image of a {missing} among the digits, "
                + $"but there must be some of 0 to {classes - 1}.");
        var chosen = Enumerable.Range(0, Count).Where(i => labels[i] < classes).ToArray();
        var pixels = new byte[chosen.Length * Pixels];
        foreach (var (k, i) in chosen.Index()) images.Span.Slice(i * Pixels, Pixels).CopyTo(pixels.AsSpan(k * Pixels));
        return new Digits(pixels, Array.ConvertAll(chosen, i => labels[i]), classes);
    }

    /// <summary>How many images the class has that has fewest.</summary>
    public int FewestOfAClass => Enumerable.Range(0, Classes).Min(label => labels.Count(other => other == label));

    /// <summary>
    /// The positions of the first n images of class 0, then of class 1, and so on; of all images without an n.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Some class has fewer than n images, or n is below 1.</exception>
    public int[] FirstOfEachClass(int? n)
    {
        if (n < 1 || n > FewestOfAClass)
            throw new ArgumentOutOfRangeException(
                nameof(n), $"{n} of each digit were asked for, but must be from 1 to {FewestOfAClass}.");
        return [.. Enumerable.Range(0, Classes).SelectMany(label =>
            Enumerable.Range(0, Count).Where(i => labels[i] == label).Take(n ?? Count))];
    }
}
