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
        var frames = new StackTrace(0, false).GetFrames();
        var frame = frames.First(one => one.GetMethod()?.DeclaringType?.Namespace != typeof(Tape).Namespace);
        var key = (frame.GetMethod(), frame.GetNativeOffset(), name);
        if (!places.TryGetValue(key, out var place))
            places[key] = place = CodePlace.Of(name, isBinary, frame, frames.IndexOf(frame), places.Values);
        return place;
    }

    /// <summary>The gradients of all tensors for a dy, with any slopes of the operations.</summary>
    public Tensor<double>[] Gradients(
        IReadOnlyList<Tensor<double>> like, ReadOnlySpan<double> dy, Func<int, (double Left, double Right)> slopes)
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
        return [.. inputs.Select((own, t) => new Tensor<double>(like[t].Shape, [.. own.Select(n => adjoint[n])]))];
    }
}
