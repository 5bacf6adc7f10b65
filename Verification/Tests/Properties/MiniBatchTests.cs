using CnnVerified.Verification.Tests.RightLayers;

namespace CnnVerified.Verification.Tests.Properties;

/// <summary>
/// The losses are means over the batch and a layer's gradient is a sum over it: so the gradient of a whole network on
/// a batch is the mean of its gradients on the samples, and its loss the mean of their losses.
/// </summary>
public sealed class MiniBatchTests
{
    private const int Hidden = 7, Classes = 3;

    [GateProperty]
    public void A_networks_gradient_on_a_batch_is_the_sum_of_its_gradients_on_the_samples(ConvolutionGeometry geometry)
    {
        var values = new NormalValues(geometry.Seed / 2);
        var outcome = new BatchIsSumOfSamples().Run(
            new Composite<double>(Network(geometry)), values.Tensor<double>(geometry.X),
            values.Tensor<double>(new Shape(geometry.N, Classes)));
        Assert.That(
            outcome.Status, Is.EqualTo(geometry.N == 1 ? CheckStatus.NotApplicable : CheckStatus.Passed));
    }

    [GateProperty]
    public void A_loss_and_its_gradient_on_a_batch_are_the_means_of_those_on_the_samples(DenseGeometry geometry)
    {
        foreach (var one in LayerKinds.Draw(new(1, 1, 1, 1, 1, 1, 0, false, geometry.Seed), geometry))
            if (one.Loss is { } loss)
            {
                var (whole, mean, features) = (new Tensor<double>(one.X.Shape), 0.0, geometry.Inputs);
                loss.Gradient(one.X, one.Upstream, whole);
                for (var n = 0; n < geometry.N; n++)
                {
                    var (p, t, dp) = (Sample(one.X, n), Sample(one.Upstream, n), new Tensor<double>(new(1, features)));
                    mean += loss.Value(p, t) / geometry.N;
                    loss.Gradient(p, t, dp);
                    Agreement.Require(loss.Name, Sample(whole, n), dp.Map(d => d / geometry.N), Tolerances.Oracle);
                }
                Assert.That(
                    loss.Value(one.X, one.Upstream), Is.EqualTo(mean).Within(Tolerances.Oracle * Math.Max(1, mean)));
            }

        Tensor<double> Sample(Tensor<double> batch, int n) =>
            new(new(1, geometry.Inputs), batch.Values.Slice(n * geometry.Inputs, geometry.Inputs).ToArray());
    }

    /// <summary>Every kind of layer, with weights scaled so that nothing saturates.</summary>
    private static Network<double> Network(ConvolutionGeometry geometry)
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
            Dense(pooled.Count, Hidden), new ReLU<double>(), Dense(Hidden, Classes), new Sigmoid<double>()]);
    }
}
