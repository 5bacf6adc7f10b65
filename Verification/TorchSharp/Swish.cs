using TorchSharp;
using static TorchSharp.torch;

/// <summary>y = x·σ(s·x) with a slope s, forward and backward by hand.</summary>
internal sealed class Swish : autograd.SingleTensorFunction<Swish>
{
    public override string Name => nameof(Swish);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, slope) = ((Tensor)vars[0], (Tensor)vars[1]);
        ctx.save_for_backward([x, slope]);
        return x * sigmoid(slope * x);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var (x, slope) = (ctx.get_saved_variables()[0], ctx.get_saved_variables()[1]);
        var σ = sigmoid(slope * x);
        return [grad_output * (σ + slope * x * σ * (1 - σ)), (grad_output * x * x * σ * (1 - σ)).sum().reshape(1)];
    }
}

/// <summary>The same with a planted mistake: dx forgets that σ depends on x as well.</summary>
internal sealed class SwishWithoutProductRule : autograd.SingleTensorFunction<SwishWithoutProductRule>
{
    private static readonly Swish Right = new();

    public override string Name => nameof(SwishWithoutProductRule);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => Right.forward(ctx, vars);

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var (x, slope) = (ctx.get_saved_variables()[0], ctx.get_saved_variables()[1]);
        return [grad_output * sigmoid(slope * x), Right.backward(ctx, grad_output)[1]];
    }
}
