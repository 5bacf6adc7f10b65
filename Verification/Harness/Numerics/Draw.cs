namespace CnnVerified.Verification.Numerics;

/// <summary>Tensors of random numbers that a seed determines.</summary>
internal static class Draw
{
    /// <summary>Standard normal numbers, of either sign.</summary>
    public static Tensor<double> Normal(Shape shape, int seed) => new NormalValues(seed).Tensor<double>(shape);

    /// <summary>Numbers spread evenly over [low, high).</summary>
    public static Tensor<double> Uniform(Shape shape, double low, double high, int seed)
    {
        var random = new Random(seed);
        var tensor = new Tensor<double>(shape);
        foreach (ref var value in tensor.Values) value = low + (high - low) * random.NextDouble();
        return tensor;
    }
}
