namespace CnnVerified.Verification.Arrays;

/// <summary>
/// Evaluates code on arrays. It gets copies, so that it may do with them what it likes; what it holds itself is changed
/// in place and put back.
/// </summary>
/// <param name="code">The code.</param>
/// <param name="inputs">What it takes.</param>
/// <param name="variables">Which of them are variables.</param>
/// <param name="values">Their numbers.</param>
internal sealed class ArrayEvaluator(
    ArrayCode code, IReadOnlyList<ArrayInput> inputs, int[] variables, double[][] values) : IEvaluator<double>
{
    private readonly double[][] perturbed = [.. values.Select(own => own.ToArray())];

    /// <summary>Between which values inputs make sense, by name: beyond, the function has no value.</summary>
    public IReadOnlyDictionary<string, (PerEntry Low, PerEntry High)> Bounds { get; init; } =
        new Dictionary<string, (PerEntry, PerEntry)>();

    /// <inheritdoc/>
    public Reach Evaluate(int variable, int entry, double value, Span<double> outputs)
    {
        perturbed[variable][entry] = value;
        try
        {
            if (code.Pointwise is not { } function || !IsWithinBounds(variable)) return Evaluate(variable, outputs);
            outputs[entry] = function(value);
            return new(0, 1, entry, 1, outputs.Length);
        }
        finally
        {
            perturbed[variable][entry] = values[variable][entry];
        }
    }

    /// <inheritdoc/>
    public Span<double> Values(int variable) => perturbed[variable];

    /// <inheritdoc/>
    public Reach Evaluate(int variable, Span<double> outputs)
    {
        if (!IsWithinBounds(variable))
        {
            outputs.Fill(double.NaN);
            return Reach.All(outputs.Length);
        }
        var held = code.Held.Count == 0
            ? [] : Array.ConvertAll([.. code.Held], one => (One: one, Own: ArrayNumbers.Of(one.Value)));
        try
        {
            var start = 0;
            foreach (var (name, output) in code.Outputs(Given(inputs, variables, perturbed)))
            {
                var y = output as double[] ?? ArrayNumbers.Of(output);
                if (start + y.Length > outputs.Length) throw Other(name);
                y.CopyTo(outputs[start..]);
                start += y.Length;
            }
            return start == outputs.Length ? Reach.All(outputs.Length) : throw Other("y");
        }
        finally
        {
            foreach (var (one, own) in held) ArrayNumbers.Set(one.Value, own);
        }

        CheckedCodeException Other(string name) =>
            new($"{code.Forward} gave {name} another length than at the point itself.");
    }

    private bool IsWithinBounds(int variable) =>
        Bounds.Count == 0 || !Bounds.TryGetValue(inputs[variables[variable]].Name, out var bounds)
        || perturbed[variable].Index().All(
            one => one.Item >= bounds.Low[one.Index] && one.Item <= bounds.High[one.Index]);

    /// <summary>What the code is given: copies, and what it holds already as it is to be.</summary>
    public static NamedArrays Given(IReadOnlyList<ArrayInput> inputs, int[] variables, double[][] values)
    {
        var given = new (string, Array)[inputs.Count];
        for (var i = 0; i < given.Length; i++)
        {
            var (array, variable) = (inputs[i].Value, Array.IndexOf(variables, i));
            if (!inputs[i].IsHeld) array = ArrayNumbers.Copy(array);
            if (variable >= 0) ArrayNumbers.Set(array, values[variable]);
            given[i] = (inputs[i].Name, array);
        }
        return new(given);
    }
}
