namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// What becomes of dx when a pooling layer's backward pass hands dy to other inputs than those that earned it.
/// </summary>
internal static class PoolingSiblings
{
    /// <summary>The ways to hand dy back by mistake.</summary>
    public static IEnumerable<(string Words, Func<Arguments, Tensor<double>[]> Gradients)> Of(Pooling<double> pooling)
    {
        var (window, stride, padding) = (pooling.Window, pooling.Window.Stride, pooling.Window.Padding);
        var area = window.Size.Height * window.Size.Width;
        Share own = pooling is MaxPooling<double> ? ToWinner : (x, inputs, dy, dx) => ToAll(x, inputs, dy / area, dx);
        (string Words, SlidingWindow Window, Share Share)[] siblings =
        [
            ("shares overwriting each other instead of adding up", window, Overwriting(own)),
            ("stride 1×1", window with { Stride = 1 }, own),
            ("a stride of the window's size", window with { Stride = window.Size }, own),
            ("height and width of the stride swapped", window with { Stride = (stride.Width, stride.Height) }, own),
            ("padding 0×0", window with { Padding = 0 }, own),
            ("height and width of the padding swapped",
                window with { Padding = (padding.Width, padding.Height) }, own),
            ("dy given to every input of the window", window, ToAll),
            ("dy divided by the inputs inside the image", window,
                (x, inputs, dy, dx) => ToAll(x, inputs, dy / inputs.Length, dx)),
            ("dy given to every one of equal winners", window, ToWinners),
            ("dy shared by equal winners", window, (x, inputs, dy, dx) =>
                ToWinners(x, inputs, dy / inputs.Count(i => x[i] == inputs.Max(j => x[j])), dx)),
            ("dy given to the last of equal winners", window,
                (x, inputs, dy, dx) => ToWinner(x, [.. inputs.Reverse()], dy, dx)),
            ("dy given to the smallest input of the window", window,
                (x, inputs, dy, dx) => dx[inputs.MinBy(i => x[i])] += dy),
            ("dy given to the first input of the window", window, (x, inputs, dy, dx) => dx[inputs[0]] += dy),
            ("dy given to the last input of the window", window, (x, inputs, dy, dx) => dx[inputs[^1]] += dy),
        ];
        foreach (var (words, other, share) in siblings)
            yield return (words, a =>
            {
                var dx = new Tensor<double>(a.X.Shape);
                foreach (var (y, inputs) in Windows.Of(other, a.X.Shape, a.Dy.Shape)) share(a.X, inputs, a.Dy[y], dx);
                return [dx];
            }
            );
    }

    private delegate void Share(Tensor<double> x, int[] inputs, double dy, Tensor<double> dx);

    private static void ToWinner(Tensor<double> x, int[] inputs, double dy, Tensor<double> dx) =>
        dx[inputs.MaxBy(i => x[i])] += dy;

    private static void ToWinners(Tensor<double> x, int[] inputs, double dy, Tensor<double> dx)
    {
        var largest = inputs.Max(i => x[i]);
        foreach (var i in inputs.Where(i => x[i] == largest)) dx[i] += dy;
    }

    private static void ToAll(Tensor<double> x, int[] inputs, double dy, Tensor<double> dx)
    {
        foreach (var i in inputs) dx[i] += dy;
    }

    private static Share Overwriting(Share share) => (x, inputs, dy, dx) =>
    {
        var own = new Tensor<double>(dx.Shape);
        share(x, inputs, 1, own);
        foreach (var i in inputs.Where(i => own[i] != 0)) dx[i] = own[i] * dy;
    };
}
