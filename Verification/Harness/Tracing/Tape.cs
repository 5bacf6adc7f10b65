using System.Diagnostics;
using System.Reflection;

namespace CnnVerified.Verification.Tracing;

/// <summary>One operation of a forward pass.</summary>
/// <param name="Place">Where in the code it is.</param>
/// <param name="Value">Its result.</param>
/// <param name="Left">The step that made its first operand; −1 for a constant.</param>
/// <param name="LeftSlope">∂result/∂first operand.</param>
/// <param name="Right">The step that made its second operand; −1 for a constant, or if there is none.</param>
/// <param name="RightSlope">∂result/∂second operand.</param>
/// <param name="Operands">The values of its operands.</param>
internal readonly record struct Step(
    CodePlace? Place, double Value, int Left, double LeftSlope, int Right, double RightSlope,
    (double Left, double Right) Operands);

/// <summary>
/// Every operation of a forward pass in its order, so that the gradient for any dy follows by one walk back: reverse
/// accumulation, Griewank and Walther, 2nd ed., §3.2. The walk may use other slopes at some operations.
/// </summary>
internal sealed class Tape
{
    private const int MostSteps = 6_000;
    private readonly List<Step> steps = [];
    private readonly Dictionary<(MethodBase?, int, string), CodePlace> places = [];
    private readonly List<int[]> inputs = [];
    private int[] outputs = [];
    private (int[] All, int At)[]? alike;

    /// <summary>The instruction that an interpreter is at; null where compiled code runs.</summary>
    [ThreadStatic]
    public static (MethodBase Method, int Offset)? At;

    /// <summary>The operations, inputs included.</summary>
    public IReadOnlyList<Step> Steps => steps;

    /// <summary>Where in the code they are, in the order of their first use.</summary>
    public IEnumerable<CodePlace> Places => places.Values;

    /// <summary>
    /// Runs a forward pass on tensors of traced numbers; null if it has too many operations, or cannot be run so.
    /// </summary>
    /// <param name="tensors">What it works from.</param>
    /// <param name="run">The pass, which gives all outputs.</param>
    public static Tape? Of(IReadOnlyList<Tensor<double>> tensors, Func<Tensor<Traced>[], Traced[]?> run)
    {
        var tape = new Tape();
        Traced[]? results = null;
        // A thread of its own has few callers, which each step has to name.
        var thread = new Thread(() =>
        {
            try
            {
                results = run([.. tensors.Select(tape.Input)]);
            }
            catch (Exception)
            {
                results = null;                                  // whatever it is, the checked code's own run shows it
            }
        });
        thread.Start();
        thread.Join();
        if (results is null) return null;
        tape.outputs = [.. results.Select(one => one.Step)];
        return tape;
    }

    /// <summary>
    /// Interprets compiled code on arrays of doubles or floats, or on tensors; null if it has too many operations, or
    /// does what is not known.
    /// </summary>
    /// <param name="arrays">What it works from and what the gradients are by, with its numbers.</param>
    /// <param name="run">The code, which gives an array, a tensor or a number.</param>
    public static Tape? OfCode(IReadOnlyList<(object Array, double[] Values)> arrays, Func<Interpreter, Datum> run)
    {
        var memory = new Memory();
        return Of([.. arrays.Select(one => new Tensor<double>(new(one.Values.Length), one.Values))], traced =>
        {
            foreach (var ((array, _), numbers) in arrays.Zip(traced))
                for (var i = 0; i < numbers.Shape.Count; i++) memory.Set(array, i, numbers[i]);
            var result = run(new(memory));
            object[] all = result.Object is IEnumerable<(string Name, Array Value)> several
                ? [.. several.Select(one => one.Value)] : result.Object is { } only ? [only] : [];
            return all.Length == 0 ? [result.Number] : [.. all.SelectMany(
                y => Enumerable.Range(0, Memory.Length(y)).Select(i => memory.Get(y, i).Number))];
        });
    }

    /// <summary>The value at another place of the list that a step is in: of its operation, or of its tensor.</summary>
    /// <param name="step">The step.</param>
    /// <param name="place">The place, given its own and the list's length; beyond the list there is none.</param>
    public double? Alike(int step, Func<int, int, int> place)
    {
        if (alike is null)
        {
            alike = new (int[], int)[steps.Count];
            foreach (var own in inputs.Concat(Enumerable.Range(0, steps.Count).Where(n => steps[n].Place is not null)
                .GroupBy(n => steps[n].Place).Select(turns => turns.ToArray())))
                for (var i = 0; i < own.Length; i++) alike[own[i]] = (own, i);
        }
        var (all, at) = alike[step];
        var other = place(at, all.Length);
        return (uint)other < (uint)all.Length ? steps[all[other]].Value : null;
    }

    private Tensor<Traced> Input(Tensor<double> tensor)
    {
        inputs.Add([.. Enumerable.Range(steps.Count, tensor.Shape.Count)]);
        var traced = new Tensor<Traced>(tensor.Shape);
        for (var i = 0; i < tensor.Shape.Count; i++)
        {
            traced[i] = new(tensor[i], this, steps.Count);
            steps.Add(new(null, tensor[i], -1, 0, -1, 0, default));
        }
        return traced;
    }

    /// <summary>Records an operation.</summary>
    public Traced Add(string name, double value, (Traced Of, double Slope) x, (Traced Of, double Slope)? y)
    {
        if (steps.Count >= MostSteps) throw new NotSupportedException($"more than {MostSteps} operations");
        var (of, slope) = y ?? (default, 0);
        steps.Add(new(PlaceOf(name, y is not null), value, x.Of.Step, x.Slope, y is null ? -1 : of.Step, slope,
            (x.Of.Value, of.Value)));
        return new(value, this, steps.Count - 1);
    }

    private CodePlace PlaceOf(string name, bool isBinary)
    {
        if (At is { } at)
        {
            if (!places.TryGetValue((at.Method, at.Offset, name), out var known))
                places[(at.Method, at.Offset, name)] = known = CodePlace.Of(
                    name, isBinary, at.Method.Name, CodeLines.Of(at.Method, at.Offset), places.Values);
            return known;
        }
        var frames = new StackTrace(0, false).GetFrames();
        var frame = frames.First(one => one.GetMethod()?.DeclaringType?.Namespace != typeof(Tape).Namespace);
        var key = (frame.GetMethod(), frame.GetNativeOffset(), name);
        if (!places.TryGetValue(key, out var place))
        {
            var full = new StackTrace(0, true).GetFrame(frames.IndexOf(frame));
            places[key] = place = CodePlace.Of(name, isBinary, frame.GetMethod()?.Name ?? "its code",
                (full?.GetFileName(), full?.GetFileLineNumber() ?? 0), places.Values);
        }
        return place;
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
