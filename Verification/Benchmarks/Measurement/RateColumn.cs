using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>The column <c>Rate</c>: the speed of benchmarks that have a <see cref="RateAttribute"/>, in its unit.</summary>
internal sealed class RateColumn : IColumn
{
    public string Id => ColumnName;

    public string ColumnName => "Rate";

    public string Legend => "Amount of work over median time";

    public bool AlwaysShow => false;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => summary.BenchmarksCases.Any(benchmark => Rate.Of(summary, benchmark)?.Unit is not null);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        Rate.Of(summary, benchmarkCase) is { Unit: not null } rate ? rate.ToString() : "-";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);
}
