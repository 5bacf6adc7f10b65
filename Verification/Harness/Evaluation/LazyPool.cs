namespace CnnVerified.Verification.Evaluation;

/// <summary>
/// Things that are made when they are needed. Only by making one shows whether there can be any; it is then the first
/// that is taken.
/// </summary>
/// <param name="make">Makes one; null if there is none to be had.</param>
internal sealed class LazyPool<TItem>(Func<TItem?> make) where TItem : class
{
    private readonly Lock gate = new();
    private TItem? spare;
    private bool? exist;

    /// <summary>Whether there are any.</summary>
    public bool Exist
    {
        get
        {
            lock (gate) return exist ??= (spare = make()) is not null;
        }
    }

    /// <summary>One that nobody else has.</summary>
    public TItem Take()
    {
        TItem? taken;
        lock (gate) (taken, spare) = (spare, null);
        return taken ?? make()!;
    }
}
