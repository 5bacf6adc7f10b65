namespace CnnVerified.Verification.Benchmarks;

/// <summary>The costs of operations over scalars and numbers of threads, and the peak they are held against.</summary>
/// <param name="operations">What is measured.</param>
/// <param name="scalars">In which scalars.</param>
/// <param name="threads">With how many threads.</param>
internal sealed class CostMap(
    IReadOnlyList<Operation> operations, IReadOnlyList<Precision> scalars, IReadOnlyList<int> threads)
{
    private const double Seconds = 3e-3;
    private const int PeakRounds = 100_000;

    private readonly Dictionary<(Precision, int), double> peaks = [];
    private readonly List<Sheet> sheets = [];

    /// <summary>What was measured, operation by operation.</summary>
    public IEnumerable<Sheet> Sheets => operations.SelectMany(one => sheets.Where(sheet => sheet.Operation == one));

    /// <summary>
    /// The share of the peak of fused multiply-adds that a cost is; NaN where that peak does not bound it.
    /// </summary>
    public double OfPeak(Sheet sheet, int place) => sheet.Operation.NearPeak(sheet.Operation.Shape(place))
        ? 2 / sheet.Cost(place) / peaks[(sheet.Scalar, sheet.Threads)] : double.NaN;

    /// <summary>Measures everything once more.</summary>
    public void Measure(Action<string> tell)
    {
        foreach (var count in threads)
            foreach (var scalar in scalars)
                foreach (var operation in operations)
                {
                    tell($"{operation.Name}, {scalar}, threads {count}");
                    Parallelism.Threads = count;
                    if (scalar is Precision.Float) Measure<float>(operation, scalar, count);
                    else Measure<double>(operation, scalar, count);
                }
    }

    private void Measure<T>(Operation operation, Precision scalar, int threads) where T : IFloatingPointIeee754<T>
    {
        var seconds = Timing.Least(() => FmaPeak.Run<T>(PeakRounds, threads), Seconds);
        var peak = threads * FmaPeak.Flops<T>(PeakRounds) / seconds / 1e9;
        peaks[(scalar, threads)] = Math.Max(peak, peaks.GetValueOrDefault((scalar, threads)));
        for (var place = 0; place < operation.Count; place++)
            foreach (var pass in operation.Work.Passes<T>(operation.Shape(place)))
            {
                var sheet = sheets.Find(known => known.Is(operation, pass.Name, scalar, threads));
                if (sheet is null) sheets.Add(sheet = new(operation, pass.Name, scalar, threads));
                sheet.Add(place, 1e9 * Timing.Least(pass.Run, Seconds) / pass.Amount);
            }
    }
}
