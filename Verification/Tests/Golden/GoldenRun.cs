using CnnVerified.Layers;

namespace CnnVerified.Verification.Tests.Golden;

/// <summary>What this project computes for a golden case: the output, and the gradients by their names there.</summary>
internal sealed record GoldenRun(Tensor<double> Y, IReadOnlyDictionary<string, Tensor<double>> Gradients)
{
    private static readonly Dictionary<string, Func<GoldenCase, GoldenRun>> Kinds = new()
    {
        ["convolution"] = golden => OfLayer(golden, new Convolution<double>(
            golden.Input("kernels"), golden.Input("bias"), golden.Pair("stride"), golden.Pair("padding"))),
        ["dense"] = golden => OfLayer(golden, new Dense<double>(golden.Input("weights"), golden.Input("bias"))),
        ["sigmoid"] = golden => OfLayer(golden, new Sigmoid<double>()),
        ["relu"] = golden => OfLayer(golden, new ReLU<double>()),
        ["tanh"] = golden => OfLayer(golden, new Tanh<double>()),
        ["softmax"] = golden => OfLayer(golden, new Softmax<double>()),
        ["max-pooling"] = golden => OfLayer(golden, new MaxPooling<double>(
            golden.Pair("window"), golden.Pair("stride"), golden.Pair("padding"))),
        ["average-pooling"] = golden => OfLayer(golden, new AveragePooling<double>(
            golden.Pair("window"), golden.Pair("stride"), golden.Pair("padding"))),
        ["softmax-cross-entropy"] = golden => OfLoss(
            new SoftmaxCrossEntropy<double>(), "logits", golden.Input("logits"), golden.OneHotLabels()),
        ["binary-cross-entropy"] = golden => OfLoss(
            new BinaryCrossEntropy<double>(), "p", golden.Input("p"), golden.Input("target")),
    };

    /// <summary>Whether there is a layer for a kind of case.</summary>
    public static bool Knows(string kind) => Kinds.ContainsKey(kind);

    /// <summary>Runs the layer of a case.</summary>
    public static GoldenRun Of(GoldenCase golden) => Kinds[golden.Kind](golden);

    private static GoldenRun OfLayer(GoldenCase golden, Layer<double> layer)
    {
        var x = golden.Input("x");
        var y = layer.Forward(x);
        var (dx, gradients) = layer.Backward(x, y, golden.Dy);
        var named = layer.Parameters.Zip(gradients).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        named.Add("x", dx);
        return new GoldenRun(y, named);
    }

    private static GoldenRun OfLoss(Loss<double> loss, string name, Tensor<double> prediction, Tensor<double> target)
    {
        var gradient = new Tensor<double>(prediction.Shape);
        loss.Gradient(prediction, target, gradient);
        var value = new Tensor<double>(new Shape(), loss.Value(prediction, target));
        return new GoldenRun(value, new Dictionary<string, Tensor<double>> { [name] = gradient });
    }
}
