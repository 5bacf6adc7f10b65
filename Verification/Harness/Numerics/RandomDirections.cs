namespace CnnVerified.Verification.Numerics;

/// <summary>
/// Directions v in the space of one tensor's entries, of random signs: |vᵢ| is spread over [½, 1) times the tensor's
/// root mean square over √n, so that a direction is about as long as an entry is large. No entry has vᵢ near 0, so a
/// single wrong entry shows in every direction; and since sizes differ, two mistakes of equal size and opposite sign
/// (as of two entries exchanged) do not cancel, as they would with vᵢ = ±1 in every second direction.
/// </summary>
internal sealed class RandomDirections(IEnumerable<Tensor<double>> variables, int seed)
{
    private const double LeastShare = 0.5;

    private readonly double[] largest = [.. variables.Select(variable => Largest(variable.Values))];

    /// <summary>The smallest |vᵢ| there can be.</summary>
    public double Least(int variable) => LeastShare * largest[variable];

    /// <summary>One direction; the same numbers at every call.</summary>
    public RandomDirection Direction(int variable, int direction) => new(
        unchecked((ulong)(((seed * 31) + variable) * 31 + direction)) * RandomDirection.Increment,
        Least(variable));

    private static double Largest(ReadOnlySpan<double> values)
    {
        var size = RootMeanSquare.Of(values);
        return (size > 0 ? size : 1) / Math.Sqrt(values.Length);
    }
}

/// <summary>
/// A direction whose entries are computed when they are asked for: the random bits are SplitMix64's, whose state at
/// entry i is known beforehand.
/// </summary>
/// <remarks>
/// G. Steele, D. Lea and C. Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014, figure 16.
/// </remarks>
internal readonly struct RandomDirection(ulong state, double least)
{
    /// <summary>From one state to the next.</summary>
    public const ulong Increment = 0x9E3779B97F4A7C15;

    /// <summary>vᵢ.</summary>
    public double this[int i]
    {
        get
        {
            var bits = unchecked(state + (ulong)(i + 1) * Increment);
            bits = unchecked((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9);
            bits = unchecked((bits ^ (bits >> 27)) * 0x94D049BB133111EB);
            var share = (long)(bits ^ (bits >> 31)) * (1.0 / (1UL << 63)); // its sign, and its size before it is halved
            return (share + Math.CopySign(1, share)) * least;
        }
    }
}
