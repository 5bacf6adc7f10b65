namespace CnnVerified.Verification;

/// <summary>How a point to check at is chosen. All but the first are ways of choosing that hide mistakes.</summary>
public enum GeometryClass
{
    /// <summary>
    /// Another size on every axis, several samples, a stride that does not divide, padding, values of either sign.
    /// </summary>
    Discriminating,

    /// <summary>A batch of one.</summary>
    OneSample,

    /// <summary>One channel and one kernel, or one input and one output.</summary>
    OneChannel,

    /// <summary>Square images, kernels, weights and batches.</summary>
    Square,

    /// <summary>Stride 1 and no padding.</summary>
    StrideOne,

    /// <summary>An upstream gradient of ones.</summary>
    UpstreamOfOnes,

    /// <summary>The same number in every entry of the input.</summary>
    ConstantInput,
}
