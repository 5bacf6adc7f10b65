using System.Reflection;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>
/// The speed that a benchmark was measured to have: amount over median time; calls a second if no amount is said.
/// </summary>
/// <param name="PerSecond">The speed.</param>
/// <param name="Unit">Its unit; null for calls a second.</param>
internal readonly record struct Rate(double PerSecond, string? Unit)
{
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>The speed of one benchmark; null if it did not run.</summary>
    public static Rate? Of(Summary summary, BenchmarkCase benchmark)
    {
        if (summary[benchmark]?.ResultStatistics is not { } time) return null;
        var rate = benchmark.Descriptor.WorkloadMethod.GetCustomAttribute<RateAttribute>();
        var amount = rate is null ? 1 : Amount(benchmark, rate.Amount);
        return new Rate(amount * NanosecondsPerSecond / time.Median, rate?.Unit);
    }

    /// <summary>Three digits and the unit.</summary>
    public override string ToString()
    {
        var digits = Math.Max(0, 2 - (int)Math.Floor(Math.Log10(PerSecond)));
        return $"{PerSecond.ToString($"N{digits}", CultureInfo.InvariantCulture)} {Unit}";
    }

    private static double Amount(BenchmarkCase benchmark, string property)
    {
        var type = benchmark.Descriptor.Type;
        var instance = Activator.CreateInstance(type);
        foreach (var parameter in benchmark.Parameters.Items)
            type.GetProperty(parameter.Name)!.SetValue(instance, parameter.Value);
        return Convert.ToDouble(type.GetProperty(property)!.GetValue(instance), CultureInfo.InvariantCulture);
    }
}
