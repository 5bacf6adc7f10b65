namespace CnnVerified.Verification.Tests.Evaluation;

/// <summary>
/// y = a·x, entry by entry in each sample: right, written for double alone, and so perturbed in place.
/// </summary>
internal class Scale(Tensor<double> a) : Layer<double>
{
    public override IReadOnlyList<Parameter<double>> Parameters => [new("a", a)];

    public override Shape OutputShape(Shape x) => x;

    public override void Forward(Tensor<double> x, Tensor<double> y)
    {
        for (var i = 0; i < x.Shape.Count; i++) y[i] = a[i % a.Shape.Count] * x[i];
    }

    public override void Backward(
        Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double>? dx,
        ReadOnlySpan<Tensor<double>> gradients)
    {
        for (var i = 0; i < x.Shape.Count; i++)
        {
            gradients[0][i % a.Shape.Count] += dy[i] * x[i];
            if (dx is not null) dx[i] = dy[i] * a[i % a.Shape.Count];
        }
    }
}

/// <summary>The same, with something that happens at the beginning of each pass.</summary>
internal sealed class Watched(Tensor<double> a, Action forward, Action? backward = null) : Scale(a)
{
    private readonly Tensor<double> a = a;

    public override void Forward(Tensor<double> x, Tensor<double> y)
    {
        forward();
        base.Forward(x, y);
    }

    public override void Backward(
        Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double>? dx,
        ReadOnlySpan<Tensor<double>> gradients)
    {
        backward?.Invoke();
        base.Backward(x, y, dy, dx, gradients);
    }

    public override Layer<U>? Over<U>() =>
        typeof(U) == typeof(double) ? (Layer<U>)(object)new Watched(a.Clone(), forward, backward) : null;
}

/// <summary>Takes every feature's mean over the batch from it.</summary>
internal sealed class Centred : Layer<double>
{
    public override Shape OutputShape(Shape x) => x;

    public override void Forward(Tensor<double> x, Tensor<double> y)
    {
        for (var i = 0; i < x.Shape[1]; i++)
        {
            var mean = Enumerable.Range(0, x.Shape[0]).Average(n => x[n, i]);
            for (var n = 0; n < x.Shape[0]; n++) y[n, i] = x[n, i] - mean;
        }
    }

    public override void Backward(Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double>? dx,
        ReadOnlySpan<Tensor<double>> gradients)
    {
        if (dx is not null) Forward(dy, dx);
    }
}

/// <summary>L(p, t) = Σ p², with something that happens at the beginning of each evaluation.</summary>
internal sealed class SumOfSquares(Action value, Action? gradient = null) : Loss<double>
{
    public override double Value(Tensor<double> prediction, Tensor<double> target)
    {
        value();
        return prediction.Values.ToArray().Sum(p => p * p);
    }

    public override void Gradient(Tensor<double> prediction, Tensor<double> target, Tensor<double> into)
    {
        gradient?.Invoke();
        for (var i = 0; i < prediction.Shape.Count; i++) into[i] = 2 * prediction[i];
    }
}
