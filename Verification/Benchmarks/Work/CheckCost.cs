namespace CnnVerified.Verification.Benchmarks;

/// <summary>What a full check of a network costs.</summary>
/// <param name="Entries">How many numbers it checks.</param>
/// <param name="Seconds">How long it takes.</param>
internal readonly record struct CheckCost(int Entries, double Seconds)
{
    /// <summary>How long it takes in all for each entry.</summary>
    public double SecondsAnEntry => Seconds / Entries;

    /// <summary>Measures a check.</summary>
    public static CheckCost Of(Workload workload)
    {
        var check = workload.Check();
        return new(workload.Entries, Timing.Least(() => Run(check), seconds: 0));
    }

    /// <summary>Runs a check.</summary>
    /// <exception cref="InvalidDataException">The gradient is not correct; the message is one sentence.</exception>
    public static void Run(GradientCheck check)
    {
        if (!check.Run().Passed)
            throw new InvalidDataException("the gradient is not correct: the time of its check says nothing.");
    }
}
