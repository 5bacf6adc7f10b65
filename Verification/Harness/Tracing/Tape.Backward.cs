using System.Buffers;

namespace CnnVerified.Verification.Tracing;

/// <summary>The result of a step, given its operands and what its operation makes of them.</summary>
internal delegate double Result(int step, double left, double right, double y);

/// <content>Walks back over a tape, with the right slopes or others.</content>
internal sealed partial class Tape
{
    private const double Interpreted = 1e-5;
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
        var other = new Tape { outputs = outputs, constants = constants };
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

    /// <summary>The outputs where some steps give other results, and all that follows from them.</summary>
    /// <param name="own">The steps, in their order.</param>
    /// <param name="result">What they give.</param>
    public double[] Replayed(int[] own, Result result)
    {
        // Long arrays anew each time would keep the garbage collector busy.
        var values = ArrayPool<double>.Shared.Rent(steps.Count);                           // of those that are other
        var isOther = ArrayPool<bool>.Shared.Rent(steps.Count);
        Array.Clear(isOther);
        var next = 0;
        for (var n = own[0]; n < steps.Count; n++)
        {
            var step = steps[n];
            if (step.Place is not { } at) continue;
            var isOwn = next < own.Length && own[next] == n;
            var (isLeft, isRight) = (step.Left >= 0 && isOther[step.Left], step.Right >= 0 && isOther[step.Right]);
            if (!isOwn && !isLeft && !isRight) continue;
            if (isOwn) next++;
            var left = isLeft ? values[step.Left] : step.Operands.Left;
            var right = isRight ? values[step.Right] : step.Operands.Right;
            var y = isLeft || isRight ? Traced.Result(at, left, right) : step.Value;
            values[n] = isOwn ? result(n, left, right, y) : y;
            isOther[n] = values[n] != step.Value;
        }
        double[] replayed =
            [.. outputs.Select((n, k) => n < 0 ? constants[k] : isOther[n] ? values[n] : steps[n].Value)];
        ArrayPool<double>.Shared.Return(values);
        ArrayPool<bool>.Shared.Return(isOther);
        return replayed;
    }

    /// <summary>The outputs.</summary>
    public double[] Outputs => [.. outputs.Select((n, k) => n < 0 ? constants[k] : steps[n].Value)];

    /// <summary>Whether it gives what compiled code gave, as closely as that is in float.</summary>
    public bool Gives(double[] given) => outputs.Length == given.Length && Outputs.Zip(given).All(
        one => Math.Abs(one.First - one.Second) <= Interpreted * (1 + Math.Abs(one.Second)));

    /// <summary>Whether some steps, which are no inputs, give outputs.</summary>
    public bool GivesOutputs(int[] some) => some.Any(n => n >= 0 && steps[n].Place is not null && outputs.Contains(n));

    /// <summary>∂output/∂result of every step.</summary>
    public double[] Effects(int output)
    {
        var one = new double[outputs.Length];
        one[output] = 1;
        return Adjoints(one, Own);
    }

    /// <summary>The inputs' steps.</summary>
    public IReadOnlyList<int> Inputs => [.. inputs.SelectMany(own => own)];

    /// <summary>∂result/∂input of every step.</summary>
    public double[] Tangents(int input)
    {
        var tangent = new double[steps.Count];
        tangent[input] = 1;
        for (var n = 0; n < tangent.Length; n++)
            if (steps[n] is { Place: not null } step)
                tangent[n] = (step.Left >= 0 ? step.LeftSlope * tangent[step.Left] : 0)
                    + (step.Right >= 0 ? step.RightSlope * tangent[step.Right] : 0);
        return tangent;
    }

    /// <summary>
    /// Which steps follow from some, these included, whether none of these follows from another of them, and whether
    /// all that follows is linear in them.
    /// </summary>
    public (bool[] Steps, bool AreIndependent, bool AreLinear) Following(int[] some)
    {
        var follows = new bool[steps.Count];
        foreach (var n in some) follows[n] = true;
        var (areIndependent, areLinear) = (true, true);
        for (var (n, next) = (some[0], 0); n < follows.Length; n++)
        {
            var isLeft = steps[n].Left is >= 0 and var left && follows[left];
            var isRight = steps[n].Right is >= 0 and var right && follows[right];
            if (next < some.Length && some[next] == n)
            {
                next++;
                areIndependent &= !isLeft && !isRight;
            }
            else if (isLeft || isRight)
            {
                follows[n] = true;
                areLinear &= steps[n].Place!.Name switch
                {
                    "+" or "−" or "negation" => true,
                    "·" => !(isLeft && isRight),
                    "/" => !isRight,
                    _ => false,
                };
            }
        }
        return (follows, areIndependent, areLinear);
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
