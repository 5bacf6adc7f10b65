using CnnVerified.Layers;

/// <summary>y = a·x with one factor a for each feature.</summary>
public class Scale(Tensor<double> a) : Layer<double>
{
    public static Tensor<double> Factors { get; } = new(new Shape(3), 0.5, -1.25, 2);

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

/// <summary>The same with a planted mistake: the input's gradient lacks the factor.</summary>
public class UnscaledGradient(Tensor<double> a) : Scale(a)
{
    public override void Backward(
        Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double>? dx,
        ReadOnlySpan<Tensor<double>> gradients)
    {
        base.Backward(x, y, dy, dx, gradients);
        if (dx is not null) dy.Values.CopyTo(dx.Values);
    }
}
