using static CnnVerified.Verification.Tests.VerdictAccuracy.Elementary;

namespace CnnVerified.Verification.Tests.VerdictAccuracy;

/// <summary>Draws of numbers.</summary>
internal static class Sampling
{
    /// <summary>Evenly between two bounds.</summary>
    public static double Uniform(this Random random, double low, double high) =>
        low + (high - low) * random.NextDouble();

    /// <summary>From the normal distribution, by Box and Muller.</summary>
    public static double Normal(this Random random) =>
        Sqrt(-2 * Log(1 - random.NextDouble())) * Cos(2 * PI * random.NextDouble());

    /// <summary>10 to a power that is drawn evenly.</summary>
    public static double LogUniform(this Random random, double lowest, double highest) =>
        PowerOfTen(random.Uniform(lowest, highest));

    /// <summary>1 or −1.</summary>
    public static double Sign(this Random random) => random.Next(2) * 2 - 1;

    /// <summary>Several numbers drawn alike.</summary>
    public static double[] Several(this Random random, int count, Func<Random, double> draw) =>
        [.. Enumerable.Range(0, count).Select(_ => draw(random))];
}
