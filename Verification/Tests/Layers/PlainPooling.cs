using CnnVerified.Layers;

namespace CnnVerified.Verification.Tests.Layers;

/// <summary>The definitions of both pooling layers, loop by loop.</summary>
internal sealed record PlainPooling(Extent Window, Extent Stride, Extent Padding)
{
    public Tensor<double> Maximum(Tensor<double> x) => ForEachOutput(x, (seen, _) => seen.Max(place => x[place]));

    public Tensor<double> Average(Tensor<double> x) =>
        ForEachOutput(x, (seen, _) => seen.Sum(place => x[place]) / Taps);

    public Tensor<double> MaximumBackward(Tensor<double> x, Tensor<double> dy)
    {
        var dx = new Tensor<double>(x.Shape);
        ForEachOutput(x, (seen, output) => dx[seen.MaxBy(place => x[place])] += dy[output]);
        return dx;
    }

    public Tensor<double> AverageBackward(Tensor<double> x, Tensor<double> dy)
    {
        var dx = new Tensor<double>(x.Shape);
        ForEachOutput(x, (seen, output) => seen.Sum(place => dx[place] += dy[output] / Taps));
        return dx;
    }

    private int Taps => Window.Height * Window.Width;

    /// <summary>
    /// A number for each output, from the positions in x that it sees, row by row, and its own position.
    /// </summary>
    private Tensor<double> ForEachOutput(Tensor<double> x, Func<List<int>, int, double> number)
    {
        var (height, width) = (x.Shape[2], x.Shape[3]);
        var outputs = new List<double>();
        for (var image = 0; image < x.Shape[0] * x.Shape[1]; image++)
            for (var top = -Padding.Height; top + Window.Height <= height + Padding.Height; top += Stride.Height)
                for (var left = -Padding.Width; left + Window.Width <= width + Padding.Width; left += Stride.Width)
                {
                    var seen = from h in Enumerable.Range(top, Window.Height)
                               from w in Enumerable.Range(left, Window.Width)
                               where h >= 0 && h < height && w >= 0 && w < width
                               select (image * height + h) * width + w;
                    outputs.Add(number([.. seen], outputs.Count));
                }
        var rows = (height + 2 * Padding.Height - Window.Height) / Stride.Height + 1;
        var shape = new Shape(x.Shape[0], x.Shape[1], rows, outputs.Count / (x.Shape[0] * x.Shape[1] * rows));
        return new Tensor<double>(shape, [.. outputs]);
    }
}
