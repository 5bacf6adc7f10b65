using BenchmarkDotNet.Attributes;
using CnnVerified.Layers.Kernels.Gemm;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>
/// Matrix products as training needs them: those of a dense layer I → J for batches of N samples, without its bias,
/// beside the fused multiply-adds that as many threads can do. <see cref="LayerBenchmark"/> measures whole layers.
/// </summary>
/// <typeparam name="T">The scalar.</typeparam>
[GenericTypeArguments(typeof(double)), GenericTypeArguments(typeof(float))]
public class MatrixProductBenchmark<T> where T : IFloatingPointIeee754<T>
{
    private const int Rounds = 100_000;

    private Tensor<T> weights = null!, x = null!, y = null!, dy = null!, dx = null!, dW = null!;

    /// <summary>N × I → J.</summary>
    [Params("32×845→100", "128×3380→100", "512×512→512")]
    public string Product { get; set; } = "";

    /// <summary>How many threads share the work.</summary>
    [ThreadCounts]
    public int Threads { get; set; } = 1;

    /// <summary>N·I·J multiplications and as many additions, in 10⁹.</summary>
    public double Forwards => 2.0 * Sizes.N * Sizes.I * Sizes.J / 1e9;

    /// <summary>As many for dx and again for dW.</summary>
    public double Backwards => 2 * Forwards;

    /// <summary>Those of the limit.</summary>
    public double Limit => Threads * FmaPeak.Flops<T>(Rounds) / 1e9;

    private (int N, int I, int J) Sizes => Array.ConvertAll(Product.Split('×', '→'), int.Parse) is [var n, var i, var j]
        ? (n, i, j) : throw new InvalidOperationException("A product has three sizes.");

    /// <summary>Draws weights and batch.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        Parallelism.Threads = Threads;
        var (n, i, j) = Sizes;
        weights = Draw.Normal(new Shape(j, i), seed: 2).Over<T>();
        x = Draw.Normal(new Shape(n, i), seed: 0).Over<T>();
        dy = Draw.Normal(new Shape(n, j), seed: 1).Over<T>();
        (y, dx, dW) = (new Tensor<T>(dy.Shape), new Tensor<T>(x.Shape), new Tensor<T>(weights.Shape));
    }

    /// <summary>y = x·Wᵀ.</summary>
    [Benchmark, Rate("GFLOP/s", nameof(Forwards))]
    public void Forward() => InnerProducts.Into(y.Rows, x.Rows, weights.Rows, ..);

    /// <summary>dx = dy·W and dW += dyᵀ·x.</summary>
    [Benchmark, Rate("GFLOP/s", nameof(Backwards))]
    public void Backward() => DenseGradients.Of(weights, x, dy, dx, dW, scale: T.Zero);

    /// <summary>The limit.</summary>
    [Benchmark(Baseline = true), Rate("GFLOP/s", nameof(Limit))]
    public double MultiplyAdd() => FmaPeak.Run<T>(Rounds, Threads);
}
