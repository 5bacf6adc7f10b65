namespace CnnVerified.Verification.Evaluation;

/// <summary>One array that code under check takes.</summary>
/// <param name="Name">What the code and the report call it.</param>
/// <param name="Now">The array; its numbers are the point of the check. What the code holds it may replace.</param>
/// <param name="IsHeld">
/// Whether the code has it already: it is changed in place and put back. Others are handed over as copies.
/// </param>
internal sealed record ArrayInput(string Name, Func<Array> Now, bool IsHeld)
{
    /// <summary>An array that the code is handed.</summary>
    public ArrayInput(string name, Array value) : this(name, () => value, IsHeld: false)
    {
    }

    /// <summary>The array, which may be another one after a step.</summary>
    public Array Value => Now();

    /// <summary>How reports see it.</summary>
    public Shape Shape { get; init; } = ArrayNumbers.ShapeOf(Now());
}
