namespace CnnVerified.Verification.Tests.RightLayers;

/// <summary>A network as one layer.</summary>
internal sealed class Composite<T>(Network<T> network) : Layer<T> where T : IFloatingPointIeee754<T>
{
    public override IReadOnlyList<Parameter<T>> Parameters => network.Parameters;

    public override Shape OutputShape(Shape x) => network.OutputShape(x);

    public override void Forward(Tensor<T> x, Tensor<T> y) =>
        network.Forward(x, new Trace<T>(network, x.Shape, withInputGradient: false)).Values.CopyTo(y.Values);

    public override void Backward(
        Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, ReadOnlySpan<Tensor<T>> gradients)
    {
        var trace = new Trace<T>(network, x.Shape, withInputGradient: dx is not null);
        network.Forward(x, trace);
        dy.Values.CopyTo(trace.OutputGradient.Values);
        network.Backward(trace, gradients);
        if (dx is not null) trace.InputGradient!.Values.CopyTo(dx.Values);
    }

    public override Layer<U>? Over<U>() => network.Over<U>() is { } other ? new Composite<U>(other) : null;
}
