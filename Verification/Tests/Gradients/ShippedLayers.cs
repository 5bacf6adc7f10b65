using CnnVerified.Layers;
using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Gradients;

/// <summary>Every layer and loss of the library at a point that shows mistakes: the first that is looked at.</summary>
internal static class ShippedLayers
{
    /// <summary>The checks by name, in double and in float.</summary>
    public static IReadOnlyList<(string Name, Func<GradientCheck> Check)> All { get; } =
    [
        .. Of<double>(""), .. Of<float>(" in float"),
        ("Convolution with stride and padding", () => GradientCheck.Of(Convolution()).At(ConvolutionInput)),
        ("Convolution with a bias for each position",
            () => GradientCheck.Of(ConvolutionWithBiasPerPosition()).At(3, 2, 7, 7)),
        ("Softmax cross-entropy at any target",
            () => GradientCheck.Of(new SoftmaxCrossEntropy<double>()).At(Normal(15, 4, 3), Normal(16, 4, 3))),
        .. Reference(Convolution(), ConvolutionInput), .. Reference(Dense(), DenseInput),
        .. Reference(new MaxPooling<double>((3, 2), (2, 3), (1, 0)), [2, 3, 8, 6]),
        .. Reference(new AveragePooling<double>((3, 2), (2, 3), (1, 0)), [2, 3, 8, 6]),
        .. Reference(new Sigmoid<double>(), SigmoidInput), .. Reference(new Tanh<double>(), 3, 5),
        .. Reference(new ReLU<double>(), 3, 5), .. Reference(new Softmax<double>(), 3, 5),
        ("SoftmaxCrossEntropy without kernels",
            () => GradientCheck.Of(new SoftmaxCrossEntropy<double>().AsReference()!).At(4, 3)),
        ("Reshape", () => GradientCheck.Of(new Reshape<double>(new Shape(30))).At(2, 3, 5, 2)),
    ];

    private static (string, Func<GradientCheck>)[] Reference(Layer<double> layer, params int[] shape) =>
        layer.AsReference() is { } reference
            ? [($"{layer.Name} without kernels", () => GradientCheck.Of(reference).At(shape))] : [];

    private static (string, Func<GradientCheck>)[] Of<T>(string where)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
    [
        ("Convolution" + where, () => GradientCheck.Of(Convolution().Over<T>()).At(ConvolutionInput)),
        ("Dense" + where, () => GradientCheck.Of(Dense().Over<T>()).At(DenseInput)),
        ("MaxPooling" + where,
            () => GradientCheck.Of(new MaxPooling<T>((3, 2), (2, 3), (1, 0))).At(2, 3, 8, 6)),
        ("AveragePooling" + where,
            () => GradientCheck.Of(new AveragePooling<T>((3, 2), (2, 3), (1, 0))).At(2, 3, 8, 6)),
        ("Sigmoid" + where, () => GradientCheck.Of(new Sigmoid<T>()).At(SigmoidInput)),
        ("Tanh" + where, () => GradientCheck.Of(new Tanh<T>()).At(3, 5)),
        ("ReLU" + where, () => GradientCheck.Of(new ReLU<T>()).At(3, 5)),
        ("Softmax" + where, () => GradientCheck.Of(new Softmax<T>()).At(3, 5)),
        ("BinaryCrossEntropy" + where, () => GradientCheck.Of(new BinaryCrossEntropy<T>()).At(Probabilities)),
        ("SoftmaxCrossEntropy" + where, () => GradientCheck.Of(new SoftmaxCrossEntropy<T>()).At(4, 3)),
    ];
}
