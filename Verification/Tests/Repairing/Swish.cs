using System.Numerics;

namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>y = x·σ(x), as somebody writes it over any scalar, with a mistake.</summary>
internal sealed class Swish<T>(string bug) : Layer<T> where T : IFloatingPointIeee754<T>
{
    public override Shape OutputShape(Shape x) => x;

    public override Layer<U> Over<U>() => new Swish<U>(bug);

    public override void Forward(Tensor<T> x, Tensor<T> y)
    {
        for (var i = 0; i < x.Shape.Count; i++) y[i] = x[i] * Sigmoid(x[i]);
    }

    public override void Backward(
        Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, ReadOnlySpan<Tensor<T>> gradients)
    {
        if (dx is null) return;
        for (var i = 0; i < x.Shape.Count; i++)
        {
            var s = Sigmoid(x[i]);
            dx[i] = dy[i] * s * (T.One + (bug == "slope at y" ? y[i] : x[i]) * (T.One - s));
        }
    }

    private static T Sigmoid(T x) => T.One / (T.One + T.Exp(-x));
}
