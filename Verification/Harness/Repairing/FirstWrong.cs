namespace CnnVerified.Verification.Repairing;

/// <summary>
/// Where a backward pass goes wrong first. A result is right if it is a value or a slope of the forward pass, the right
/// gradient of one, or a part of such a gradient; and if nothing follows from it but what is right. The first wrong
/// ones are made of right ones.
/// </summary>
internal sealed class FirstWrong
{
    private const double Rounding = 1e-9, SingleRounding = 3e-5;
    private const int LargestPlain = 64;                         // numbers that stand in many places tell nothing
    private const int MostTangents = 60_000;

    private readonly double[] known;
    private readonly double rounding;
    private readonly bool[] isRight;

    /// <summary>That of a pass.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="forward">The forward pass.</param>
    /// <param name="dy">The gradients of its outputs.</param>
    public FirstWrong(BackwardTape pass, Tape forward, double[] dy)
    {
        known = Known(forward, dy);
        var steps = pass.Tape.Steps;
        rounding = steps.All(step => (float)step.Value == step.Value) ? SingleRounding : Rounding;
        isRight = new bool[steps.Count];
        var (isUsed, isUsedWrongly) = (new bool[steps.Count], new bool[steps.Count]);
        foreach (var n in pass.WrongResults) (isUsed[n], isUsedWrongly[n]) = (true, true);
        for (var n = steps.Count - 1; n >= 0; n--)
        {
            var step = steps[n];
            isRight[n] = !pass.WrongResults.Contains(n)
                && (step.Place is null || IsKnown(step.Value) || isUsed[n] && !isUsedWrongly[n]);
            foreach (var operand in new[] { step.Left, step.Right })
                if (operand >= 0) (isUsed[operand], isUsedWrongly[operand]) =
                    (true, isUsedWrongly[operand] || !isRight[n]);
        }
        Steps = Enumerable.Range(0, steps.Count).Where(n => !isRight[n] && isUsed[n]
            && (steps[n].Left < 0 || isRight[steps[n].Left])
            && (steps[n].Right < 0 || isRight[steps[n].Right])).ToHashSet();
    }

    /// <summary>The first wrong results.</summary>
    public IReadOnlySet<int> Steps { get; }

    /// <summary>Whether a result is right.</summary>
    public bool IsRight(int step) => isRight[step];

    /// <summary>The sizes of all that is right, in their order.</summary>
    private static double[] Known(Tape forward, double[] dy)
    {
        var adjoints = forward.Adjoints(dy, forward.Own);
        var all = new List<double>();
        foreach (var (n, step) in forward.Steps.Index())
            foreach (var value in new[]
            {
                step.Value, step.LeftSlope, step.RightSlope,
                adjoints[n], adjoints[n] * step.LeftSlope, adjoints[n] * step.RightSlope,
            })
                if (!IsPlain(value)) all.Add(Math.Abs(value));
        // Code that differentiates forwards has the derivatives by each input.
        if (forward.Inputs.Count * forward.Steps.Count <= MostTangents)
            foreach (var input in forward.Inputs)
                all.AddRange(forward.Tangents(input).Where(value => !IsPlain(value)).Select(Math.Abs));
        all.Sort();
        return [.. all];
    }

    private bool IsKnown(double value)
    {
        var size = Math.Abs(value);
        if (IsPlain(size)) return true;
        var at = Array.BinarySearch(known, size * (1 - rounding));
        if (at < 0) at = ~at;
        return at < known.Length && known[at] <= size * (1 + rounding);
    }

    private static bool IsPlain(double value) =>
        !double.IsFinite(value) || Math.Abs(value) <= LargestPlain && 2 * value == Math.Round(2 * value);
}
