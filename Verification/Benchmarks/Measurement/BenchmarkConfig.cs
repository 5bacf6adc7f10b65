using BenchmarkDotNet.Analysers;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>
/// How everything is measured: a few short iterations, of which the median counts, so that a class takes about a
/// minute. Benchmarks run in this process. The project that BenchmarkDotNet would generate for each run finds ours
/// only if the project file bears the assembly's name; it would also have to be built before every run.
/// </summary>
internal sealed class BenchmarkConfig : ManualConfig
{
    private const int Warmups = 2, Iterations = 7, IterationMilliseconds = 100;

    public BenchmarkConfig()
    {
        AddJob(Job.Default
            .WithToolchain(new InProcessEmitToolchain(TimeSpan.FromMinutes(10), logOutput: false))
            .WithWarmupCount(Warmups)
            .WithIterationCount(Iterations)
            .WithIterationTime(TimeInterval.FromMilliseconds(IterationMilliseconds))
            .WithEvaluateOverhead(false));
        AddColumnProvider(DefaultColumnProviders.Descriptor, DefaultColumnProviders.Params);
        AddColumnProvider(DefaultColumnProviders.Metrics);
        AddColumn(StatisticColumn.Median, StatisticColumn.Min, MeasuredColumn.Rate, MeasuredColumn.OfLimit);
        AddLogger(ConsoleLogger.Default);
        AddExporter(MarkdownExporter.GitHub);
        AddAnalyser(EnvironmentAnalyser.Default);
        WithOrderer(new DefaultOrderer(SummaryOrderPolicy.Declared));
    }
}
