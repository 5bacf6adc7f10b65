namespace CnnVerified.Verification.Tests.ForeignLayers;

/// <summary>A layer or loss that the library does not have, and mistakes that people make in it.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Check">Its check with one of the mistakes, or with none if the name is empty.</param>
/// <param name="Mistakes">The mistakes.</param>
internal sealed record ForeignLayer(string Name, Func<string, GradientCheck> Check, params Mistake[] Mistakes);

/// <summary>One edit of a backward pass.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Words">
/// What a right explanation says, one of several: all parts that an <c>&amp;</c> separates. A full stop ends an
/// equation.
/// </param>
internal sealed record Mistake(string Name, params string[] Words)
{
    /// <summary>Whether a text says so.</summary>
    public bool IsSaidBy(string text) => Words.Any(words =>
        words.Split(" & ").All(part => text.Contains(part, StringComparison.Ordinal)));
}

/// <summary>What the code of most layers has in common: parameters, a shape that stays, and a dx to write to.</summary>
internal abstract class Foreign<T>(params Parameter<T>[] parameters) : Layer<T>
    where T : System.Numerics.IFloatingPointIeee754<T>
{
    public override IReadOnlyList<Parameter<T>> Parameters => parameters;

    public override Shape OutputShape(Shape x) => x;

    public sealed override void Backward(
        Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, ReadOnlySpan<Tensor<T>> gradients)
    {
        dx?.Values.Clear();
        Back(x, y, dy, dx ?? new(x.Shape), gradients.ToArray());
    }

    protected abstract void Back(Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T> dx, Tensor<T>[] d);
}

/// <summary>Numbers to start from, the same at every run.</summary>
internal static class Draw
{
    /// <summary>Numbers between −1.5 and 1.5, none near 0.</summary>
    public static Tensor<double> Tensor(int seed, params int[] shape)
    {
        var tensor = new Tensor<double>(new Shape(shape));
        var random = new Random(seed);
        foreach (ref var value in tensor.Values)
            value = (random.Next(2) == 0 ? -1 : 1) * (0.1 + 1.4 * random.NextDouble());
        return tensor;
    }

    /// <summary>Numbers between 0.05 and 0.95.</summary>
    public static Tensor<double> Probabilities(int seed, params int[] shape) =>
        new(new Shape(shape), [.. Tensor(seed, shape).Values.ToArray().Select(v => 0.5 + 0.3 * v)]);

    /// <summary>A parameter of such numbers.</summary>
    public static Parameter<double> Parameter(string name, int seed, params int[] shape) =>
        new(name, Tensor(seed, shape));
}
