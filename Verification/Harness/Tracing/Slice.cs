namespace CnnVerified.Verification.Tracing;

/// <summary>A span of interpreted code: a part of an array or a tensor.</summary>
/// <param name="Of">The array or tensor.</param>
/// <param name="Start">Its first entry.</param>
/// <param name="Length">How many there are.</param>
internal sealed record Slice(object Of, int Start, int Length)
{
    /// <summary>Where an entry is.</summary>
    /// <exception cref="NotSupportedException">There is no such entry.</exception>
    public int At(int i) =>
        (uint)i < (uint)Length ? Start + i : throw new NotSupportedException("outside a span");

    /// <summary>A part of it.</summary>
    public Slice Part(int start, int length) => new(Of, Start + start, length);
}

/// <summary>Memory on the stack of interpreted code, of which a span is made.</summary>
internal sealed class Unchecked;
