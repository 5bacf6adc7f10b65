namespace CnnVerified.Layers;

/// <summary>How many cores the layers may use. Results do not depend on it, not in a bit.</summary>
public static class Parallelism
{
    [ThreadStatic]
    private static bool alone;

    private static int threads = Environment.ProcessorCount;

    /// <summary>
    /// Threads that share the work of one pass over one layer: at least 1, at first the number of cores.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public static int Threads
    {
        get => alone ? 1 : threads;
        set => threads = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), $"threads is {value}, but must be at least 1.");
    }

    /// <summary>
    /// Does something on the calling thread alone, for programs that keep the cores busy by themselves.
    /// </summary>
    public static void Alone(Action action)
    {
        var before = alone;
        alone = true;
        try
        {
            action();
        }
        finally
        {
            alone = before;
        }
    }
}
