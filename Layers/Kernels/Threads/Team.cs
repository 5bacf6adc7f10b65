namespace CnnVerified.Layers.Kernels.Threads;

/// <summary>
/// Threads that share a loop. Who takes an item does not matter to what it computes, so results do not depend on how
/// many threads there are. One loop is shared at a time; one inside it, or beside it on another thread, runs where it
/// stands.
/// </summary>
internal static class Team
{
    // Layers follow each other within microseconds: a helper looks for work for some 30 µs before it sleeps.
    private const long WorthSharing = 100_000;       // multiplications: some 5 µs
    private const int LooksBeforeSleep = 500;
    private const int CostOfEntry = 4, EntriesTogether = 64;
    private static readonly Lock Leading = new();
    private static readonly SemaphoreSlim Wake = new(0);
    private static SharedLoop? current;
    private static int helpers, sleeping;

    /// <summary>How many threads share so many multiplications.</summary>
    public static int Threads(long cost) => cost < WorthSharing ? 1 : Parallelism.Threads;

    /// <summary>
    /// Calls body(state, first, length) for 0 … count − 1 in one stretch or, if there is enough to do, divided into one
    /// for each thread, at the same time.
    /// </summary>
    /// <param name="count">The number of items.</param>
    /// <param name="cost">About how many multiplications an item takes.</param>
    /// <param name="state">What the items share.</param>
    /// <param name="body">Does a stretch of items.</param>
    /// <param name="step">Stretches begin at multiples of it.</param>
    public static void For<S>(int count, long cost, S state, Action<S, int, int> body, int step = 1)
    {
        if (count <= step || Threads(count * cost) == 1 || Leading.IsHeldByCurrentThread || !Leading.TryEnter())
        {
            body(state, 0, count);
            return;
        }
        try
        {
            var loop = SharedLoop<S>.Open(count, step, Parallelism.Threads, state, body);
            Publish(loop);
            loop.Work(own: Parallelism.Threads - 1);       // it begins first, and the last one is often longest
            loop.AwaitMembers();
        }
        finally
        {
            Leading.Exit();
        }
    }

    /// <summary>Calls body(state, range) for ranges of entries, each of which takes a few operations.</summary>
    public static void ForEntries<S>(int count, S state, Action<S, Range> body) =>
        For(count, CostOfEntry, (state, body), static (s, first, length) => s.body(s.state, first..(first + length)),
            EntriesTogether);

    private static void Publish(SharedLoop loop)
    {
        for (; helpers < Parallelism.Threads - 1; helpers++)
            new Thread(Help) { IsBackground = true, Name = $"CnnVerified helper {helpers}" }.Start(helpers);
        Volatile.Write(ref current, loop);
        if (Volatile.Read(ref sleeping) == 0) return;
        lock (Wake)
        {
            Wake.Release(sleeping);
            sleeping = 0;
        }
    }

    private static void Help(object? number)
    {
        for (var looks = 0; ; looks++)
        {
            if (Volatile.Read(ref current) is { HasWork: true } loop && (int)number! < Parallelism.Threads - 1)
            {
                loop.Help(own: (int)number!);
                looks = 0;
            }
            else if (looks < LooksBeforeSleep)
            {
                Thread.SpinWait(4);
            }
            else
            {
                lock (Wake) sleeping++;
                Wake.Wait();
                looks = 0;
            }
        }
    }
}
