using System.Runtime.ExceptionServices;

namespace CnnVerified.Layers.Kernels.Threads;

/// <summary>The stretches of one loop, and how many helpers work on them.</summary>
internal abstract class SharedLoop
{
    private int[] taken = [];
    private int count, left, members;
    private (int Stretch, ExceptionDispatchInfo What)? failure;

    /// <summary>Whether a stretch is left that nobody has taken.</summary>
    public bool HasWork => Volatile.Read(ref left) > 0;

    /// <summary>
    /// Works as a helper. It is counted before it looks whether there is work, and none is left when the leader looks
    /// how many are counted: who has found some is waited for, and who comes later finds none before the next start.
    /// </summary>
    public void Help(int own)
    {
        Interlocked.Increment(ref members);
        Work(own);
        Interlocked.Decrement(ref members);
    }

    /// <summary>
    /// Takes stretches until none is left, the thread's own first: what it wrote in the last loop stays nearest to its
    /// core.
    /// </summary>
    public void Work(int own)
    {
        for (var i = 0; HasWork && i < count; i++)       // count is that of the work
        {
            var stretch = (own + i) % count;
            if (Interlocked.Exchange(ref taken[stretch], 1) != 0) continue;
            Interlocked.Decrement(ref left);
            try
            {
                Do(stretch);
            }
            catch (Exception e)
            {
                Keep(stretch, e);
            }
        }
    }

    /// <summary>
    /// Waits for the helpers that still work on a stretch. If stretches failed, it throws what the first of them did,
    /// as one thread that does them in order would have.
    /// </summary>
    public void AwaitMembers()
    {
        for (var looks = 0; Volatile.Read(ref members) > 0; looks++)
        {
            if (looks < 1000) Thread.SpinWait(1);
            else Thread.Yield();
        }
        failure?.What.Throw();
    }

    /// <summary>Starts over with so many stretches.</summary>
    protected void Restart(int stretches)
    {
        if (taken.Length < stretches) taken = new int[stretches];
        Array.Clear(taken);
        (count, failure) = (stretches, null);
        Volatile.Write(ref left, stretches);
    }

    private void Keep(int stretch, Exception e)
    {
        lock (taken)
            if (failure is not { } known || stretch < known.Stretch)
                failure = (stretch, ExceptionDispatchInfo.Capture(e));
    }

    /// <summary>Does one stretch.</summary>
    protected abstract void Do(int i);
}

/// <summary>
/// A loop over items that share a state. Each thread that leads loops has one of each kind, so none is allocated twice.
/// </summary>
internal sealed class SharedLoop<S> : SharedLoop
{
    [ThreadStatic]
    private static SharedLoop<S>? own;

    private S? state;
    private Action<S, int, int>? body;
    private int count, step, stretches;

    /// <summary>This thread's loop, with new items.</summary>
    public static SharedLoop<S> Open(int count, int step, int stretches, S state, Action<S, int, int> body)
    {
        own ??= new SharedLoop<S>();
        (own.state, own.body, own.count, own.step, own.stretches) = (state, body, count, step, stretches);
        own.Restart(stretches);
        return own;
    }

    /// <inheritdoc/>
    protected override void Do(int stretch)
    {
        int Start(int i) => i == stretches ? count : (int)(((long)count * i / stretches + step / 2) / step * step);
        var (first, end) = (Start(stretch), Start(stretch + 1));
        if (end > first) body!(state!, first, end - first);
    }
}
