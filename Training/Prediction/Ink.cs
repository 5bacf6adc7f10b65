namespace CnnVerified.Training.Prediction;

/// <summary>What is drawn on a picture, from 0 (paper) to 1 (ink).</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Values">Row by row.</param>
internal sealed record Ink(int Width, int Height, double[] Values)
{
    private const int PixelsOfBlur = 100;
    private const double LeastContrast = 24, NoiseBand = 2.5, NoiseOfMost = 6;
    private const double Faintest = 0.1, FaintestInNoise = 0.25, Speck = 0.05, Full = 0.9;

    /// <summary>
    /// Takes the paper away, whether it is lighter or darker than the ink, then its noise and specks; null if nothing
    /// is left.
    /// </summary>
    public static Ink? Of(Picture picture)
    {
        var (paper, noise) = Paper.Of(picture);
        var ink = new Ink(picture.Width, picture.Height, new double[paper.Length]);
        for (var i = 0; i < paper.Length; i++) ink.Values[i] = picture.Pixels.Span[i] - paper[i];
        var isDark = ink.Values.Sum(d => d * d * d) < 0;
        var lightest = paper.Max();
        for (var i = 0; isDark && i < paper.Length; i++) ink.Values[i] *= -lightest / Math.Max(1, paper[i]);
        if (noise > 0 && Math.Max(ink.Width, ink.Height) / PixelsOfBlur is > 0 and var radius)
        {
            ink = ink.Blurred(radius);
            noise /= radius + 1;
        }
        var most = ink.Values.Max();
        if (most < Math.Max(LeastContrast, NoiseOfMost * noise)) return null;
        var floor = NoiseBand * noise;
        var darkest = noise > 0 ? Quantile(ink.Values.Where(value => value > most / 2), Full) : most;
        var range = Math.Max(1, darkest - floor);
        ink = ink with { Values = Array.ConvertAll(ink.Values, value => Math.Clamp((value - floor) / range, 0, 1)) };
        return ink.WithoutSpecks(noise > 0 ? FaintestInNoise : Faintest);
    }

    /// <summary>The first and the end of the columns, and of the rows, that have ink of some strength.</summary>
    public (int Left, int Right, int Top, int Bottom) Extent(double visible)
    {
        var (left, right, top, bottom) = (Width, 0, Height, 0);
        for (var i = 0; i < Values.Length; i++)
        {
            if (Values[i] <= visible) continue;
            var (x, y) = (i % Width, i / Width);
            (left, right) = (Math.Min(left, x), Math.Max(right, x + 1));
            (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y + 1));
        }
        return (left, right, top, bottom);
    }

    /// <summary>Strokes wider by a pixel on each side; narrower by as much if asked for.</summary>
    /// <param name="isRound">
    /// Whether corners are no neighbours; in turn they are and are not, for round strokes.
    /// </param>
    /// <param name="isNarrower">Whether ink goes instead of coming.</param>
    public Ink Grown(bool isRound, bool isNarrower)
    {
        var grown = (double[])Values.Clone();
        for (var i = 0; i < Values.Length; i++)
        {
            var (left, right, top, bottom) = Around(i);
            for (var y = top; y <= bottom; y++)
                for (var x = left; x <= right; x++)
                    if (!isRound || x == i % Width || y == i / Width)
                        grown[i] = isNarrower ? Math.Min(grown[i], At(x, y)) : Math.Max(grown[i], At(x, y));
        }
        return this with { Values = grown };
    }

    /// <summary>The same ink on n times as many rows and columns, between which it changes evenly.</summary>
    public Ink Enlarged(int n)
    {
        var large = new Ink(n * Width, n * Height, new double[n * n * Values.Length]);
        for (var y = 0; y < large.Height; y++)
            for (var x = 0; x < large.Width; x++)
                large.Values[y * large.Width + x] = Between((x + 0.5) / n - 0.5, (y + 0.5) / n - 0.5);
        return large;
    }

    /// <summary>The ink at a place between pixels, whose middles are the whole numbers: it changes evenly.</summary>
    public double Between(double x, double y)
    {
        var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        return Mix(
            Mix(At(left, top), At(left + 1, top), x - left), Mix(At(left, top + 1), At(left + 1, top + 1), x - left),
            y - top);

        static double Mix(double a, double b, double share) => a + share * (b - a);
    }

    /// <summary>The centre of mass, from the left and the upper edge.</summary>
    public (double X, double Y) Centre()
    {
        var (mass, x, y) = (0.0, 0.0, 0.0);
        for (var i = 0; i < Values.Length; i++)
        {
            mass += Values[i];
            x += Values[i] * (i % Width + 0.5);
            y += Values[i] * (i / Width + 0.5);
        }
        return (x / mass, y / mass);
    }

    /// <summary>
    /// How wide strokes are: twice their area over the length of their outline, here the sum of all slopes.
    /// </summary>
    public double StrokeWidth()
    {
        var (area, outline) = (0.0, 0.0);
        for (var y = -1; y < Height; y++)
            for (var x = -1; x < Width; x++)
            {
                var here = At(x, y);
                var (right, below) = (At(x + 1, y) - here, At(x, y + 1) - here);
                area += here;
                outline += Math.Sqrt(right * right + below * below);
            }
        return 2 * area / outline;
    }

    private double At(int x, int y) => x < 0 || y < 0 || x >= Width || y >= Height ? 0 : Values[y * Width + x];

    private static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)(share * (sorted.Length - 1))];
    }

    /// <summary>What lies around ink of some strength, with a margin of a fifth of its size.</summary>
    public Ink Cropped(double visible)
    {
        var (left, right, top, bottom) = Extent(visible);
        var margin = 1 + Math.Max(right - left, bottom - top) / 5;
        var cropped = new Ink(right - left + 2 * margin, bottom - top + 2 * margin, []);
        var values = new double[cropped.Width * cropped.Height];
        for (var i = 0; i < values.Length; i++)
            values[i] = At(i % cropped.Width + left - margin, i / cropped.Width + top - margin);
        return cropped with { Values = values };
    }

    /// <summary>Each pixel the mean of the square around it.</summary>
    public Ink Blurred(int radius)
    {
        var across = new double[Values.Length];
        var blurred = new double[Values.Length];
        Blur(Values, across, Height, Width, Width, 1, radius);
        Blur(across, blurred, Width, Height, 1, Width, radius);
        return this with { Values = blurred };
    }

    private static void Blur(double[] from, double[] to, int lines, int length, int lineStep, int step, int radius)
    {
        for (var line = 0; line < lines; line++)
            for (var i = 0; i < length; i++)
            {
                var (first, last, sum) = (Math.Max(0, i - radius), Math.Min(length - 1, i + radius), 0.0);
                for (var j = first; j <= last; j++) sum += from[line * lineStep + j * step];
                to[line * lineStep + i * step] = sum / (last - first + 1);
            }
    }

    /// <summary>
    /// Only the connected pieces that have a good share of the largest one's ink, with their faint rims.
    /// </summary>
    private Ink WithoutSpecks(double threshold)
    {
        var piece = new int[Values.Length];
        var masses = new List<double> { 0 };
        for (var seed = 0; seed < Values.Length; seed++)
            if (Values[seed] > threshold && piece[seed] == 0) masses.Add(Fill(seed, masses.Count, piece, threshold));
        var least = Speck * masses.Max();
        var kept = new double[Values.Length];
        for (var i = 0; i < kept.Length; i++)
        {
            if (masses[piece[i]] <= least) continue;
            var (left, right, top, bottom) = Around(i);
            for (var y = top; y <= bottom; y++)
                for (var near = y * Width + left; near <= y * Width + right; near++)
                    if (piece[near] == 0 || near == i) kept[near] = Values[near];
        }
        return this with { Values = kept };
    }

    /// <summary>Gives a number to all that is connected with a pixel, and returns how much ink that is.</summary>
    private double Fill(int seed, int number, int[] piece, double threshold)
    {
        var (mass, open) = (0.0, new Stack<int>([seed]));
        piece[seed] = number;
        while (open.TryPop(out var i))
        {
            mass += Values[i];
            var (left, right, top, bottom) = Around(i);
            for (var y = top; y <= bottom; y++)
                for (var near = y * Width + left; near <= y * Width + right; near++)
                {
                    if (piece[near] != 0 || Values[near] <= threshold) continue;
                    piece[near] = number;
                    open.Push(near);
                }
        }
        return mass;
    }

    /// <summary>The columns and rows of a pixel and its neighbours, the last ones included.</summary>
    private (int Left, int Right, int Top, int Bottom) Around(int i) => (
        Math.Max(0, i % Width - 1), Math.Min(Width - 1, i % Width + 1),
        Math.Max(0, i / Width - 1), Math.Min(Height - 1, i / Width + 1));
}
