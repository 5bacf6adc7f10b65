using CnnVerified.Layers;
using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Gradients;

public class LayerGradients
{
    [Test]
    public void Convolution_with_stride_and_padding_has_correct_gradients() =>
        Assert.That(Convolution(), Has.CorrectGradients.At(ConvolutionInput));

    [Test]
    public void Convolution_with_a_bias_per_position_has_correct_gradients() =>
        Assert.That(ConvolutionWithBiasPerPosition(), Has.CorrectGradients.At(3, 2, 7, 7));

    [Test]
    public void Dense_has_correct_gradients() => Assert.That(Dense(), Has.CorrectGradients.At(DenseInput));

    [Test]
    public void Sigmoid_has_correct_gradients() =>
        Assert.That(new Sigmoid<double>(), Has.CorrectGradients.At(SigmoidInput));

    [Test]
    public void Reshape_has_correct_gradients() =>
        Assert.That(new Reshape<double>(new Shape(30)), Has.CorrectGradients.At(2, 3, 5, 2));

    [Test]
    public void Max_pooling_has_correct_gradients() =>
        Assert.That(new MaxPooling<double>((3, 2), (2, 3), (1, 0)), Has.CorrectGradients.At(2, 3, 8, 6));

    [Test]
    public void Average_pooling_has_correct_gradients() =>
        Assert.That(new AveragePooling<double>((3, 2), (2, 3), (1, 0)), Has.CorrectGradients.At(2, 3, 8, 6));

    [Test]
    public void ReLU_has_correct_gradients() => Assert.That(new ReLU<double>(), Has.CorrectGradients.At(3, 5));

    [Test]
    public void Tanh_has_correct_gradients() => Assert.That(new Tanh<double>(), Has.CorrectGradients.At(3, 5));

    [Test]
    public void Softmax_has_correct_gradients() => Assert.That(new Softmax<double>(), Has.CorrectGradients.At(3, 5));

    [Test]
    public void Softmax_cross_entropy_has_correct_gradients_for_labels_and_for_any_other_target()
    {
        Assert.That(new SoftmaxCrossEntropy<double>(), Has.CorrectGradients.At(4, 3));
        Assert.That(new SoftmaxCrossEntropy<double>(), Has.CorrectGradients.At(Normal(15, 4, 3), Normal(16, 4, 3)));
    }

    [Test]
    public void Binary_cross_entropy_has_correct_gradients() =>
        Assert.That(new BinaryCrossEntropy<double>(), Has.CorrectGradients.At(Probabilities));

    [Test]
    public void Float_layers_have_correct_gradients()
    {
        Assert.That(Convolution().Over<float>(), Has.CorrectGradients.At(ConvolutionInput));
        Assert.That(Dense().Over<float>(), Has.CorrectGradients.At(DenseInput));
        Assert.That(new MaxPooling<float>((3, 2), (2, 3), (1, 0)), Has.CorrectGradients.At(2, 3, 8, 6));
        Assert.That(new AveragePooling<float>((3, 2), (2, 3), (1, 0)), Has.CorrectGradients.At(2, 3, 8, 6));
        Assert.That(new ReLU<float>(), Has.CorrectGradients.At(3, 5));
        Assert.That(new Tanh<float>(), Has.CorrectGradients.At(3, 5));
        Assert.That(new Softmax<float>(), Has.CorrectGradients.At(3, 5));
        Assert.That(new BinaryCrossEntropy<float>(), Has.CorrectGradients.At(Probabilities));
        Assert.That(new SoftmaxCrossEntropy<float>(), Has.CorrectGradients.At(4, 3));
    }

    [Test]
    public void A_plain_function_can_be_checked() => Assert.That(
        GradientCheck.Of(x => Math.Exp(x[0]) * x[1], x => [Math.Exp(x[0]) * x[1], Math.Exp(x[0])]).At(2),
        Has.CorrectGradients);

    [Test]
    public void Every_entry_of_the_small_network_is_correct_in_both_oracles()
    {
        var report =
            GradientCheck.Of(SmallNetwork(), new BinaryCrossEntropy<double>()).At(1, 1, 7, 5).WithDualNumbers().Run();
        Assert.That(report.Passed, report.ToString);
        Assert.That(report.Variables.SelectMany(v => v.Entries).Select(entry => entry.Dual), Has.None.Null);
        Assert.That(report.Entries, Is.EqualTo(18 + 60 + 660 + 11 + 22 + 2 + 35));
    }

    [Test]
    public void A_check_leaves_parameters_and_input_exactly_as_they_were()
    {
        var layer = new SingleScalarDense(Dense());
        var x = Normal(13, 4, 7);
        var before = layer.Parameters.Select(p => p.Value.Clone()).Append(x.Clone()).ToArray();
        GradientCheck.Of(layer).At(x).Verify();
        Assert.That(layer.Parameters.Select(p => p.Value).Append(x).Select(t => t.Values.ToArray()),
            Is.EqualTo(before.Select(t => t.Values.ToArray())));
    }

    /// <summary>A layer as a third party might write it: over double alone, without partial forward passes.</summary>
    private sealed class SingleScalarDense(Dense<double> dense) : Layer<double>
    {
        public override IReadOnlyList<Parameter<double>> Parameters => dense.Parameters;

        public override Shape OutputShape(Shape x) => dense.OutputShape(x);

        public override void Forward(Tensor<double> x, Tensor<double> y) => dense.Forward(x, y);

        public override void Backward(Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double>? dx,
            ReadOnlySpan<Tensor<double>> gradients) =>
            dense.Backward(x, y, dy, dx, gradients);
    }
}
