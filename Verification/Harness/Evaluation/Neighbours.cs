namespace CnnVerified.Verification.Evaluation;

/// <summary>
/// More points beside one. Where the point was drawn, they are other draws. Where it was given, every number of it is
/// moved by up to half of its own size, or of its tensor's if it is 0, within the bounds that were given.
/// Probabilities, which a loss may take, stay between 0 and 1.
/// </summary>
internal static class Neighbours
{
    private const int SeedStride = 1_000;
    private const double Reach = 0.5;

    /// <summary>The point itself, then so many others that there are <paramref name="count"/>.</summary>
    public static IEnumerable<Point> Of(Point point, int count, Func<Point, Subject> subject)
    {
        var own = new Lazy<Subject>(() => subject(point));
        return Enumerable.Range(0, count).Select(k => k == 0 ? point
            : point.X is null && point.Arrays.Count == 0
                ? point with { DrawSeed = point.DrawSeed + k * SeedStride } : Beside(point, k, own.Value));
    }

    /// <summary>
    /// A point of plain code with other signs and sizes at every place, within the bounds that were given, and with
    /// another dy unless that was given too: what is true beside the point by chance is not true there.
    /// </summary>
    public static Point Elsewhere(Point point, Subject subject) => point with
    {
        DrawSeed = point.DrawSeed + SeedStride,
        Moved = [.. subject.Variables.Select(variable =>
        {
            var other = Another.Like(variable.Value);
            var isBounded = point.Bounds.TryGetValue(variable.Name, out var bounds);
            for (var i = 0; i < other.Shape.Count; i++)
                other[i] = variable.Nearest(
                    isBounded ? Math.Clamp(other[i], bounds.Low[i], bounds.High[i]) : other[i]);
            return other;
        })],
    };

    private static Point Beside(Point point, int k, Subject subject)
    {
        var random = new Random(point.DrawSeed + k * SeedStride);
        return subject.Origin is null
            ? point with { Moved = [.. subject.Variables.Select(v => Moved(v.Value, Bounds(v.Name), v.Nearest))] }
            : point with { X = Moved(subject.Origin.X, Bounds("x"), value => value) };

        (PerEntry Low, PerEntry High) Bounds(string name) => point.Bounds.TryGetValue(name, out var bounds)
            ? bounds : (new([double.NegativeInfinity]), new([double.PositiveInfinity]));

        Tensor<double> Moved(Tensor<double> own, (PerEntry Low, PerEntry High) bounds, Func<double, double> nearest)
        {
            var (moved, scale) = (own.Clone(), RootMeanSquare.Of(own.Values));
            var isProbable = subject.Origin is { Loss: not null, Network.Layers.Count: 0 }
                && own.Values.ToArray().All(p => p is > 0 and < 1);
            for (var i = 0; i < moved.Shape.Count; i++)
            {
                var size = isProbable ? Math.Min(own[i], 1 - own[i])
                    : own[i] != 0 ? Math.Abs(own[i]) : scale > 0 ? scale : 1;
                moved[i] = nearest(Math.Clamp(
                    own[i] + Reach * size * (2 * random.NextDouble() - 1), bounds.Low[i], bounds.High[i]));
            }
            return moved;
        }
    }
}
