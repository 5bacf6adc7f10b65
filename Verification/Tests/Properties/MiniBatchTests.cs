using CnnVerified.Layers;

namespace CnnVerified.Verification.Tests.Properties;

/// <summary>
/// The losses are means over the batch and a layer's gradient is a sum over it: so the gradient of a whole network on
/// a batch is the mean of its gradients on the samples, and its loss the mean of their losses.
/// </summary>
public sealed class MiniBatchTests
{
    private const int Hidden = 7, Classes = 3;

    [GateProperty]
    public void A_batch_has_the_mean_gradient_and_the_mean_loss_of_its_samples(ConvolutionGeometry geometry)
    {
        RequireMean(geometry, new SoftmaxCrossEntropy<double>());
        RequireMean(geometry, new BinaryCrossEntropy<double>(), new Sigmoid<double>());
    }

    private static void RequireMean(ConvolutionGeometry geometry, Loss<double> loss, params Layer<double>[] last)
    {
        var network = Network(geometry, last);
        var x = new NormalValues(geometry.Seed / 2).Tensor<double>(geometry.X);
        var labels = Enumerable.Range(0, geometry.N).Select(n => (n + geometry.Seed) % Classes).ToArray();
        var whole = GradientOn(network, loss, x, labels);

        var (mean, losses) = (network.NewGradients(), 0.0);
        for (var n = 0; n < geometry.N; n++)
        {
            var one = geometry.X.WithoutFirstAxis().WithBatch(1);
            var sample = new Tensor<double>(one, x.Values.Slice(n * one.Count, one.Count).ToArray());
            var (value, gradients) = GradientOn(network, loss, sample, labels[n]);
            losses += value / geometry.N;
            for (var p = 0; p < mean.Length; p++)
                mean[p] = Combinations.Combine(1, mean[p], 1.0 / geometry.N, gradients[p]);
        }
        Assert.That(whole.Loss, Is.EqualTo(losses).Within(Tolerances.Oracle * Math.Max(1, losses)));
        foreach (var (parameter, actual, expected) in network.Parameters.Zip(whole.Gradients, mean))
            Agreement.Require($"d{parameter.Name}", actual, expected, Tolerances.Oracle);
    }

    private static (double Loss, Tensor<double>[] Gradients) GradientOn(
        Network<double> network, Loss<double> loss, Tensor<double> x, params int[] labels)
    {
        var (trace, gradients) = (new Trace<double>(network, x.Shape), network.NewGradients());
        var target = SoftmaxCrossEntropy<double>.OneHot(Classes, labels);
        var prediction = network.Forward(x, trace);
        loss.Gradient(prediction, target, trace.OutputGradient);
        network.Backward(trace, gradients);
        return (loss.Value(prediction, target), gradients);
    }

    /// <summary>Every kind of layer, with weights scaled so that nothing saturates.</summary>
    private static Network<double> Network(ConvolutionGeometry geometry, Layer<double>[] last)
    {
        var values = new NormalValues(geometry.Seed);
        var (convolution, _, _) = geometry.Draw<double>();
        var pooled = new MaxPooling<double>((2, 1), 1, (1, 0)).OutputShape(
            new AveragePooling<double>((1, 2), 1, (0, 1)).OutputShape(geometry.Y)).WithoutFirstAxis();
        Dense<double> Dense(int inputs, int outputs) => new(
            values.Tensor<double>(new Shape(outputs, inputs), 1 / Math.Sqrt(inputs)),
            values.Tensor<double>(new Shape(outputs)));
        return new Network<double>([
            convolution, new ReLU<double>(), new AveragePooling<double>((1, 2), 1, (0, 1)), new Tanh<double>(),
            new MaxPooling<double>((2, 1), 1, (1, 0)), new Reshape<double>(new Shape(pooled.Count)),
            Dense(pooled.Count, Hidden), new ReLU<double>(), Dense(Hidden, Classes), .. last]);
    }
}
