namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// Other points for a backward pass: coincidences of the given one, such as 0.5 = 1/N = 2/W, fall apart there.
/// </summary>
internal static class Elsewhere
{
    /// <summary>Other inputs and parameters of the same sizes, or else the same ones with another dy alone.</summary>
    public static IEnumerable<Arguments> Values(Arguments a) =>
        [a with { X = Other(a.X), Y = NextRow(a.Y), Theta = [.. a.Theta.Select(Other)] }, a];

    /// <summary>
    /// Inputs of other sizes: all axes longer, then the batch and the image, then the batch alone; some are refused by
    /// most code.
    /// </summary>
    public static IEnumerable<Arguments> Sizes(Arguments a)
    {
        var rank = a.X.Shape.Rank;
        yield return Longer(_ => true);
        if (rank == 4) yield return Longer(axis => axis != 1);
        if (rank > 1) yield return Longer(axis => axis == 0);

        Arguments Longer(Func<int, bool> isLonger) => a with
        {
            X = Other(Grown(a.X, isLonger, isOneHot: false)),
            Y = a.Y.Shape.Rank == rank ? Grown(a.Y, isLonger, isOneHot: true) : a.Y,
        };
    }

    /// <summary>The first point at which a pass runs and gives numbers.</summary>
    public static Lazy<WrongPass?> First(IEnumerable<Arguments> points, Func<Arguments, WrongPass?> at) =>
        new(() => points.Select(point => First(() => at(point)).Value).FirstOrDefault(pass => pass is not null));

    /// <summary>A pass, if it runs and gives numbers.</summary>
    public static Lazy<WrongPass?> First(Func<WrongPass?> pass) => new(() =>
    {
        try
        {
            return pass() is { } found && found.Gradients.All(gradient =>
                gradient.Given.Values.ToArray().All(double.IsFinite)
                && gradient.Right.Values.ToArray().All(double.IsFinite)) ? found with { IsElsewhere = true } : null;
        }
        catch (Exception e) when (e is CheckedCodeException || CheckedCode.IsToBlame(e))
        {
            return null;                                                   // the code does not take it
        }
    });

    /// <summary>Whole numbers may be indices: they change places only.</summary>
    private static Tensor<double> Other(Tensor<double> given)
    {
        if (!given.Values.ToArray().All(double.IsInteger)) return Another.Like(given);
        var reversed = given.Clone();
        reversed.Values.Reverse();
        return reversed;
    }

    /// <summary>Every sample has what the next one had: rows of a target stay what they are, such as one-hot.</summary>
    private static Tensor<double> NextRow(Tensor<double> given)
    {
        var (next, count) = (given.Clone(), given.Shape.Count);
        var row = given.Shape.Rank > 1 && given.Shape[0] > 1 ? count / given.Shape[0] : 1;
        for (var i = 0; i < count; i++) next[i] = given[(i + row) % count];
        return next;
    }

    /// <summary>One more of everything along some axes: what comes first again, or 0 for another class.</summary>
    private static Tensor<double> Grown(Tensor<double> given, Func<int, bool> isLonger, bool isOneHot)
    {
        var shape = given.Shape;
        var grown = new Tensor<double>(new Shape(
            [.. Enumerable.Range(0, shape.Rank).Select(axis => shape[axis] + (isLonger(axis) ? 1 : 0))]));
        for (var i = 0; i < grown.Shape.Count; i++)
        {
            var index = grown.Shape.IndexOf(i);
            if (isOneHot && index[^1] == shape[shape.Rank - 1]) continue;
            grown[i] = given[Rearrangement.Position(shape, [.. index.Select((at, axis) => at % shape[axis])])];
        }
        return grown;
    }
}
