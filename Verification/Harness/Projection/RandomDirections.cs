namespace CnnVerified.Verification;

/// <summary>
/// Directions v in the space of one tensor's entries, of random signs: |vᵢ| is spread over [½, 1) times the tensor's
/// root mean square over √n, so that a direction is about as long as an entry is large. No entry has vᵢ near 0, so a
/// single wrong entry shows in every direction; and since sizes differ, two mistakes of equal size and opposite sign
/// (as of two entries exchanged) do not cancel, as they would with vᵢ = ±1 in every second direction.
/// </summary>
internal sealed class RandomDirections(Subject subject, int seed)
{
    private const double LeastShare = 0.5;

    /// <summary>The smallest |vᵢ| there can be.</summary>
    public double Least(int variable) => LeastShare * Largest(variable);

    /// <summary>One direction; the same numbers at every call.</summary>
    public double[] Draw(int variable, int direction)
    {
        var random = new Random(unchecked(((seed * 31) + variable) * 31 + direction));
        var (v, largest) = (new double[subject.Variables[variable].Value.Shape.Count], Largest(variable));
        for (var i = 0; i < v.Length; i++)
        {
            var share = 2 * random.NextDouble() - 1;    // its sign, and its size before it is halved
            v[i] = (share + Math.CopySign(1, share)) * LeastShare * largest;
        }
        return v;
    }

    private double Largest(int variable)
    {
        var values = subject.Variables[variable].Value.Values;
        var size = RootMeanSquare.Of(values);
        return (size > 0 ? size : 1) / Math.Sqrt(values.Length);
    }
}
