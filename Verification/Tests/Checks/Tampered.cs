namespace CnnVerified.Verification.Tests.Checks;

/// <summary>A layer into whose calls a test puts its hands, before or after the right layer does its work.</summary>
internal class Tampered(Layer<double> right) : Layer<double>
{
    public Action<Tensor<double>, Tensor<double>> AfterForward { get; init; } = (_, _) => { };

    public Action<Tensor<double>, Tensor<double>, Tensor<double>, Tensor<double>?, Tensor<double>[]> AfterBackward
    {
        get;
        init;
    } = (_, _, _, _, _) => { };

    public Action<Tensor<double>, Tensor<double>> BeforeForward { get; init; } = (_, _) => { };

    public override string Name => right.Name;

    public override IReadOnlyList<Parameter<double>> Parameters => right.Parameters;

    public override Shape OutputShape(Shape x) => right.OutputShape(x);

    public override void Forward(Tensor<double> x, Tensor<double> y)
    {
        var own = y.Clone();
        right.Forward(x, y);
        BeforeForward(own, y);
        AfterForward(x, y);
    }

    public override void Backward(Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double>? dx,
        ReadOnlySpan<Tensor<double>> gradients)
    {
        right.Backward(x, y, dy, dx, gradients);
        AfterBackward(x, y, dy, dx, gradients.ToArray());
    }
}

/// <summary>The same with a partial forward pass, whose claims a test makes up.</summary>
internal sealed class TamperedPartial(Layer<double> right) : Tampered(right), IPartialForward<double>
{
    public Func<Range, Range> Reach { get; init; } = _ => Range.All;

    public Range ReachOfParameter(int parameter, int entry, Shape x) => Reach(Range.All);

    public Range ReachOfInputs(Range inputs, Shape x) => Reach(inputs);

    public void Forward(Tensor<double> x, Tensor<double> y, Range outputs) =>
        Forward(x).Values[outputs].CopyTo(y.Values[outputs]);
}
