using CnnVerified.Training.Learn.Assignments;

namespace CnnVerified.Training.Learn;

/// <summary>The exercises in their order.</summary>
internal static class Course
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Assignment> Assignments { get; } =
    [
        .. new (string Name, string Title, Func<StudentCode, IReadOnlyList<Question>> Questions)[]
        {
            ("Derivative", "a first derivative by differences", Derivatives.OfDifferences),
            ("Sigmoid", "the sigmoid and its derivative", Derivatives.OfSigmoid),
            ("DenseForward", "a dense layer, forward", DenseLayer.Forward),
            ("DenseBackward", "a dense layer, backward over a batch", DenseLayer.Backward),
            ("CrossEntropy", "binary cross-entropy and its mean", Losses.OfProbabilities),
            ("Correlation", "correlation and convolution", Convolutions.OfKernel),
            ("KernelGradient", "the gradient of the kernel", Convolutions.KernelGradient),
            ("InputGradient", "the gradient of the input", Convolutions.InputGradient),
            ("StridePadding", "stride and padding", Convolutions.OfStride),
            ("Pooling", "ReLU and max-pooling", Maxima.OfPooling),
            ("Softmax", "softmax with cross-entropy", Losses.OfLogits),
            ("BatchNorm", "batch normalisation", Normalization.OfBatch),
            ("Momentum", "an optimiser with momentum", TrainingSteps.OfMomentum),
            ("Network", "a network that reads digits", TrainingSteps.OfNetwork),
        }.Select((one, k) => new Assignment(k + 1, one.Name, one.Title, one.Questions)),
    ];
}
