namespace CnnVerified.Verification;

/// <summary>
/// <c>Over&lt;U&gt;()</c> gives a layer whose forward pass is this one's, to rounding, for double and single precision
/// and dual numbers. Otherwise an oracle that uses it would blame the backward pass.
/// </summary>
public sealed class SameOverAnotherScalar() : LayerCheck("same function over another scalar")
{
    /// <inheritdoc/>
    protected override CheckOutcome Judge(Layer<double> layer, Tensor<double> x, Tensor<double> dy) =>
        layer.Over<double>() is null && layer.Over<Dual>() is null && layer.Over<float>() is null
        ? CheckOutcome.NotApplicable("the layer is written for one scalar only")
        : CheckOutcome.Of(OverAnotherScalar.Complaint(layer, layer.Over<double>(), x)
            ?? OverAnotherScalar.Complaint(layer, layer.Over<Dual>(), x)
            ?? OverAnotherScalar.Complaint(layer, layer.Over<float>(), x));
}
