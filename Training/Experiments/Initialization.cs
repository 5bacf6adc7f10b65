namespace CnnVerified.Training.Experiments;

/// <summary>How the weights of a new network are drawn: normal numbers of a standard deviation σ.</summary>
public enum Initialization
{
    /// <summary>σ = 1, biases too: with thousands of inputs most sigmoids start saturated.</summary>
    Original,

    /// <summary>
    /// σ = 1/√(inputs), biases 0, so that sigmoids start where their slope is large. Y. LeCun, L. Bottou, G. Orr and
    /// K.-R. Müller, "Efficient BackProp" (1998), section 4.6.
    /// </summary>
    Scaled,

    /// <summary>
    /// σ = √(2/(inputs + outputs)), biases 0: a compromise that keeps the size of both activations and gradients.
    /// X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks",
    /// AISTATS 2010, equation (12).
    /// </summary>
    Glorot,

    /// <summary>
    /// σ = √(2/inputs), biases 0: ReLU stops half of what it sees. K. He, X. Zhang, S. Ren and J. Sun, "Delving Deep
    /// into Rectifiers", ICCV 2015, equation (10).
    /// </summary>
    He,
}
