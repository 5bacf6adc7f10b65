namespace CnnVerified.Verification.Numerics;

/// <summary>Entries at even distances: <c>First</c>, <c>First + Step</c>, … <c>Count</c> of them.</summary>
internal readonly record struct Selection(int First, int Step, int Count)
{
    /// <summary>The k-th of the selected entries.</summary>
    public int this[int k] => First + k * Step;

    /// <summary>All entries of a tensor.</summary>
    public static Selection All(int entries) => new(0, 1, entries);

    /// <summary>A single entry.</summary>
    public static Selection Only(int entry) => new(entry, 1, 1);
}
