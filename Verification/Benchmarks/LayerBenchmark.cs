using BenchmarkDotNet.Attributes;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>The layers of the networks <c>small</c> and <c>digits</c>, each alone, on batches of 32 in float.</summary>
public class LayerBenchmark
{
    private const int Batch = 32;

    private Layer<float> layer = null!;
    private Tensor<float> x = null!, y = null!, dy = null!, dx = null!;
    private Tensor<float>[] gradients = [];

    /// <summary>Network, place in it and name, such as <c>small 0 Convolution</c>.</summary>
    [ParamsSource(nameof(Layers))]
    public string Layer { get; set; } = "";

    /// <summary>Convolutions, poolings and dense layers; the others only pass over what these give them.</summary>
    public static IEnumerable<string> Layers =>
        from network in new[] { "small", "digits" }
        from layer in Of(network).Network.Layers.Index()
        where layer.Item is Convolution<double> or MaxPooling<double> or Dense<double>
        select $"{network} {layer.Index} {layer.Item.Name}";

    /// <summary>How many threads share the work.</summary>
    [ThreadCounts]
    public int Threads { get; set; } = 1;

    /// <summary>The samples of one call.</summary>
    public static int Samples => Batch;

    /// <summary>Draws layer and batch.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        Parallelism.Threads = Threads;
        var place = Layer.Split(' ');
        var (workload, position) = (Of(place[0]), int.Parse(place[1]));
        var network = workload.Network.Over<float>()!;
        var input = network.Layers.Take(position).Aggregate(
            workload.Image.WithoutFirstAxis().WithBatch(Batch), (shape, before) => before.OutputShape(shape));
        layer = network.Layers[position];
        x = Draw.Normal(input, seed: 0).Over<float>();
        dy = Draw.Normal(layer.OutputShape(input), seed: 1).Over<float>();
        (y, dx, gradients) = (layer.Forward(x), new Tensor<float>(input), layer.NewGradients());
    }

    /// <summary>y.</summary>
    [Benchmark, Rate("samples/s", nameof(Samples))]
    public void Forward() => layer.Forward(x, y);

    /// <summary>dx, even of the first layer, and dθ.</summary>
    [Benchmark, Rate("samples/s", nameof(Samples))]
    public void Backward() => layer.Backward(x, y, dy, dx, gradients);

    private static Workload Of(string network) => network == "small" ? Workloads.Small() : Workloads.Digits();
}
