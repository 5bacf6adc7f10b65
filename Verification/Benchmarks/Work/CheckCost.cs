using System.Diagnostics;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>What a full check of a network costs.</summary>
/// <param name="Entries">How many numbers it checks.</param>
/// <param name="Seconds">How long it takes.</param>
internal readonly record struct CheckCost(int Entries, double Seconds)
{
    private const int Smaller = 4;

    /// <summary>How long it takes in all for each entry.</summary>
    public double SecondsAnEntry => Seconds / Entries;

    /// <summary>
    /// Measures a check. A part of one takes as long as what every part must do first, and its share of the entries:
    /// from two parts, one a quarter of the other, follows how long the whole would take.
    /// </summary>
    /// <param name="workload">What is checked.</param>
    /// <param name="shards">1 to run it all; otherwise into how many equal parts it is divided; one is run.</param>
    public static CheckCost Of(Workload workload, int shards)
    {
        var check = workload.Check();
        if (shards == 1) return new(workload.Entries, Timing.Least(() => Run(check, 1), seconds: 0));
        var (part, quarter) = (Once(check, shards), Once(check, shards * Smaller));
        var share = (1.0 - 1.0 / Smaller) / shards;
        return new(workload.Entries, part + (part - quarter) * (1 - 1.0 / shards) / share);
    }

    private static double Once(GradientCheck check, int shards)
    {
        var watch = Stopwatch.StartNew();
        Run(check, shards);
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>Runs the first of some equal parts of a check, or all of it if there is but one.</summary>
    /// <exception cref="InvalidDataException">The gradient is not correct; the message is one sentence.</exception>
    public static void Run(GradientCheck check, int shards)
    {
        var passed = shards == 1 ? check.Run().Passed : check.Run(new CheckShard(1, shards)).Summary.Passed;
        if (!passed) throw new InvalidDataException("the gradient is not correct: the time of its check says nothing.");
    }
}
