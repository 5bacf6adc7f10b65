namespace CnnVerified.Verification;

/// <summary>How far a check is.</summary>
/// <param name="Done">How often the function has been called.</param>
/// <param name="Expected">How often it will be, about, where nothing is in doubt.</param>
public readonly record struct CheckProgress(long Done, long Expected);

/// <summary>Counts a check's calls of the function, tells of them, and ends it where that is wanted.</summary>
internal sealed class Watch(IProgress<CheckProgress>? progress, long expected, CancellationToken cancellation)
{
    private long done;

    /// <summary>Before the function is called, so many times.</summary>
    /// <exception cref="OperationCanceledException">The check shall end.</exception>
    public void Before(int calls)
    {
        cancellation.ThrowIfCancellationRequested();
        var now = Interlocked.Add(ref done, calls);
        progress?.Report(new(now, Math.Max(now, expected)));
    }
}
