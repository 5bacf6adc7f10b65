using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>Tensors of random numbers that a seed determines.</summary>
public static class Draw
{
    /// <summary>Standard normal numbers of either sign (polar Box–Muller).</summary>
    public static Tensor<double> Normal(Shape shape, int seed)
    {
        var random = new Random(seed);
        return Filled(shape, () =>
        {
            while (true)
            {
                var (u, v) = (2 * random.NextDouble() - 1, 2 * random.NextDouble() - 1);
                var r2 = u * u + v * v;
                if (r2 is > 0 and < 1) return u * Math.Sqrt(-2 * Math.Log(r2) / r2);
            }
        });
    }

    /// <summary>Numbers spread evenly over [low, high).</summary>
    public static Tensor<double> Uniform(Shape shape, double low, double high, int seed)
    {
        var random = new Random(seed);
        return Filled(shape, () => low + (high - low) * random.NextDouble());
    }

    private static Tensor<double> Filled(Shape shape, Func<double> next)
    {
        var tensor = new Tensor<double>(shape);
        foreach (ref var value in tensor.Values) value = next();
        return tensor;
    }
}
