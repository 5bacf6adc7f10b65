using CnnVerified.Layers;
using Vector = CnnVerified.Layers.Tensor<double>;

namespace CnnVerified.Verification.Tests.Properties;

/// <summary>
/// A layer seen as a linear map A of one of its arguments: the input or the kernels (weights), with a bias of zero; or
/// the bias, with kernels (weights) of zero.
/// </summary>
internal sealed record LinearMap(
    string Variable, Vector Argument, Vector Dy,
    Func<Vector, Vector> Apply, Func<Vector, Vector> Adjoint, Func<double> SumOfAbsoluteTerms)
{
    /// <summary>The three linear maps that a convolution or a dense layer is made of.</summary>
    public static IEnumerable<LinearMap> PartsOf(
        Func<Vector, Vector, Layer<double>> make, Layer<double> drawn, Vector x, Vector dy)
    {
        var (weights, bias) = (drawn.Parameters[0].Value, drawn.Parameters[1].Value);
        var (noWeights, noBias) = (new Vector(weights.Shape), new Vector(bias.Shape));
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

    private static (Vector Input, Vector[] Parameters) Backward(Layer<double> layer, Vector x, Vector dy) =>
        layer.Backward(x, layer.Forward(x), dy);
}
