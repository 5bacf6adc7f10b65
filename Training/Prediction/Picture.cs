using CnnVerified.Layers;
using CnnVerified.Training.Data;

namespace CnnVerified.Training.Prediction;

/// <summary>A grey picture of any size.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Pixels">Row by row, from 0 (black) to 255 (white).</param>
internal sealed record Picture(int Width, int Height, ReadOnlyMemory<byte> Pixels)
{
    private const int Size = Digits.Size;

    /// <summary>
    /// The picture as the digits of MNIST are, (1, 1, 28, 28), from 0 (paper) to 1 (ink): inverted if most of its edge is
    /// light, in the middle of a square of paper if it is none, and each pixel the mean of the area that it covers.
    /// </summary>
    public Tensor<double> ToImage()
    {
        var paper = MedianOfEdge();
        var isLight = paper > byte.MaxValue / 2;
        double Ink(byte pixel) => isLight ? byte.MaxValue - pixel : pixel;

        var side = Math.Max(Width, Height);
        var image = new Tensor<double>(new Shape(1, 1, Size, Size));
        image.Values.Fill(Ink(paper) * side * side);
        var rows = Cover(side, (side - Height) / 2, Height);
        var columns = Cover(side, (side - Width) / 2, Width);
        foreach (var (h, y, high) in rows)
            foreach (var (w, x, wide) in columns)
                image[0, 0, h, w] += high * wide * (Ink(Pixels.Span[y * Width + x]) - Ink(paper));
        foreach (ref var value in image.Values) value = value / ((double)side * side) / byte.MaxValue;
        return image;
    }

    /// <summary>Which of 28 pixels cover which of a picture's, and by how many 28ths of one.</summary>
    private static (int Target, int Source, double Share)[] Cover(int side, int margin, int count) =>
    [
        .. from source in Enumerable.Range(0, count)
           let begin = (long)(margin + source) * Size
           let end = begin + Size
           from target in Enumerable.Range((int)(begin / side), (int)((end - 1) / side - begin / side) + 1)
           select (target, source, (double)(Math.Min(end, (target + 1L) * side) - Math.Max(begin, (long)target * side))),
    ];

    private byte MedianOfEdge()
    {
        var edge = new List<byte>();
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x += y == 0 || y == Height - 1 ? 1 : Math.Max(1, Width - 1)) edge.Add(Pixels.Span[y * Width + x]);
        edge.Sort();
        return edge[edge.Count / 2];
    }
}
