using CnnVerified.Layers;
using CnnVerified.Verification.Benchmarks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

/// <summary>All contests: layers alone, forward or forward and backward, and whole training steps.</summary>
internal static class Contests
{
    private const int Images = 16, PooledImages = 32, PooledChannels = 8, PooledSize = 28;
    private const double LearningRate = 1e-6;

    /// <summary>Those whose name contains a text, each made only when its turn comes.</summary>
    public static IEnumerable<Contest> Of(string only) =>
        Convolutions().Concat(Poolings()).Concat(Steps()).Where(contest => contest.Work.Contains(only));

    private static IEnumerable<Contest> Convolutions() =>
        from shape in new (int Channels, int Size)[] { (256, 4), (128, 8), (64, 8), (64, 32), (8, 28) }
        from contest in Convolution(shape.Channels, shape.Size)
        select contest;

    private static Contest[] Convolution(int channels, int size)
    {
        var (x, layer) = (rand(Images, channels, size, size), Conv2d(channels, channels, 3, padding: 1));
        var ours = new Convolution<float>(
            new(new Shape(channels, channels, 3, 3)), new(new Shape(channels)), padding: 1);
        return OfLayers($"convolution {channels}→{channels}, 3×3 on {size}×{size}", ours, layer, x);
    }

    private static IEnumerable<Contest> Poolings() =>
        from window in new[] { 2, 3 }
        let x = rand(PooledImages, PooledChannels, PooledSize, PooledSize)
        from contest in OfLayers(
            $"max pooling {window}×{window}, stride 2", new MaxPooling<float>(window, 2), MaxPool2d(window, 2), x)
        select contest;

    private static Contest[] OfLayers(
        string name, Layer<float> layer, nn.Module<torch.Tensor, torch.Tensor> module, torch.Tensor input)
    {
        var x = new Tensor<float>(new Shape([.. input.shape.Select(axis => (int)axis)]));
        input.data<float>().CopyTo(x.Values);
        foreach (var (parameter, tensor) in layer.Parameters.Zip(module.parameters()))
            tensor.detach().data<float>().CopyTo(parameter.Value.Values);
        var (y, dx, gradients) = (layer.Forward(x), new Tensor<float>(x.Shape), layer.NewGradients());
        Agree(name, y, module, input);
        var dy = y.Clone();
        var upstream = module.forward(input).detach();
        var leaf = input.detach().requires_grad_();
        return
        [
            new($"{name}, forward", () => layer.Forward(x, y), () =>
            {
                using var scope = NewDisposeScope();
                using var without = no_grad();
                module.forward(input);
            }),
            new($"{name}, forward and backward",
                () =>
                {
                    layer.Forward(x, y);
                    layer.Backward(x, y, dy, dx, gradients);
                },
                () =>
                {
                    using var scope = NewDisposeScope();
                    autograd.grad([module.forward(leaf)], [leaf, .. module.parameters()], [upstream]);
                }),
        ];
    }

    /// <summary>Both must compute the same, or their times say nothing.</summary>
    private static void Agree(
        string name, Tensor<float> y, nn.Module<torch.Tensor, torch.Tensor> module, torch.Tensor input)
    {
        const double Tolerance = 1e-3;
        var theirs = module.forward(input).detach().contiguous().data<float>().ToArray();
        var largest = theirs.Zip(y.Values.ToArray(), (a, b) => Math.Abs((double)a - b)).Max();
        if (!(largest <= Tolerance)) throw new InvalidDataException($"{name}: the outputs differ by {largest}.");
    }

    private static IEnumerable<Contest> Steps() =>
        from batch in new[] { 32, 128 }
        from contest in new[]
        {
            Step("small", batch, Workloads.Small(),
                Conv2d(1, 5, 3), ReLU(), MaxPool2d(2), Flatten(),
                Linear(845, 100), ReLU(), Linear(100, 10)),
            Step("digits", batch, Workloads.Digits(),
                Conv2d(1, 8, 5, padding: 2), ReLU(), MaxPool2d(2),
                Conv2d(8, 16, 5), ReLU(), MaxPool2d(2), Flatten(),
                Linear(400, 120), ReLU(), Linear(120, 10)),
        }
        select contest;

    private static Contest Step(
        string name, int batch, Workload workload, params nn.Module<torch.Tensor, torch.Tensor>[] layers)
    {
        var ours = workload.Step<float>(batch);
        var network = Sequential(layers);
        var (images, labels) = (rand(batch, 1, 28, 28), arange(batch) % 10);
        var (optimizer, loss) = (optim.SGD(network.parameters(), LearningRate), CrossEntropyLoss());
        return new($"{name}, a training step of {batch}", () => ours(), () =>
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            loss.forward(network.forward(images), labels).backward();
            optimizer.step();
        });
    }
}
