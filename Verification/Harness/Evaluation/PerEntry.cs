namespace CnnVerified.Verification.Evaluation;

/// <summary>A number for each entry of a tensor, or one for all of them.</summary>
internal sealed record PerEntry(double[] Values)
{
    /// <summary>That of an entry.</summary>
    public double this[int entry] => Values.Length == 1 ? Values[0] : Values[entry];

    /// <summary>Whether a tensor of so many entries has a number for each.</summary>
    public bool Fits(int entries) => Values.Length == 1 || Values.Length == entries;
}
