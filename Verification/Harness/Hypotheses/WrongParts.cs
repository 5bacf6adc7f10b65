namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// Mistakes in one part of a tensor, such as a gate's half of x or one state of two: the wrong part is diagnosed as if
/// it were a tensor of its own, and the rest another one.
/// </summary>
internal static class WrongParts
{
    /// <summary>All of them for one tensor's gradient.</summary>
    public static IEnumerable<Hypothesis> Of(WrongPass wrong, int variable, Deadline deadline)
    {
        var gradient = wrong.Gradients[variable];
        if (Wrong(wrong, gradient, wrong.Paths(deadline)?[variable]) is not { } part) return [];
        int[] inside = [.. Enumerable.Range(0, part.Length).Where(i => part[i])];
        int[] outside = [.. Enumerable.Range(0, part.Length).Where(i => !part[i])];
        if (Places.Of(gradient.Value.Shape, gradient.Axes, i => part[i]) is not { } where) return [];
        var own = Alone(wrong, variable, inside, outside, deadline);
        Source[] sources =
        [
            KnownMistakes.Direct, KnownMistakes.OnPaths, KnownMistakes.Mechanisms, KnownMistakes.OnPathsOtherwise,
            KnownMistakes.OfAnyDy, Operators.Of, Monomials.Short,
        ];
        if (inside.Length == 1) sources = [Monomials.Short];                    // one number is a multiple of anything
        return sources.SelectMany(source => source(own, own.Gradients.Count == wrong.Gradients.Count
                ? variable : variable + 1, deadline))
            .Where(one => one.Region is null)
            .Select(one => one with
            {
                Weight = one.Weight + 1,
                Predict = () => Back(one.Predict(), gradient.Value.Shape, inside),
                Region = part,
                Where = where,
            });
    }

    /// <summary>The smallest block of the tensor with everything wrong in it; null if that is all.</summary>
    private static bool[]? Wrong(WrongPass wrong, TensorGradient gradient, Paths? paths)
    {
        var shape = gradient.Value.Shape;
        var isWrong = gradient.Differing(wrong.Tolerance);
        if (paths is { IsLinear: true })
        {
            Array.Clear(isWrong);
            foreach (var (_, i) in paths.Wrong) isWrong[i] = true;
        }
        int[][] wrongs = [.. Enumerable.Range(0, isWrong.Length).Where(i => isWrong[i]).Select(shape.IndexOf)];
        if (wrongs.Length == 0) return null;
        (int Low, int High)[] ends = [.. Enumerable.Range(0, shape.Rank).Select(
            axis => (wrongs.Min(at => at[axis]), wrongs.Max(at => at[axis])))];
        bool[] block = [.. Enumerable.Range(0, isWrong.Length).Select(i => shape.IndexOf(i).Zip(ends).All(
            one => one.First >= one.Second.Low && one.First <= one.Second.High))];
        return block.Contains(false) ? block : null;
    }

    private static WrongPass Alone(WrongPass wrong, int variable, int[] inside, int[] outside, Deadline deadline)
    {
        var gradient = wrong.Gradients[variable];
        var shape = gradient.Value.Shape;
        int[][] places = [.. inside.Select(shape.IndexOf)];
        var block = new Shape([.. Enumerable.Range(0, shape.Rank).Select(
            axis => places.Select(at => at[axis]).Distinct().Count())]);
        var isInput = variable == wrong.Gradients.Count - 1;
        var hasRest = isInput && outside.Length == inside.Length;      // the other half may be a factor of this one
        var own = Only(gradient, inside, block);
        var rest = Only(gradient, outside, hasRest ? block : new(outside.Length)) with
        {
            Name = $"the rest of {gradient.Name}",
        };
        var paths = wrong.Paths(deadline);
        return new(
            wrong.Name,
            [
                .. hasRest ? [rest] : Array.Empty<TensorGradient>(),
                .. wrong.Gradients.Select(g => g == gradient ? own : g),
            ],
            null,
            wrong.Arguments is not { } a ? null : isInput
                ? a with
                {
                    X = own.Value,
                    Y = SamePart(a.Y),
                    Dy = SamePart(a.Dy),
                    Theta = [.. hasRest ? [rest.Value] : Array.Empty<Tensor<double>>(), .. a.Theta],
                }
                : a.WithParameter(variable, own.Value),
            wrong.IsLoss, wrong.Tolerance)
        {
            IsCode = wrong.IsCode,
            Fixed = hasRest ? wrong.Fixed : [.. wrong.Fixed, (gradient.Name, gradient.Value)],
            HasSeveralOutputs = wrong.HasSeveralOutputs,
            IsElsewhere = wrong.IsElsewhere,
            KnownPaths = paths is null ? null :
            [
                .. hasRest ? [paths[variable].Only(rest, outside)] : Array.Empty<Paths>(),
                .. paths.Select((one, v) => v == variable ? one.Only(own, inside) : one),
            ],
        };

        // What works entry by entry has the same part of y.
        Tensor<double> SamePart(Tensor<double> other) =>
            other.Shape == shape ? new(block, [.. inside.Select(i => other[i])]) : other;
    }

    private static TensorGradient Only(TensorGradient gradient, int[] places, Shape shape)
    {
        Tensor<double> Part(Tensor<double> tensor) => new(shape, [.. places.Select(i => tensor[i])]);
        return new(gradient.Name, shape.Rank == gradient.Axes.Length ? gradient.Axes : Axes.Numbered(shape),
            Part(gradient.Value), Part(gradient.Given), Part(gradient.Right));
    }

    private static Tensor<double> Back(Tensor<double> part, Shape shape, int[] places)
    {
        var whole = new Tensor<double>(shape);
        foreach (var (n, i) in places.Index()) whole[i] = part[n];
        return whole;
    }
}
