namespace CnnVerified.Verification.Tests.Layers;

/// <summary>What does not fit is refused in one sentence: the argument, the shape it has, the shape it needs.</summary>
public sealed class ShapeErrorTests
{
    public static IEnumerable<TestCaseData> Mistakes()
    {
        yield return Mistake("A vector for a convolution",
            () => Layer().Forward(Zeros(1, 60)), "x", "1×60", "(N, C, H, W)");
        yield return Mistake("A kernel larger than the image",
            () => Layer().Forward(Zeros(1, 2, 2, 6)), "input", "2×6", "3×3");
        yield return Mistake("Biases for another size of image",
            () => new Convolution<double>(Zeros(4, 2, 3, 3), Zeros(4, 3, 4)).Forward(Zeros(1, 2, 6, 6)),
            "bias", "4×3×4", "4×4×4");
        yield return Mistake("Biases for another number of kernels",
            () => new Convolution<double>(Zeros(4, 2, 3, 3), Zeros(3)), "bias", "shape 3,", "4×2×3×3");
        yield return Mistake("A matrix of biases",
            () => new Convolution<double>(Zeros(4, 2, 3, 3), Zeros(4, 3)), "bias", "4×3", "4×2×3×3");
        yield return Mistake("Kernels without a channel axis",
            () => new Convolution<double>(Zeros(4, 3, 3), Zeros(4)), "kernels", "4×3×3", "(F, C, height, width)");
        yield return Mistake("A stride of 0", () => Layer(stride: (0, 1)), "stride", "0×1", "at least 1");
        yield return Mistake("A negative padding", () => Layer(padding: (0, -1)), "padding", "0×-1", "at least 0");
        yield return Mistake("A padding as large as the kernel", () => Layer(padding: (1, 3)), "padding", "1×3", "3×3");
        yield return Mistake("An image for a dense layer",
            () => new Dense<double>(Zeros(2, 3), Zeros(2)).Forward(Zeros(5, 3, 1, 1)), "x", "5×3×1×1", "(N, inputs)");
        yield return Mistake("A bias for each input",
            () => new Dense<double>(Zeros(2, 3), Zeros(3)), "bias", "shape 3,", "shape 2.");
        yield return Mistake("A row of weights",
            () => new Dense<double>(Zeros(2), Zeros(2)), "weights", "shape 2,", "(outputs, inputs)");
        yield return Mistake("A reshape that loses numbers",
            () => new Reshape<double>(new Shape(7)).Forward(Zeros(2, 2, 4)), "x", "2×2×4", "N×7");
        yield return Mistake("A kernel that does not fit into the matrix",
            () => Correlation.CrossCorrelate(Zeros(2, 5), Zeros(3, 1)), "kernel", "3×1", "2×5");
        yield return Mistake("A kernel that does not fit into the matrix, rotated",
            () => Correlation.Convolve(Zeros(2, 5), Zeros(3, 1)), "kernel", "3×1", "2×5");
        yield return Mistake("Too few values",
            () => new Tensor<double>(new Shape(2, 3), 1, 2), "values", "2 numbers", "2×3");
        yield return Mistake("Another shape for fewer numbers",
            () => Zeros(2, 3).WithShape(new Shape(7)), "shape", "7", "6");
        yield return Mistake("An axis of size 0", () => new Shape(2, 0), "shape", "2×0", "at least 1");
        yield return Mistake("A window of height 0",
            () => new MaxPooling<double>((0, 2)), "window", "0×2", "at least 1");
        yield return Mistake("A pooling stride of 0",
            () => new AveragePooling<double>(2, stride: (1, 0)), "stride", "1×0", "at least 1");
        yield return Mistake("A padding as large as the window",
            () => new MaxPooling<double>((2, 3), padding: (1, 3)), "padding", "1×3", "2×3");
        yield return Mistake("A window larger than the image",
            () => new MaxPooling<double>(3).Forward(Zeros(1, 2, 5, 2)), "input", "5×2", "3×3");
        yield return Mistake("A vector for a pooling layer",
            () => new AveragePooling<double>(2).Forward(Zeros(4, 6)), "x", "4×6", "(N, C, H, W)");
        yield return Mistake("An image for a softmax",
            () => new Softmax<double>().Forward(Zeros(2, 3, 1, 1)), "x", "2×3×1×1", "(N, classes)");
        yield return Mistake("Logits without a batch axis",
            () => new SoftmaxCrossEntropy<double>().Value(Zeros(3), Zeros(3)),
            "prediction", "shape 3,", "(N, classes)");
        yield return Mistake("A label that is no class",
            () => SoftmaxCrossEntropy<double>.OneHot(3, 0, 3), "labels", "3 at 1,", "from 0 to 2");
        yield return Mistake("A learning rate of 0",
            () => new Sgd<double>(0), "learning rate", "is 0,", "greater than 0");
        yield return Mistake("A learning rate that is set to infinity",
            () => { new Adam<double>(1).LearningRate = double.PositiveInfinity; },
            "learning rate", "is Infinity,", "greater than 0");
        yield return Mistake("A momentum of 1",
            () => new Momentum<double>(0.1, 1), "momentum", "is 1,", "from 0 to less than 1");
        yield return Mistake("A negative β₂",
            () => new Adam<double>(0.1, beta2: -0.5), "beta2", "is -0.5,", "from 0 to less than 1");
        yield return Mistake("A gradient of another shape than its parameter",
            () => new Sgd<double>(1).Update(Zeros(2, 3), Zeros(3, 2)), "gradient", "3×2", "2×3");
    }

    [TestCaseSource(nameof(Mistakes))]
    public void What_does_not_fit_is_refused_in_one_sentence(Action act, string argument, string actual, string needed)
    {
        var message = Assert.Catch<ArgumentException>(() => act())!.Message;
        var sentence = message[..message.IndexOf(" (Parameter", StringComparison.Ordinal)];
        Assert.That(sentence, Does.StartWith(argument + " ").And.EndsWith("."));
        Assert.That(sentence, Does.Contain(actual).And.Contain(needed));
        Assert.That(sentence.TrimEnd('.'), Does.Not.Contain(". "));
    }

    [Test]
    public void A_network_refuses_an_input_that_its_buffers_were_not_made_for()
    {
        var network = new Network<double>(new Sigmoid<double>());
        var trace = new Trace<double>(network, new Shape(1, 2));
        Assert.That(() => network.Forward(Zeros(2, 2), trace),
            Throws.ArgumentException.With.Message.StartsWith("x has shape 2×2, but must have shape 1×2."));
    }

    private static TestCaseData Mistake(string name, Func<object> make, string argument, string has, string needs) =>
        Mistake(name, () => { _ = make(); }, argument, has, needs);

    private static TestCaseData Mistake(string name, Action act, string argument, string actual, string needed) =>
        new TestCaseData(act, argument, actual, needed).SetName($"{name} is refused");

    private static Convolution<double> Layer(Extent? stride = null, Extent? padding = null) =>
        new(Zeros(4, 2, 3, 3), Zeros(4), stride, padding);

    private static Tensor<double> Zeros(params int[] shape) => new(new Shape(shape));
}
