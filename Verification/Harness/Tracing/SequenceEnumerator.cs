namespace CnnVerified.Verification.Tracing;

/// <summary>Where a loop over a sequence stands.</summary>
internal sealed class SequenceEnumerator(IEnumerator<Datum> items)
{
    /// <summary>One of an enumerator's methods.</summary>
    public Datum Called(string method) => method switch
    {
        "MoveNext" => Datum.Of(items.MoveNext()),
        "get_Current" => items.Current,
        "Dispose" => default,
        _ => throw new NotSupportedException(method),
    };
}
