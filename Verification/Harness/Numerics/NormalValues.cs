namespace CnnVerified.Verification;

/// <summary>
/// Draws from the standard normal distribution, the same ones for the same seed. Values of both signs show mistakes
/// that an upstream gradient of ones, or positive inputs, would hide.
/// </summary>
/// <param name="seed">Any number.</param>
public sealed class NormalValues(int seed)
{
    private readonly Random random = new(seed);

    /// <summary>The next draw (Box–Muller).</summary>
    public double Next() =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());

    /// <summary>A tensor of draws.</summary>
    /// <param name="shape">The tensor's shape.</param>
    /// <param name="scale">The standard deviation.</param>
    public Tensor<T> Tensor<T>(Shape shape, double scale = 1) where T : IFloatingPointIeee754<T>
    {
        var tensor = new Tensor<T>(shape);
        foreach (ref var value in tensor.Values) value = T.CreateChecked(scale * Next());
        return tensor;
    }
}
