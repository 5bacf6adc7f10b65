using CnnVerified.Layers;

namespace CnnVerified.Verification.Tests.Properties;

/// <summary>
/// A layer seen as a linear map: of its input, of its first parameter (kernels or weights), or of its bias, the bias or all
/// else being zero.
/// </summary>
internal sealed record LinearMap(
    string Variable, Tensor<double> Argument, Tensor<double> Dy,
    Func<Tensor<double>, Tensor<double>> Apply, Func<Tensor<double>, Tensor<double>> Adjoint, Func<double> SumOfAbsoluteTerms)
{
    /// <summary>The three linear maps that a convolution or a dense layer is made of.</summary>
    public static IEnumerable<LinearMap> PartsOf(
        Func<Tensor<double>, Tensor<double>, Layer<double>> make, Layer<double> drawn, Tensor<double> x, Tensor<double> dy)
    {
        var (weights, bias) = (drawn.Parameters[0].Value, drawn.Parameters[1].Value);
        var (noWeights, noBias) = (new Tensor<double>(weights.Shape), new Tensor<double>(bias.Shape));
        yield return new(
            "x", x, dy, v => make(weights, noBias).Forward(v), u => Backward(make(weights, noBias), x, u).Input,
            () => make(weights.Absolute(), noBias).Forward(x.Absolute()).With(dy.Absolute()));
        yield return new(
            drawn.Parameters[0].Name, weights, dy, v => make(v, noBias).Forward(x),
            u => Backward(make(weights, noBias), x, u).Parameters[0],
            () => make(weights.Absolute(), noBias).Forward(x.Absolute()).With(dy.Absolute()));
        yield return new(
            drawn.Parameters[1].Name, bias, dy, v => make(noWeights, v).Forward(x),
            u => Backward(make(noWeights, bias), x, u).Parameters[1],
            () => make(noWeights, bias.Absolute()).Forward(x).With(dy.Absolute()));
    }

    private static (Tensor<double> Input, Tensor<double>[] Parameters) Backward(Layer<double> layer, Tensor<double> x, Tensor<double> dy) =>
        layer.Backward(x, layer.Forward(x), dy);
}
