using BenchmarkDotNet.Attributes;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>Runs a benchmark with one thread, and with as many as there are cores.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ThreadCountsAttribute() : ParamsAttribute(Counts)
{
    private static object[] Counts => [.. new[] { 1, Environment.ProcessorCount }.Distinct().Cast<object>()];
}
