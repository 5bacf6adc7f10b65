namespace CnnVerified.Verification.Arrays;

/// <summary>
/// The one contract of code on arrays: named arrays in, named arrays out, and a backward pass from the gradients of the
/// outputs to those of the inputs. Every front door for plain code is an adapter to it.
/// </summary>
/// <param name="Name">What the report calls the code.</param>
/// <param name="Forward">What messages call the forward pass.</param>
/// <param name="Backward">What messages call the backward pass.</param>
/// <param name="Outputs">The forward pass.</param>
/// <param name="Gradients">The backward pass, given inputs and upstream gradients.</param>
internal sealed record ArrayCode(
    string Name, string Forward, string Backward,
    Func<NamedArrays, IEnumerable<(string Name, Array Value)>> Outputs,
    Func<NamedArrays, NamedArrays, IEnumerable<(string Name, Array Gradient)>> Gradients)
{
    /// <summary>Arrays that the code holds, such as a module's parameters.</summary>
    public IReadOnlyList<ArrayInput> Held { get; init; } = [];

    /// <summary>What arrays are called that are given without names, in order.</summary>
    public IReadOnlyList<string> Names { get; init; } = ["x"];

    /// <summary>
    /// Whether entries of one array have units of their own, as the arguments of a function may; not if there are
    /// thousands.
    /// </summary>
    public bool IsMixed { get; init; }

    /// <summary>
    /// Gives one output from the entry of the same place, where others play no part; null if they do.
    /// </summary>
    public Func<double, double>? Pointwise { get; init; }

    /// <summary>Interprets the forward pass, which gives an array or a number; null where none is at hand.</summary>
    public Func<Interpreter, NamedArrays, Datum>? Interpret { get; init; }

    /// <summary>Whether the backward pass is given an upstream gradient.</summary>
    public bool TakesUpstream { get; init; } = true;

    /// <summary>Whether the backward pass may change what it holds, as an update does.</summary>
    public bool MovesHeld { get; init; }

    /// <summary>What is wrong with the backward pass whatever its numbers are; null if nothing is.</summary>
    public Func<NamedArrays, string?> Breach { get; init; } = _ => null;

    /// <summary>A function of one array that gives a number, and its gradient.</summary>
    public static ArrayCode OfFunction(
        Func<NamedArrays, Array> function, Func<NamedArrays, IEnumerable<(string, Array)>> gradient,
        string name = "function") =>
        new(name, "the function", "the gradient",
            a => [("y", function(a))], (a, _) => gradient(a))
        { IsMixed = true, TakesUpstream = false };

    /// <summary>What a pass returned, which must be numbers.</summary>
    public static Array AsArray(object? output) => Carrier.Numbers(output) ?? throw new CheckedCodeException(
        $"the forward pass returned {output?.GetType().Name ?? "null"}, but must return an array of numbers.");
}
