namespace CnnVerified.Verification.Tests.Layers;

/// <summary>The other layers and the loss, small enough to check on paper.</summary>
public sealed class HandComputedLayerTests
{
    [Test]
    public void Dense_gives_every_output_its_own_row_of_weights()
    {
        // W = 1 2 3   b = ½    x = 1 0 −1   y = 1 − 3 + ½      4 − 6 − ½
        //     4 5 6      −½        2 1  0       2 + 2 + ½      8 + 5 − ½
        var (layer, x) = DenseLayer();
        Agreement.RequireSameBits("y", layer.Forward(x), new Tensor<double>(new Shape(2, 2), -1.5, -2.5, 4.5, 12.5));
    }

    [Test]
    public void Dense_sends_the_upstream_gradient_back_through_the_same_weights()
    {
        // dy =  1 2   dW = 1·(1 0 −1) − 1·(2 1 0), 2·(1 0 −1) + 3·(2 1 0); db = 1 − 1, 2 + 3;
        //      −1 3   dx = 1·(1 2 3) + 2·(4 5 6), −1·(1 2 3) + 3·(4 5 6).
        var (layer, x) = DenseLayer();
        var (dx, gradients) = layer.Backward(x, layer.Forward(x), new Tensor<double>(new Shape(2, 2), 1, 2, -1, 3));
        Agreement.RequireSameBits("dweights", gradients[0], new Tensor<double>(new Shape(2, 3), -1, -1, -1, 8, 3, -2));
        Agreement.RequireSameBits("dbias", gradients[1], new Tensor<double>(new Shape(2), 0, 5));
        Agreement.RequireSameBits("dx", dx, new Tensor<double>(x.Shape, 9, 12, 15, 11, 13, 15));
    }

    [Test]
    public void Sigmoid_turns_log_odds_into_probabilities()
    {
        // Odds of 1 : 1, 3 : 1 and 1 : 3; the slopes are ½·½, ¾·¼ and ¼·¾.
        var x = new Tensor<double>(new Shape(1, 3), 0, Math.Log(3), -Math.Log(3));
        var layer = new Sigmoid<double>();
        var y = layer.Forward(x);
        var (dx, _) = layer.Backward(x, y, new Tensor<double>(x.Shape, 1, 2, -4));
        Agreement.Require("y", y, new Tensor<double>(x.Shape, 0.5, 0.75, 0.25), Tolerances.Oracle);
        Agreement.Require("dx", dx, new Tensor<double>(x.Shape, 0.25, 0.375, -0.75), Tolerances.Oracle);
    }

    [Test]
    public void ReLU_passes_what_is_positive_and_its_gradient()
    {
        // At the kink itself the slope is 0; NaN is not hidden.
        var x = new Tensor<double>(new Shape(1, 6), -2, -0.0, 0, double.Epsilon, 3, double.NaN);
        var layer = new ReLU<double>();
        var y = layer.Forward(x);
        var (dx, _) = layer.Backward(x, y, new Tensor<double>(x.Shape, 1, 2, -3, 4, -5, 6));
        Assert.That(y.Values.ToArray(), Is.EqualTo(new[] { 0, 0, 0, double.Epsilon, 3, double.NaN }));
        Assert.That(dx.Values[..5].ToArray(), Is.EqualTo(new double[] { 0, 0, 0, 4, -5 }));
    }

    [Test]
    public void Tanh_is_a_sigmoid_from_minus_one_to_one()
    {
        // e^(2x) = 3 and 1/9: (3 − 1)/(3 + 1) = ½ and (1/9 − 1)/(1/9 + 1) = −⅘; the slopes are 1 − ¼ and 1 − 16/25.
        var x = new Tensor<double>(new Shape(3, 1), 0, Math.Log(3) / 2, -Math.Log(3));
        var layer = new Tanh<double>();
        var y = layer.Forward(x);
        var (dx, _) = layer.Backward(x, y, new Tensor<double>(x.Shape, 7, 4, -25));
        Agreement.Require("y", y, new Tensor<double>(x.Shape, 0, 0.5, -0.8), Tolerances.Oracle);
        Agreement.Require("dx", dx, new Tensor<double>(x.Shape, 7, 3, -9), Tolerances.Oracle);
    }

    [Test]
    public void Softmax_turns_logits_into_shares_of_their_exponentials()
    {
        // e^x = 1 2 1 and 4 4 8. dx = y·(dy − Σ y·dy): Σ y·dy = ¼ + ½·3 + ¼·(−3) = 1 and ¼·4 + ½·2 = 2.
        var x = new Tensor<double>(
            new Shape(2, 3), 0, Math.Log(2), 0, Math.Log(4), Math.Log(4), Math.Log(8));
        var layer = new Softmax<double>();
        var y = layer.Forward(x);
        var (dx, _) = layer.Backward(x, y, new Tensor<double>(x.Shape, 1, 3, -3, 4, 0, 2));
        Agreement.Require("y", y, new Tensor<double>(x.Shape, 0.25, 0.5, 0.25, 0.25, 0.25, 0.5), Tolerances.Oracle);
        Agreement.Require("dx", dx, new Tensor<double>(x.Shape, 0, 1, -1, 0.5, -0.5, 0), Tolerances.Oracle);
    }

    [Test]
    public void Softmax_cross_entropy_is_the_mean_surprise_at_the_labels()
    {
        // Shares ¼ ½ ¼ and ¼ ¼ ½, labels 1 and 0: −(ln ½ + ln ¼)/2 = 1.5·ln 2; gradient (share − target)/2.
        var logits = new Tensor<double>(
            new Shape(2, 3), 0, Math.Log(2), 0, Math.Log(4), Math.Log(4), Math.Log(8));
        var target = SoftmaxCrossEntropy<double>.OneHot(3, 1, 0);
        var (loss, gradient) = (new SoftmaxCrossEntropy<double>(), new Tensor<double>(logits.Shape));
        loss.Gradient(logits, target, gradient);
        Assert.That(target.Values.ToArray(), Is.EqualTo(new double[] { 0, 1, 0, 1, 0, 0 }));
        Assert.That(loss.Value(logits, target), Is.EqualTo(1.5 * Math.Log(2)).Within(Tolerances.Oracle));
        Agreement.Require(
            "dlogits", gradient, new Tensor<double>(logits.Shape, 0.125, -0.25, 0.125, -0.375, 0.125, 0.25),
            Tolerances.Oracle);
    }

    [Test]
    public void Reshape_keeps_the_numbers_in_row_major_order_sample_by_sample()
    {
        var x = new Tensor<double>(new Shape(2, 1, 1, 3), 1, 2, 3, 4, 5, 6);
        var layer = new Reshape<double>(new Shape(3));
        var y = layer.Forward(x);
        Agreement.RequireSameBits("y", y, new Tensor<double>(new Shape(2, 3), 1, 2, 3, 4, 5, 6));
        var (dx, _) = layer.Backward(x, y, new Tensor<double>(y.Shape, 6, 5, 4, 3, 2, 1));
        Agreement.RequireSameBits("dx", dx, new Tensor<double>(x.Shape, 6, 5, 4, 3, 2, 1));
    }

    [Test]
    public void Binary_cross_entropy_is_the_mean_surprise_at_the_targets()
    {
        // Probability ½ of what came true, then ¾: −(ln ½ + ln ¾)/2 = ln(8/3)/2 = 0.49041462650586312;
        // gradients (½ − 1)/(½·½)/2 = −1 and ¼/(¼·¾)/2 = ⅔.
        var p = new Tensor<double>(new Shape(1, 2), 0.5, 0.25);
        var t = new Tensor<double>(p.Shape, 1, 0);
        var (loss, gradient) = (new BinaryCrossEntropy<double>(), new Tensor<double>(p.Shape));
        loss.Gradient(p, t, gradient);
        Assert.That(loss.Value(p, t), Is.EqualTo(0.49041462650586312).Within(Tolerances.Oracle));
        Agreement.Require("dp", gradient, new Tensor<double>(p.Shape, -1, 2.0 / 3), Tolerances.Oracle);
    }

    private static (Dense<double> Layer, Tensor<double> X) DenseLayer()
    {
        var weights = new Tensor<double>(new Shape(2, 3), 1, 2, 3, 4, 5, 6);
        var bias = new Tensor<double>(new Shape(2), 0.5, -0.5);
        return (new Dense<double>(weights, bias), new Tensor<double>(new Shape(2, 3), 1, 0, -1, 2, 1, 0));
    }
}
