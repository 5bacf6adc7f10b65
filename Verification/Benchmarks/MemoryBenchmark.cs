using BenchmarkDotNet.Attributes;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>How many bytes a second the machine can read, or read and write back, at most.</summary>
public class MemoryBenchmark
{
    private const int LeastRead = 64 << 20;

    private MemoryPasses<double> passes = null!;

    /// <summary>The size of what is read: of a core's second cache, of the last cache they share, of neither.</summary>
    [Params(512, 8 * 1024, 256 * 1024)]
    public int KiB { get; set; } = 1;

    /// <summary>How many threads share the work.</summary>
    [ThreadCounts]
    public int Threads { get; set; } = 1;

    /// <summary>What one call reads, in 10⁹ bytes.</summary>
    public double Gigabytes => (double)Times * Bytes / 1e9;

    /// <summary>What one call reads and writes, in 10⁹ bytes.</summary>
    public double GigabytesBothWays => 2 * Gigabytes;

    private int Bytes => 1024 * KiB;

    private int Times => Math.Max(1, LeastRead / Bytes);

    /// <summary>Fills the memory.</summary>
    [GlobalSetup]
    public void Prepare() => passes = new(Bytes / sizeof(double), Threads);

    /// <summary>Reads.</summary>
    [Benchmark, Rate("GB/s", nameof(Gigabytes))]
    public void Read() => passes.Read(Times);

    /// <summary>Reads and writes back.</summary>
    [Benchmark, Rate("GB/s", nameof(GigabytesBothWays))]
    public void ReadAndWrite() => passes.ReadAndWrite(Times);
}
