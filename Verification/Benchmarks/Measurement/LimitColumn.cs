using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>
/// The column <c>Of limit</c>: a benchmark's speed as a share of its baseline's, which in these classes is what the machine
/// can do at most, measured in the same run. The parts of a limit are faster than the whole.
/// </summary>
internal sealed class LimitColumn : IColumn
{
    public string Id => ColumnName;

    public string ColumnName => "Of limit";

    public string Legend => "Speed as a share of the measured limit, the row of 100 %";

    public bool AlwaysShow => false;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 1;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => summary.BenchmarksCases.Any(benchmark => benchmark.Descriptor.Baseline);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        summary.GetBaseline(summary.GetLogicalGroupKey(benchmarkCase)) is { } limit
        && Rate.Of(summary, limit) is { } most && Rate.Of(summary, benchmarkCase) is { } rate
            ? string.Create(CultureInfo.InvariantCulture, $"{100 * rate.PerSecond / most.PerSecond:F0} %") : "-";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);
}
