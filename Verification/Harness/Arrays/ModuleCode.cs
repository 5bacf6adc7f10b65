namespace CnnVerified.Verification.Arrays;

/// <summary>Modules that remember their forward pass and hold their parameters.</summary>
internal static class ModuleCode
{
    /// <summary>A module whose backward pass adds to its parameters' gradients.</summary>
    public static ArrayCode OfGradients<TInput, TOutput>(
        Func<TInput, TOutput> forward, Func<TOutput, TInput?> backward,
        (string Name, Array Value, Func<Array> Gradient)[] parameters) => Of(
        forward, parameters.Select(p => (p.Name, new Func<Array>(() => p.Value))), dy =>
        {
            foreach (var (_, value, gradient) in parameters)
                if (gradient() is { } array) ArrayNumbers.Set(array, new double[ArrayNumbers.Of(value).Length]);
            var dx = backward(dy);
            return [.. Input(dx), .. parameters.Select(p => (p.Name, ArrayNumbers.Copy(p.Gradient())))];
        });

    /// <summary>A module whose backward pass takes a step of a learning rate.</summary>
    public static ArrayCode OfSteps<TInput, TOutput>(
        Func<TInput, TOutput> forward, Func<TOutput, TInput?> step, double rate,
        (string Name, Func<Array> Value)[] parameters) => Of(
        forward, parameters, dy =>
        {
            double[][] before = [.. parameters.Select(p => ArrayNumbers.Of(p.Value()))];
            var dx = step(dy);
            foreach (var (p, own) in parameters.Zip(before)) RequireDigits(p.Name, p.Value(), own, rate);
            return [.. Input(dx), .. parameters.Select((p, i) => (p.Name,
                (Array)before[i].Zip(ArrayNumbers.Of(p.Value()), (old, now) => (old - now) / rate).ToArray()))];
        }) with
        { MovesHeld = true };

    private static ArrayCode Of<TInput, TOutput>(
        Func<TInput, TOutput> forward, IEnumerable<(string Name, Func<Array> Value)> parameters,
        Func<TOutput, IEnumerable<(string, Array)>> backward) => new(
        "module", "the forward pass", "the backward pass",
        a => [("y", ArrayCode.AsArray(forward(a.Of<TInput>("x"))))],
        (a, dy) =>
        {
            forward(a.Of<TInput>("x"));
            return backward(dy.Of<TOutput>("y"));
        })
        {
            Interpret = (interpreter, a) => interpreter.Call(forward, a.Of<TInput>("x")),
            Held = [.. parameters.Select(p => new ArrayInput(p.Name, p.Value, IsHeld: true))],
        };

    // θ rounds once, and the gradient is known to that over the rate.
    private static void RequireDigits(string name, Array value, double[] before, double rate)
    {
        var change = RootMeanSquare.Of([.. before.Zip(ArrayNumbers.Of(value), (old, now) => old - now)]);
        var rounding = ArrayNumbers.RoundoffOf(value) * before.Max(Math.Abs);
        var resolution = ArrayNumbers.RoundoffOf(value) > ArrayNumbers.UnitRoundoff
            ? Tolerances.CoarseResolution : Tolerances.Slack;
        if (change > 0 && rounding > resolution * change)
            throw new CheckedCodeException(
                $"a step of rate {rate.ToString(CultureInfo.InvariantCulture)} changes {name} by too few of its "
                + "digits: take a rate near 1.");
    }

    private static (string, Array)[] Input(object? dx) => Carrier.Numbers(dx) is { } array ? [("x", array)] : [];
}
