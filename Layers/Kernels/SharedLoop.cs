namespace CnnVerified.Layers.Kernels;

/// <summary>The items of one loop, and how many helpers work on them.</summary>
internal abstract class SharedLoop
{
    private int next, count, members;
    private Exception? failure;

    /// <summary>Whether an item is left that nobody has taken.</summary>
    public bool HasItems => Volatile.Read(ref next) < count;

    /// <summary>Counts a helper in.</summary>
    public void Enter() => Interlocked.Increment(ref members);

    /// <summary>Counts a helper out.</summary>
    public void Leave() => Interlocked.Decrement(ref members);

    /// <summary>Takes items until none is left.</summary>
    public void Work()
    {
        try
        {
            for (var i = Interlocked.Increment(ref next) - 1; i < count; i = Interlocked.Increment(ref next) - 1) Do(i);
        }
        catch (Exception e)
        {
            Volatile.Write(ref failure, e);
        }
    }

    /// <summary>Waits for the helpers that still work on an item.</summary>
    /// <exception cref="AggregateException">An item failed.</exception>
    public void AwaitMembers()
    {
        var wait = default(SpinWait);
        while (Volatile.Read(ref members) > 0) wait.SpinOnce(sleep1Threshold: -1);
        if (failure is not null) throw new AggregateException(failure);
    }

    /// <summary>Starts over with so many items.</summary>
    protected void Restart(int items) => (next, count, failure) = (0, items, null);

    /// <summary>Does one item.</summary>
    protected abstract void Do(int i);
}

/// <summary>A loop over items that share a state. Each thread that leads loops has one of each kind, so none is allocated twice.</summary>
internal sealed class SharedLoop<S> : SharedLoop
{
    [ThreadStatic]
    private static SharedLoop<S>? own;

    private S? state;
    private Action<S, int>? body;

    /// <summary>This thread's loop, with new items.</summary>
    public static SharedLoop<S> Open(int count, S state, Action<S, int> body)
    {
        own ??= new SharedLoop<S>();
        (own.state, own.body) = (state, body);
        own.Restart(count);
        return own;
    }

    /// <inheritdoc/>
    protected override void Do(int i) => body!(state!, i);
}
