using BenchmarkDotNet.Attributes;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>
/// Checks by random projection through dual numbers: a few directions a tensor instead of every entry.
/// </summary>
public class ProjectionBenchmark
{
    private const int Inputs = 676, Outputs = 100;

    private GradientCheck dense = null!, seed = null!;

    /// <summary>Directions a tensor: PyTorch's fast mode takes one, ours eight if nothing is said.</summary>
    [Params(1, 8)]
    public int Directions { get; set; } = 1;

    /// <summary>Draws layer, network and points.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        dense = GradientCheck.Of(Workloads.Dense(Inputs, Outputs)).At(1, Inputs).ByRandomProjection(Directions);
        seed = Workloads.Seed().Check().ByRandomProjection(Directions);
    }

    /// <summary>A dense layer 676 → 100: 67,700 parameters and 676 inputs.</summary>
    [Benchmark]
    public GradientReport Dense() => dense.Run();

    /// <summary>The original's network.</summary>
    [Benchmark]
    public GradientReport SeedNetwork() => seed.Run();
}
