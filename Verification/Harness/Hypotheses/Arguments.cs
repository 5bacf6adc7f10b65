namespace CnnVerified.Verification.Hypotheses;

/// <summary>What a backward pass works from. For a loss X is the prediction, Y the target and dy is 1.</summary>
internal sealed record Arguments(Tensor<double> X, Tensor<double> Y, Tensor<double> Dy, Tensor<double>[] Theta)
{
    /// <summary>The same arguments with one parameter replaced.</summary>
    public Arguments WithParameter(int p, Tensor<double> value)
    {
        Tensor<double>[] theta = [.. Theta];
        theta[p] = value;
        return this with { Theta = theta };
    }
}

/// <summary>A right forward and backward pass, for whatever arguments a mistake may have put in.</summary>
internal interface IRightPass
{
    /// <summary>y for an input and the present parameters.</summary>
    Func<Tensor<double>, Tensor<double>> Forward { get; }

    /// <summary>The right gradients: of the parameters in order, then of the input.</summary>
    Tensor<double>[] Gradients(Arguments arguments);

    /// <summary>The same as closely as hypotheses need them.</summary>
    Tensor<double>[] Approximate(Arguments arguments) => Gradients(arguments);

    /// <summary>Sizes of its own that a factor may come from.</summary>
    IEnumerable<(string Name, double Value)> Sizes => [];

    /// <summary>
    /// What other geometry would have made of the same arguments: what went wrong in words, and the gradients.
    /// </summary>
    IEnumerable<(string Words, Func<Arguments, Tensor<double>[]> Gradients)> Siblings { get; }
}
