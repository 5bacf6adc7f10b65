using CnnVerified.Layers;

namespace CnnVerified.Verification.Tests.Properties;

/// <summary>A backward pass is the adjoint of its forward pass: ⟨Ax, dy⟩ = ⟨x, Aᵀdy⟩, whatever x and dy.</summary>
public sealed class AdjointTests
{
    [GateProperty]
    public void Convolution_backward_is_the_adjoint_in_input_kernels_and_bias(ConvolutionGeometry geometry) =>
        RequireAdjoint(Maps(geometry));

    [GateProperty]
    public void Dense_backward_is_the_adjoint_in_input_weights_and_bias(DenseGeometry geometry) =>
        RequireAdjoint(Maps(geometry));

    [GateProperty]
    public void Average_pooling_backward_is_the_adjoint(ConvolutionGeometry geometry) =>
        RequireAdjoint([AveragePooling(geometry)]);

    [GateProperty]
    public void Convolution_is_linear_in_input_kernels_and_bias(ConvolutionGeometry geometry) =>
        RequireLinear(Maps(geometry));

    [GateProperty]
    public void Dense_is_linear_in_input_weights_and_bias(DenseGeometry geometry) => RequireLinear(Maps(geometry));

    [GateProperty]
    public void Average_pooling_is_linear(ConvolutionGeometry geometry) => RequireLinear([AveragePooling(geometry)]);

    [GateProperty]
    public void Reshape_keeps_inner_products_forward_and_backward(ConvolutionGeometry geometry)
    {
        var values = new NormalValues(geometry.Seed);
        var layer = new Reshape<double>(new Shape(geometry.X.WithoutFirstAxis().Count));
        var (x, z) = (values.Tensor<double>(geometry.X), values.Tensor<double>(geometry.X));
        var y = layer.Forward(x);
        Assert.That(y.With(layer.Forward(z)), Is.EqualTo(x.With(z)));
        var (dx, _) = layer.Backward(x, y, layer.Forward(z));
        Agreement.RequireSameBits("dx", dx, z);
    }

    private static void RequireAdjoint(IEnumerable<LinearMap> maps)
    {
        foreach (var map in maps)
        {
            var (y, adjoint) = (map.Apply(map.Argument), map.Adjoint(map.Dy));
            var roundings = 2 * (map.Argument.Shape.Count + map.Dy.Shape.Count);
            Assert.That(
                map.Argument.With(adjoint),
                Is.EqualTo(y.With(map.Dy)).Within(Tolerances.Reordering<double>(roundings) * map.SumOfAbsoluteTerms()),
                $"⟨{map.Variable}, Aᵀdy⟩ = ⟨A{map.Variable}, dy⟩");
        }
    }

    private static void RequireLinear(IEnumerable<LinearMap> maps)
    {
        foreach (var map in maps)
        {
            var (a, b) = (map.Argument, map.Argument.Map(Math.Sin));
            Agreement.Require(
                $"A(2{map.Variable} − 3{map.Variable}′)", map.Apply(InnerProduct.Combine(2, a, -3, b)),
                InnerProduct.Combine(2, map.Apply(a), -3, map.Apply(b)), Tolerances.Oracle);
        }
    }

    private static IEnumerable<LinearMap> Maps(ConvolutionGeometry geometry)
    {
        var (layer, x, dy) = geometry.Draw<double>();
        return LinearMap.PartsOf(
            (kernels, bias) => new Convolution<double>(kernels, bias, geometry.Stride, geometry.Padding), layer, x, dy);
    }

    private static IEnumerable<LinearMap> Maps(DenseGeometry geometry)
    {
        var (layer, x, dy) = geometry.Draw<double>();
        return LinearMap.PartsOf((weights, bias) => new Dense<double>(weights, bias), layer, x, dy);
    }

    private static LinearMap AveragePooling(ConvolutionGeometry geometry)
    {
        var values = new NormalValues(geometry.Seed);
        var layer = geometry.AveragePooling();
        var x = values.Tensor<double>(geometry.X);
        var dy = values.Tensor<double>(layer.OutputShape(geometry.X));
        return new(
            "x", x, dy, layer.Forward, u => layer.Backward(x, layer.Forward(x), u).Input,
            () => layer.Forward(x.Absolute()).With(dy.Absolute()));
    }
}
