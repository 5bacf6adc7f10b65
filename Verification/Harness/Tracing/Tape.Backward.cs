namespace CnnVerified.Verification.Tracing;

/// <content>Walks back over a tape, with the right slopes or others.</content>
internal sealed partial class Tape
{
    private (int[] All, int At)[]? alike;

    /// <summary>The steps of each operation in the code, in their order.</summary>
    public ILookup<CodePlace, int> Turns => field ??= Enumerable.Range(0, steps.Count)
        .Where(n => steps[n].Place is not null).ToLookup(n => steps[n].Place!);

    /// <summary>The value at another place of the list that a step is in: of its operation, or of its tensor.</summary>
    /// <param name="step">The step.</param>
    /// <param name="place">The place, given its own and the list's length; beyond the list there is none.</param>
    public double? Alike(int step, Func<int, int, int> place)
    {
        if (alike is null)
        {
            alike = new (int[], int)[steps.Count];
            foreach (var own in inputs.Concat(Turns.Select(turns => turns.ToArray())))
                for (var i = 0; i < own.Length; i++) alike[own[i]] = (own, i);
        }
        var (all, at) = alike[step];
        var other = place(at, all.Length);
        return (uint)other < (uint)all.Length ? steps[all[other]].Value : null;
    }

    /// <summary>
    /// The same operations of which one gives one of its operands as its result, on the same inputs: another function.
    /// </summary>
    /// <param name="place">The operation.</param>
    /// <param name="isRight">Whether it gives the second operand.</param>
    public Tape Without(CodePlace place, bool isRight)
    {
        var other = new Tape { outputs = outputs };
        foreach (var step in steps)
        {
            if (step.Place is not { } at)
            {
                other.steps.Add(step);
                continue;
            }
            var left = step.Left < 0 ? step.Operands.Left : other.steps[step.Left].Value;
            var right = step.Right < 0 ? step.Operands.Right : other.steps[step.Right].Value;
            var (value, leftSlope, rightSlope) = ReferenceEquals(at, place)
                ? (isRight ? right : left, isRight ? 0 : 1, isRight ? 1 : 0) : Traced.Slopes(at, left, right);
            other.steps.Add(step with
            {
                Value = value,
                LeftSlope = leftSlope,
                RightSlope = rightSlope,
                Operands = (left, right),
            });
        }
        other.inputs.AddRange(inputs);
        return other;
    }

    /// <summary>The gradients of all tensors for a dy, with any slopes of the operations.</summary>
    public Tensor<double>[] Gradients(
        IReadOnlyList<Shape> shapes, ReadOnlySpan<double> dy, Func<int, (double Left, double Right)> slopes)
    {
        var adjoint = Adjoints(dy, slopes);
        return [.. inputs.Select((own, t) => new Tensor<double>(shapes[t], [.. own.Select(n => adjoint[n])]))];
    }

    /// <summary>
    /// The gradient of one tensor if of the operations that use an entry one alone counts, as where each assigns.
    /// </summary>
    public double[] Assigned(int tensor, ReadOnlySpan<double> dy, bool isLast)
    {
        var adjoint = Adjoints(dy, Own);
        var assigned = new double[inputs[tensor].Length];
        for (var k = 0; k < steps.Count; k++)
        {
            var n = isLast ? k : steps.Count - 1 - k;
            if (steps[n].Left >= 0 && steps[n].Left - inputs[tensor][0] is var i && (uint)i < (uint)assigned.Length)
                assigned[i] = steps[n].LeftSlope * adjoint[n];
            if (steps[n].Right >= 0 && steps[n].Right - inputs[tensor][0] is var j && (uint)j < (uint)assigned.Length)
                assigned[j] = steps[n].RightSlope * adjoint[n];
        }
        return assigned;
    }

    /// <summary>The right slopes of a step.</summary>
    public (double Left, double Right) Own(int n) => (steps[n].LeftSlope, steps[n].RightSlope);

    /// <summary>The derivative of the outputs, weighted by dy, by the result of every step.</summary>
    public double[] Adjoints(ReadOnlySpan<double> dy, Func<int, (double Left, double Right)> slopes)
    {
        var adjoint = new double[steps.Count];
        for (var k = 0; k < outputs.Length; k++)
            if (outputs[k] >= 0) adjoint[outputs[k]] += dy[k];
        for (var n = steps.Count - 1; n >= 0; n--)
        {
            var step = steps[n];
            if (adjoint[n] == 0 || step.Place is null) continue;
            var (left, right) = slopes(n);
            if (step.Left >= 0 && left != 0) adjoint[step.Left] += left * adjoint[n];
            if (step.Right >= 0 && right != 0) adjoint[step.Right] += right * adjoint[n];
        }
        return adjoint;
    }
}
