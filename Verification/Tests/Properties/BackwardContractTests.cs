using CnnVerified.Layers;

namespace CnnVerified.Verification.Tests.Properties;

/// <summary>What a backward pass promises beyond its numbers: see <see cref="Layer{T}"/>.</summary>
public sealed class BackwardContractTests
{
    [GateProperty]
    public void Backward_leaves_its_arguments_and_the_parameters_as_they_were(
        ConvolutionGeometry convolution, DenseGeometry dense)
    {
        foreach (var (layer, x, dy) in EveryLayer.Of(convolution, dense))
        {
            var y = layer.Forward(x);
            Tensor<double>[] given = [x, y, dy, .. layer.Parameters.Select(parameter => parameter.Value)];
            var before = given.Select(tensor => tensor.Clone()).ToArray();
            layer.Backward(x, y, dy);
            for (var i = 0; i < given.Length; i++)
                Agreement.RequireSameBits($"{layer.Name} argument {i}", given[i], before[i]);
        }
    }

    [GateProperty]
    public void Backward_gives_the_same_when_called_again_also_after_other_calls(
        ConvolutionGeometry convolution, DenseGeometry dense)
    {
        foreach (var (layer, x, dy) in EveryLayer.Of(convolution, dense))
        {
            var y = layer.Forward(x);
            var (dx, gradients) = layer.Backward(x, y, dy);
            var other = x.Map(Math.Cos);
            layer.Backward(other, layer.Forward(other), dy.Map(Math.Cos));
            Agreement.RequireSameBits($"{layer.Name} y", layer.Forward(x), y);
            var (dxAgain, gradientsAgain) = layer.Backward(x, y, dy);
            Agreement.RequireSameBits($"{layer.Name} dx", dxAgain, dx);
            for (var p = 0; p < gradients.Length; p++)
                Agreement.RequireSameBits($"{layer.Name} d{layer.Parameters[p].Name}", gradientsAgain[p], gradients[p]);
        }
    }

    [GateProperty]
    public void Backward_writes_over_dx_and_adds_to_the_gradients(ConvolutionGeometry convolution, DenseGeometry dense)
    {
        foreach (var (layer, x, dy) in EveryLayer.Of(convolution, dense))
        {
            var y = layer.Forward(x);
            var (dx, gradients) = layer.Backward(x, y, dy);
            var start = layer.Parameters.Select(parameter => parameter.Value.Map(Math.Cos)).ToArray();
            var (leftovers, sums) = (x.Map(Math.Cos), start.Select(tensor => tensor.Clone()).ToArray());
            layer.Backward(x, y, dy, leftovers, sums);
            Agreement.RequireSameBits($"{layer.Name} dx", leftovers, dx);
            for (var p = 0; p < sums.Length; p++)
                Agreement.Require(
                    $"{layer.Name} d{layer.Parameters[p].Name}", sums[p],
                    InnerProduct.Combine(1, start[p], 1, gradients[p]), Tolerances.Oracle);
        }
    }

    [GateProperty]
    public void Parameters_get_the_same_gradient_when_nobody_asks_for_dx(
        ConvolutionGeometry convolution, DenseGeometry dense)
    {
        foreach (var (layer, x, dy) in EveryLayer.Of(convolution, dense))
        {
            var y = layer.Forward(x);
            var (with, without) = (layer.Backward(x, y, dy).Parameters, layer.NewGradients());
            layer.Backward(x, y, dy, dx: null, without);
            for (var p = 0; p < with.Length; p++)
                Agreement.RequireSameBits($"{layer.Name} d{layer.Parameters[p].Name}", without[p], with[p]);
        }
    }

    [GateProperty]
    public void A_batch_is_treated_sample_by_sample_and_its_gradient_is_the_sum(
        ConvolutionGeometry convolution, DenseGeometry dense)
    {
        foreach (var (layer, x, dy) in EveryLayer.Of(convolution, dense))
        {
            var y = layer.Forward(x);
            var (dx, gradients) = layer.Backward(x, y, dy);
            var sums = layer.NewGradients();
            for (var n = 0; n < x.Shape[0]; n++)
            {
                var (one, own) = (Sample(x, n), new Tensor<double>(x.Shape.WithoutFirstAxis().WithBatch(1)));
                var output = layer.Forward(one);
                layer.Backward(one, output, Sample(dy, n), own, sums);
                Agreement.RequireSameBits($"{layer.Name} y of sample {n}", output, Sample(y, n));
                Agreement.RequireSameBits($"{layer.Name} dx of sample {n}", own, Sample(dx, n));
            }
            foreach (var (parameter, sum, whole) in layer.Parameters.Zip(sums, gradients))
                Agreement.Require($"{layer.Name} d{parameter.Name}", sum, whole, Tolerances.Oracle);
        }
    }

    private static Tensor<double> Sample(Tensor<double> batch, int n)
    {
        var shape = batch.Shape.WithoutFirstAxis();
        return new Tensor<double>(shape.WithBatch(1), batch.Values.Slice(n * shape.Count, shape.Count).ToArray());
    }
}
