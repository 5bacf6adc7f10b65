namespace CnnVerified.Training.Data;

/// <summary>Room for some images and their targets, filled anew for each training step.</summary>
internal sealed class Batch<T> where T : IFloatingPointIeee754<T>
{
    private readonly Digits digits;

    /// <summary>Room for so many images.</summary>
    public Batch(Digits digits, int size)
    {
        this.digits = digits;
        Images = new Tensor<T>(new Shape(size, 1, Digits.Size, Digits.Size));
        Targets = new Tensor<T>(new Shape(size, digits.Classes));
    }

    /// <summary>How many images there is room for.</summary>
    public int Size => Targets.Shape[0];

    /// <summary>(N, 1, 28, 28), with pixels from 0 (paper) to 1 (ink).</summary>
    public Tensor<T> Images { get; }

    /// <summary>(N, classes), one-hot.</summary>
    public Tensor<T> Targets { get; }

    /// <summary>Puts in the images at some positions, as many as there is room for.</summary>
    public void Fill(ReadOnlySpan<int> positions)
    {
        Targets.Values.Clear();
        var pixels = Images.Shape.Count / positions.Length;
        for (var n = 0; n < positions.Length; n++)
        {
            digits.Write(positions[n], Images.Values.Slice(n * pixels, pixels));
            Targets[n, digits.Label(positions[n])] = T.One;
        }
    }
}
