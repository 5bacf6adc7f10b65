using CnnVerified.Layers;

namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>y = exp(s[c]·x), with a scale for each channel, of which the backward pass takes another one.</summary>
internal sealed class Planes(Tensor<double> scale) : Layer<double>
{
    public override IReadOnlyList<Parameter<double>> Parameters => [new("scale", scale)];

    public override Shape OutputShape(Shape x) => x;

    public override void Forward(Tensor<double> x, Tensor<double> y)
    {
        var plane = x.Shape[2] * x.Shape[3];
        for (var i = 0; i < x.Shape.Count; i++) y[i] = Math.Exp(scale[i / plane % x.Shape[1]] * x[i]);
    }

    public override void Backward(Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double>? dx,
        ReadOnlySpan<Tensor<double>> gradients)
    {
        for (var i = 0; i < x.Shape.Count; i++)
        {
            var c = i % x.Shape[1];                                                 // i / plane % x.Shape[1]
            var slope = dy[i] * Math.Exp(scale[c] * x[i]);
            gradients[0][c] += slope * x[i];
            if (dx is not null) dx[i] = slope * scale[c];
        }
    }
}
