namespace CnnVerified.Verification.Tests.Evaluation;

/// <summary>How many numbers layers and losses have computed.</summary>
internal sealed class Tally
{
    public long Numbers { get; set; }
}

/// <summary>A layer of the library that counts the outputs which it really writes, asked for or not.</summary>
internal sealed class Counting<T>(Layer<T> right, Tally tally) : Layer<T>, IPartialForward<T>
    where T : IFloatingPointIeee754<T>
{
    private readonly IPartialForward<T> partial = (IPartialForward<T>)right;

    public override IReadOnlyList<Parameter<T>> Parameters => right.Parameters;

    public override Shape OutputShape(Shape x) => right.OutputShape(x);

    public override void Forward(Tensor<T> x, Tensor<T> y) => Forward(x, y, Range.All);

    public void Forward(Tensor<T> x, Tensor<T> y, Range outputs)
    {
        var own = new Tensor<T>(y.Shape);
        own.Values.Fill(T.NaN);
        partial.Forward(x, own, outputs);
        for (var i = 0; i < y.Shape.Count; i++)
        {
            if (T.IsNaN(own[i])) continue;
            y[i] = own[i];
            tally.Numbers++;
        }
    }

    public override void Backward(
        Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, ReadOnlySpan<Tensor<T>> gradients) =>
        right.Backward(x, y, dy, dx, gradients);

    public Range ReachOfParameter(int parameter, int entry, Shape x) => partial.ReachOfParameter(parameter, entry, x);

    public Range ReachOfInputs(Range inputs, Shape x) => partial.ReachOfInputs(inputs, x);

    public override Layer<U>? Over<U>() => new Counting<U>(right.Over<U>()!, tally);
}

/// <summary>A loss that counts the predictions which it looks at.</summary>
internal sealed class CountingLoss<T>(Loss<T> right, Tally tally) : Loss<T> where T : IFloatingPointIeee754<T>
{
    public override bool IsMeanOverSamples => right.IsMeanOverSamples;

    public override T Value(Tensor<T> prediction, Tensor<T> target)
    {
        tally.Numbers += prediction.Shape.Count;
        return right.Value(prediction, target);
    }

    public override void Gradient(Tensor<T> prediction, Tensor<T> target, Tensor<T> gradient) =>
        right.Gradient(prediction, target, gradient);

    public override Loss<U>? Over<U>() => new CountingLoss<U>(right.Over<U>()!, tally);
}
