using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>A column that is shown where some benchmark has something for it.</summary>
internal sealed class MeasuredColumn : IColumn
{
    private readonly Func<Summary, BenchmarkCase, string?> value;

    private MeasuredColumn(string name, string legend, Func<Summary, BenchmarkCase, string?> value) =>
        (ColumnName, Legend, this.value) = (name, legend, value);

    /// <summary>The speed of benchmarks that have a <see cref="RateAttribute"/>, in its unit.</summary>
    public static MeasuredColumn Rate { get; } = new(
        "Rate", "Amount of work over median time",
        (summary, benchmark) =>
            Benchmarks.Rate.Of(summary, benchmark) is { Unit: not null } rate ? rate.ToString() : null);

    /// <summary>
    /// A benchmark's speed as a share of its baseline's, which in these classes is what the machine can do at most,
    /// measured in the same run. The parts of a limit are faster than the whole.
    /// </summary>
    public static MeasuredColumn OfLimit { get; } = new(
        "Of limit", "Speed as a share of the measured limit, the row of 100 %",
        (summary, benchmark) => summary.GetBaseline(summary.GetLogicalGroupKey(benchmark)) is { } limit
            && Benchmarks.Rate.Of(summary, limit) is { } most && Benchmarks.Rate.Of(summary, benchmark) is { } rate
                ? string.Create(CultureInfo.InvariantCulture, $"{100 * rate.PerSecond / most.PerSecond:F0} %") : null);

    public string Id => ColumnName;

    public string ColumnName { get; }

    public string Legend { get; }

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) =>
        summary.BenchmarksCases.Any(benchmark => value(summary, benchmark) is not null);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => value(summary, benchmarkCase) ?? "-";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        GetValue(summary, benchmarkCase);
}
