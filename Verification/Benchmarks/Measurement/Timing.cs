using System.Diagnostics;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>
/// Times one thing in little time, for the commands of this program; BenchmarkDotNet times the benchmarks. Calls that
/// take less than a millisecond are timed in groups.
/// </summary>
internal static class Timing
{
    private const double LeastSeconds = 1e-3, WarmUpShare = 0.25;
    private const int LeastSamples = 3;

    /// <summary>Seconds that a call takes.</summary>
    /// <param name="work">What is called.</param>
    /// <param name="seconds">For how long it is measured; but at least three calls after a first one.</param>
    public static double Median(Action work, double seconds)
    {
        var samples = Samples(work, seconds);
        samples.Sort();
        return samples[samples.Count / 2];
    }

    /// <summary>Seconds that a call takes if nothing comes between.</summary>
    /// <param name="work">What is called.</param>
    /// <param name="seconds">For how long it is measured; but at least three calls after a first one.</param>
    public static double Least(Action work, double seconds) => Samples(work, seconds).Min();

    private static List<double> Samples(Action work, double seconds)
    {
        work();
        var calls = 1;
        for (var warm = Stopwatch.StartNew(); ;)
        {
            var taken = Seconds(work, calls);
            if (taken < LeastSeconds) calls *= 2;
            else if (taken > seconds || warm.Elapsed.TotalSeconds > WarmUpShare * seconds) break;
        }
        var samples = new List<double>();
        for (var all = Stopwatch.StartNew(); samples.Count < LeastSamples || all.Elapsed.TotalSeconds < seconds;)
            samples.Add(Seconds(work, calls) / calls);
        return samples;
    }

    private static double Seconds(Action work, int calls)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < calls; i++) work();
        return watch.Elapsed.TotalSeconds;
    }
}
