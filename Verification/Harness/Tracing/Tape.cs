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
/// <param name="Caller">The call that the code is in; null for the outermost code, or where it is not known.</param>
/// <param name="Counters">The whole numbers of its method, where it was interpreted.</param>
internal readonly record struct Step(
    CodePlace? Place, double Value, int Left, double LeftSlope, int Right, double RightSlope,
    (double Left, double Right) Operands, CallSite? Caller = null, Counters? Counters = null);

/// <summary>A call in interpreted code, by where it is, and where its own caller is.</summary>
internal sealed record CallSite(MethodBase Method, int Offset, CallSite? Caller)
{
    /// <summary>The line and its statement; null where that is not known, or it is the library's own.</summary>
    public (string File, int Number, string Text)? Line { get; } = !CodePlace.IsLibrary(Method)
        && CodeLines.Of(Method, Offset) is (var file, > 0 and var line, var text) ? (file!, line, text) : null;

    /// <summary>Where it is, such as <c>on line 12 of Gate.cs</c>; null where that is not known.</summary>
    public string? Where => Line is var (file, line, _) ? $"on line {line} of {file}" : null;

    /// <summary>It, its caller, and so on.</summary>
    public IEnumerable<CallSite> Chain()
    {
        for (var site = this; site is not null; site = site.Caller) yield return site;
    }
}

/// <summary>
/// Every operation of a forward pass in its order, so that the gradient for any dy follows by one walk back: reverse
/// accumulation, Griewank and Walther, 2nd ed., §3.2. The walk may use other slopes at some operations.
/// </summary>
internal sealed partial class Tape
{
    /// <summary>What the gradients of the outputs are called.</summary>
    public const string Upstream = "dy";

    private const int MostSteps = 12_000;
    private readonly List<Step> steps = [];
    private readonly Dictionary<(MethodBase, int, string), CodePlace> places = [];
    private readonly Dictionary<(string, string), int> counts = [];
    private readonly List<int[]> inputs = [];
    private Func<MethodBase, int, Operation?>? says;
    private int[] outputs = [];
    private double[] constants = [];

    /// <summary>The instruction that an interpreter is at; null where compiled code runs.</summary>
    [ThreadStatic]
    public static Instruction? At;

    /// <summary>The call that an interpreter is in.</summary>
    [ThreadStatic]
    public static CallSite? Caller;

    /// <summary>The operations, inputs included.</summary>
    public IReadOnlyList<Step> Steps => steps;

    /// <summary>The steps that give the outputs; −1 for a constant.</summary>
    public IReadOnlyList<int> OutputSteps => outputs;

    /// <summary>Where in the code they are, in the order of their first use.</summary>
    public IEnumerable<CodePlace> Places => places.Values;

    /// <summary>
    /// Runs a forward pass on tensors of traced numbers; null if it has too many operations, or cannot be run so.
    /// </summary>
    /// <param name="tensors">What it works from.</param>
    /// <param name="run">The pass, which gives all outputs.</param>
    public static Tape? Of(IReadOnlyList<Tensor<double>> tensors, Func<Tensor<Traced>[], Traced[]?> run)
    {
        Tape? tape = null;
        // A thread of its own has few callers, which each step has to name.
        var thread = new Thread(() => tape = Here(tensors, run));
        thread.Start();
        thread.Join();
        return tape;
    }

    private static Tape? Here(
        IReadOnlyList<Tensor<double>> tensors, Func<Tensor<Traced>[], Traced[]?> run,
        Func<MethodBase, int, Operation?>? says = null)
    {
        var tape = new Tape { says = says };
        try
        {
            if (run([.. tensors.Select(tape.Input)]) is not { } results) return null;
            tape.outputs = [.. results.Select(one => one.Step)];
            tape.constants = [.. results.Select(one => one.Value)];
            return tape;
        }
        catch (Exception)
        {
            return null;                                         // whatever it is, the checked code's own run shows it
        }
        finally
        {
            (At, Caller) = (null, null);
        }
    }

    /// <summary>
    /// Interprets compiled code on arrays of doubles or floats, or on tensors; null if it has too many operations, or
    /// does what is not known.
    /// </summary>
    /// <param name="arrays">What it works from and what the gradients are by, with its numbers.</param>
    /// <param name="run">The code, which gives an array, a tensor or a number, or arrays with their names.</param>
    /// <param name="order">The names of those that are its outputs; null for all.</param>
    /// <param name="isRunUntraced">Whether code whose operations cannot be told is run all the same.</param>
    /// <param name="says">What the operation at an instruction says; null where that is not known.</param>
    public static Tape? OfCode(
        IReadOnlyList<(string Name, object Array, double[] Values)> arrays, Func<Interpreter, Datum> run,
        IReadOnlyList<string>? order = null, bool isRunUntraced = false, Func<MethodBase, int, Operation?>? says = null)
    {
        var memory = new Memory();
        var interpreter = new Interpreter(memory);
        var tape = Here([.. arrays.Select(one => new Tensor<double>(new(one.Values.Length), one.Values))],
            traced =>
            {
                foreach (var ((name, array, _), numbers) in arrays.Zip(traced))
                {
                    memory.Names.Of(array, name, 0);
                    foreach (var (i, (of, at)) in Memory.Entries(array).Index()) memory.Set(of, at, numbers[i]);
                }
                return Results(run(interpreter), memory, order);
            }, says);
        memory.Undo();
        if (tape is null && (!isRunUntraced || interpreter.IsRecursive)) return null;
        tape ??= new() { IsTraced = false };
        tape.Named = tape.IsTraced ? [.. memory.Names.All(memory)] : [];
        tape.Methods = tape.IsTraced ? interpreter.Methods : Body.Reached(interpreter.Methods);
        if (!interpreter.IsRecursive) tape.Mutated = Mutated;
        if (tape.IsTraced) return tape;
        if (Mutated(new Schemata([.. tape.Methods.Where(one => !CodePlace.IsLibrary(one))], []), Schemata.Unchanged)
            is not { } results) return null;
        (tape.constants, tape.outputs) = (results, Array.ConvertAll(results, _ => -1));
        return tape;

        double[]? Mutated(Schemata schemata, int number)
        {
            var undone = new Memory(isUndone: true);
            try
            {
                foreach (var (_, array, values) in arrays) undone.Fill(array, values);
                var mutated = new Interpreter(undone, new(schemata, number));
                double[] all = [.. Results(run(mutated), undone, order).Select(one => one.Value)];
                if (!tape.IsTraced && number == Schemata.Unchanged)
                    tape.Methods = Body.Reached([.. tape.Methods, .. mutated.Methods]);
                return all;
            }
            catch (Exception)
            {
                return null;                                     // the mutant makes no sense
            }
            finally
            {
                undone.Undo();
                (At, Caller) = (null, null);
            }
        }
    }

    /// <summary>All outputs of interpreted code.</summary>
    private static Traced[] Results(Datum result, Memory memory, IReadOnlyList<string>? order)
    {
        if (result.Object is null) return [result.Number];
        var named = Sequence.Named(result.Object);
        var names = order ?? named?.Select(one => one.Name) ?? [];
        object[] all = named is not null
            ? [.. names.Select(name => named.Single(one => one.Name == name).Value)]
            : result.Object is Tensor<double>[] several ? several : [result.Object];
        return [.. all.SelectMany(Memory.Entries).Select(entry => memory.Get(entry.Of, entry.At).Number)];
    }

    /// <summary>Whether its operations are known, and not its outputs alone.</summary>
    public bool IsTraced { get; private init; } = true;

    /// <summary>The methods that were interpreted.</summary>
    public IReadOnlySet<MethodBase> Methods { get; private set; } = new HashSet<MethodBase>();

    /// <summary>
    /// What the same code gives with one of the replacements in it; null where that makes no sense. Whatever it changes
    /// is put back.
    /// </summary>
    public Func<Schemata, int, double[]?> Mutated { get; private set; } = (_, _) => null;

    /// <summary>What the code calls some of its values.</summary>
    public IReadOnlyList<NamedValues> Named { get; private set; } = [];

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
            (x.Of.Value, of.Value), Caller, At?.Counters));
        return new(value, this, steps.Count - 1);
    }

    private CodePlace PlaceOf(string name, bool isBinary)
    {
        if (At is { } at)
        {
            // .NET's own lines are nobody's.
            if (CodePlace.IsLibrary(at.Method) && at.Method.DeclaringType == typeof(System.Numerics.Complex)
                && Caller?.Chain().FirstOrDefault(site => site.Line is not null) is { } own)
                at = at with { Method = own.Method, Offset = own.Offset };
            if (!places.TryGetValue((at.Method, at.Offset, name), out var known))
                places[(at.Method, at.Offset, name)] = known = CodePlace.Of(
                    name, isBinary, (at.Method, at.Offset), isExact: true, counts, says?.Invoke(at.Method, at.Offset));
            return known;
        }
        // The caller that is not in this folder; what is compiled twice has several addresses, but one is as good.
        var frame = new StackTrace(0, false).GetFrames().First(
            one => one.GetMethod()?.DeclaringType?.Namespace != typeof(Tape).Namespace);
        var method = frame.GetMethod() ?? throw new NotSupportedException("an unknown caller");
        var key = (method, frame.GetNativeOffset(), name);
        if (!places.TryGetValue(key, out var place))
            places[key] = place =
                CodePlace.Of(name, isBinary, (method, frame.GetILOffset()), isExact: false, counts);
        return place;
    }
}
