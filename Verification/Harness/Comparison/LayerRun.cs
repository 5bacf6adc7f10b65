namespace CnnVerified.Verification.Comparison;

/// <summary>
/// One forward and one backward pass of a layer, into buffers that hold NaN before where results must overwrite.
/// </summary>
internal sealed record LayerRun(Tensor<double> Y, Tensor<double> Dx, Tensor<double>[] Gradients)
{
    /// <summary>Runs the layer on copies of its arguments.</summary>
    public static LayerRun Of(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        var y = new Tensor<double>(layer.OutputShape(x.Shape));
        y.Values.Fill(double.NaN);
        layer.Forward(x.Clone(), y);
        return Backward(layer, x, y, dy);
    }

    /// <summary>Runs the backward pass alone.</summary>
    public static LayerRun Backward(Layer<double> layer, Tensor<double> x, Tensor<double> y, Tensor<double> dy)
    {
        var (dx, gradients) = (new Tensor<double>(x.Shape), layer.NewGradients());
        dx.Values.Fill(double.NaN);
        layer.Backward(x.Clone(), y.Clone(), dy.Clone(), dx, gradients);
        return new LayerRun(y, dx, gradients);
    }

    /// <summary>dx and every dθ.</summary>
    public IEnumerable<(string Name, Tensor<double> Value)> Backwards(Layer<double> layer) =>
        layer.Parameters.Select((p, i) => ($"d{p.Name}", Gradients[i])).Prepend(("dx", Dx));

    /// <summary>y, dx and every dθ.</summary>
    public IEnumerable<(string Name, Tensor<double> Value)> Everything(Layer<double> layer) =>
        Backwards(layer).Prepend(("y", Y));
}
