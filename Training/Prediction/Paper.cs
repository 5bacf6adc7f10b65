namespace CnnVerified.Training.Prediction;

/// <summary>
/// The paper of a picture: one grey if it is drawn, a surface of second degree if it is photographed, where the light
/// falls unevenly. Most of the picture's edge is taken to show it.
/// </summary>
internal static class Paper
{
    private const int Terms = 6, MostSamples = 4_096, Rounds = 12;
    private const double Even = 2, Tukey = 4.685, NormalDeviation = 1.4826, LeastDeviation = 0.5;

    /// <summary>The grey of the paper at each pixel, and the standard deviation of its noise.</summary>
    public static (double[] Grey, double Noise) Of(Picture picture)
    {
        var edge = Edge(picture);
        var greys = new double[picture.Pixels.Length];
        var grey = Median(edge.Select(i => (double)picture.Pixels.Span[i]));
        var spread = Median(edge.Select(i => Math.Abs(picture.Pixels.Span[i] - grey)));
        if (spread <= Even)
        {
            Array.Fill(greys, grey);
            return (greys, NormalDeviation * spread);
        }
        var (surface, noise) = Fit(picture, edge, grey);
        Span<double> terms = stackalloc double[Terms];
        for (var i = 0; i < greys.Length; i++) greys[i] = At(surface, i, picture, terms);
        return (greys, noise);
    }

    /// <summary>
    /// Least squares in which pixels count the less the farther they are from the surface (J. Tukey's weights; P.
    /// Holland and R. Welsch, Commun. Stat. A6 (1977) 813): a grey, a plane, then all terms, first over the edge, then
    /// over all.
    /// </summary>
    private static (double[] Surface, double Noise) Fit(Picture picture, int[] edge, double grey)
    {
        var step = picture.Pixels.Length / MostSamples + 1;
        int[] all = [.. Enumerable.Range(0, picture.Pixels.Length / step).Select(k => k * step)];
        var surface = new double[Terms];
        surface[0] = grey;
        var noise = Deviation(picture, edge, surface);
        for (var round = 0; round < Rounds; round++)
        {
            var isFirst = round < Rounds / 2;
            surface = Refit(picture, isFirst ? edge : all, surface, isFirst ? round < 2 ? 1 : 3 : Terms, noise);
            noise = Math.Min(Deviation(picture, edge, surface), Deviation(picture, all, surface));
        }
        return (surface, noise);
    }

    private static double Deviation(Picture picture, int[] samples, double[] surface)
    {
        var terms = new double[Terms];
        return Math.Max(LeastDeviation, NormalDeviation * Median(
            samples.Select(i => Math.Abs(picture.Pixels.Span[i] - At(surface, i, picture, terms)))));
    }

    private static double[] Refit(Picture picture, int[] samples, double[] surface, int terms, double deviation)
    {
        var row = new double[Terms];
        var (normal, right) = (new double[terms, terms], new double[terms]);
        foreach (var i in samples)
        {
            var far = (picture.Pixels.Span[i] - At(surface, i, picture, row)) / (Tukey * deviation);
            if (Math.Abs(far) >= 1) continue;
            var weight = (1 - far * far) * (1 - far * far);
            for (var a = 0; a < terms; a++)
            {
                right[a] += weight * row[a] * picture.Pixels.Span[i];
                for (var b = 0; b < terms; b++) normal[a, b] += weight * row[a] * row[b];
            }
        }
        return Solve(normal, right) is { } solved ? [.. solved, .. new double[Terms - terms]] : surface;
    }

    /// <summary>Cholesky's elimination; null where the equations do not determine the terms.</summary>
    private static double[]? Solve(double[,] a, double[] b)
    {
        const double Least = 1e-9;
        var n = b.Length;
        for (var k = 0; k < n; k++)
        {
            if (a[k, k] < Least) return null;
            for (var i = k + 1; i < n; i++)
            {
                var factor = a[i, k] / a[k, k];
                for (var j = k; j < n; j++) a[i, j] -= factor * a[k, j];
                b[i] -= factor * b[k];
            }
        }
        for (var k = n - 1; k >= 0; k--)
        {
            for (var j = k + 1; j < n; j++) b[k] -= a[k, j] * b[j];
            b[k] /= a[k, k];
        }
        return b;
    }

    private static double At(double[] surface, int i, Picture picture, Span<double> terms)
    {
        Fill(terms, i, picture);
        var sum = 0.0;
        for (var k = 0; k < Terms; k++) sum += surface[k] * terms[k];
        return sum;
    }

    private static void Fill(Span<double> terms, int i, Picture picture)
    {
        var (x, y) = (Centred(i % picture.Width, picture.Width), Centred(i / picture.Width, picture.Height));
        (terms[0], terms[1], terms[2], terms[3], terms[4], terms[5]) = (1, x, y, x * x, x * y, y * y);
    }

    private static double Centred(int position, int size) => (2.0 * position + 1) / size - 1;

    /// <summary>
    /// The pixels of a frame that is a twentieth of the picture wide; not all of them if they are many.
    /// </summary>
    private static int[] Edge(Picture picture)
    {
        var (width, height) = (picture.Width, picture.Height);
        var frame = 1 + Math.Min(width, height) / 20;
        var every = 1 + 2 * (width + height) * frame / MostSamples;
        var (edge, seen) = (new List<int>(), 0);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var isInside = y >= frame && y < height - frame && x >= frame && x < width - frame;
                if (isInside) x = width - frame;
                if (seen++ % every == 0) edge.Add(y * width + x);
            }
        return [.. edge];
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }
}
