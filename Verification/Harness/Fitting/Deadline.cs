using System.Diagnostics;

namespace CnnVerified.Verification.Fitting;

/// <summary>
/// When a diagnosis has to end. What other programs take is not counted, nor, where several threads of this one work,
/// more than the time that passes: the smaller of processor time and time counts.
/// </summary>
internal sealed class Deadline(TimeSpan allowed)
{
    private const double Searching = 0.85;                     // the rest is left for saying where it is wrong
    private readonly TimeSpan processor = Environment.CpuUsage.TotalTime;
    private readonly long time = Stopwatch.GetTimestamp();
    private bool wasDenied;
    private long asked = Stopwatch.GetTimestamp();              // when there were so many seconds left
    private TimeSpan left = TimeSpan.Zero;

    /// <summary>How long a diagnosis may take if nothing is said of it.</summary>
    public static TimeSpan Usual { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>No end.</summary>
    public static Deadline None => new(Timeout.InfiniteTimeSpan);

    /// <summary>Whether the time is over, or something was left out for fear that it would be.</summary>
    public bool IsOver => wasDenied || !Allows(TimeSpan.Zero);

    /// <summary>Whether a share of the time has passed from now on, or all of it: a search leaves the rest.</summary>
    public Func<bool> Share(double share)
    {
        Ask();
        var rest = left - share * allowed;
        return () => !Allows(rest > TimeSpan.Zero ? rest : TimeSpan.Zero);
    }

    /// <summary>Whether most of the time is over: something long leaves the rest for what comes after it.</summary>
    public bool IsNearlyOver => !Allows(Searching / 6 * allowed);

    /// <summary>
    /// Does something that is known to take some time; what is given instead if there is no time for it.
    /// </summary>
    public TResult Run<TResult>(TimeSpan cost, Func<TResult> run, TResult instead)
    {
        if (Allows(cost)) return run();
        wasDenied = true;
        return instead;
    }

    private bool Allows(TimeSpan cost)
    {
        if (allowed == Timeout.InfiniteTimeSpan) return true;
        // To ask for processor time takes long, and it passes no faster than on all cores.
        if (cost + Environment.ProcessorCount * Stopwatch.GetElapsedTime(asked) <= left) return true;
        Ask();
        return cost <= left;
    }

    private void Ask()
    {
        asked = Stopwatch.GetTimestamp();
        var passed = Stopwatch.GetElapsedTime(time, asked);
        var used = Environment.CpuUsage.TotalTime - processor;
        left = Searching * allowed - (used < passed ? used : passed);
    }
}
