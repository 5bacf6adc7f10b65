using BenchmarkDotNet.Attributes;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>
/// One step of gradient descent on the original's network, and what bounds it from below: a step reads the dense
/// weights once to go forward, then reads and writes them once; convolution and sigmoids come on top.
/// </summary>
/// <typeparam name="T">The scalar.</typeparam>
[MemoryDiagnoser(displayGenColumns: false)]
[GenericTypeArguments(typeof(double)), GenericTypeArguments(typeof(float))]
public class StepBenchmark<T> where T : IFloatingPointIeee754<T>
{
    private const int DenseWeights = 338_000, Times = 20;

    private MemoryPasses<T> passes = null!;
    private Func<T> step = null!;
    private Network<T> convolution = null!;
    private Trace<T> trace = null!;
    private Tensor<T>[] gradients = [];

    /// <summary>How many threads share the work; in the limit's passes none waits for another.</summary>
    [ThreadCounts]
    public int Threads { get; set; } = 1;

    /// <summary>Draws network and image.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        Parallelism.Threads = Threads;
        passes = new(DenseWeights, Threads);
        var seed = Workloads.Seed();
        step = seed.Step<T>(batch: 1);
        convolution = new Network<T>([.. seed.Network.Over<T>()!.Layers.Take(2)]);
        trace = new Trace<T>(convolution, seed.Image);
        trace.OutputGradient.Values.Fill(T.One);
        gradients = convolution.NewGradients();
    }

    /// <summary>The whole step.</summary>
    [Benchmark]
    public T Step() => step();

    /// <summary>The two rows below it, one after the other.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Times)]
    public void Limit()
    {
        MemoryPasses();
        for (var i = 0; i < Times; i++) ConvolutionAndSigmoid();
    }

    /// <summary>The passes over as much memory as the dense weights take.</summary>
    [Benchmark(OperationsPerInvoke = Times)]
    public void MemoryPasses() => passes.Step(Times);

    /// <summary>Convolution and first sigmoid alone, forward and backward.</summary>
    [Benchmark]
    public void ConvolutionAndSigmoid()
    {
        convolution.Forward(trace.Activations[0], trace);
        convolution.Backward(trace, gradients);
    }
}
