namespace CnnVerified.Verification.Benchmarks;

/// <summary>The measured costs of one pass of an operation over all shapes of its grid.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Pass">The pass.</param>
/// <param name="Scalar">The scalar.</param>
/// <param name="Threads">How many threads shared the work.</param>
internal sealed record Sheet(Operation Operation, string Pass, Precision Scalar, int Threads)
{
    private readonly double[] costs = Filled(Operation.Count);

    /// <summary>Whether these are the costs of that.</summary>
    public bool Is(Operation operation, string pass, Precision scalar, int threads) =>
        (Operation, Pass, Scalar, Threads) == (operation, pass, scalar, threads);

    /// <summary>The places of the shapes that there are.</summary>
    public IEnumerable<int> Places => Enumerable.Range(0, costs.Length).Where(place => !double.IsNaN(costs[place]));

    /// <summary>Nanoseconds for a unit.</summary>
    public double Cost(int place) => costs[place];

    /// <summary>Keeps the least of what was measured: other work on the machine only adds to it.</summary>
    public void Add(int place, double nanoseconds) =>
        costs[place] = double.IsNaN(costs[place]) ? nanoseconds : Math.Min(costs[place], nanoseconds);

    /// <summary>A cost divided by the median of the neighbours'; NaN without neighbours.</summary>
    public double OfNeighbours(int place)
    {
        var around = Operation.Neighbours(place).Select(Cost).Where(cost => !double.IsNaN(cost)).Order().ToArray();
        var half = around.Length / 2;
        if (around.Length == 0) return double.NaN;
        return costs[place] / (around.Length % 2 > 0 ? around[half] : (around[half - 1] + around[half]) / 2);
    }

    private static double[] Filled(int count)
    {
        var costs = new double[count];
        Array.Fill(costs, double.NaN);
        return costs;
    }
}
