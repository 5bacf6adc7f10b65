using TorchSharp;
using static TorchSharp.torch;

/// <summary>r = √(x² + y²) and φ = atan2(y, x): two tensors in, two out.</summary>
internal sealed class Polar : autograd.MultiTensorFunction<Polar>
{
    public override string Name => nameof(Polar);

    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, y) = ((Tensor)vars[0], (Tensor)vars[1]);
        ctx.save_for_backward([x, y]);
        return [(x * x + y * y).sqrt(), atan2(y, x)];
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var (x, y) = (ctx.get_saved_variables()[0], ctx.get_saved_variables()[1]);
        var (r, dr, dφ) = ((x * x + y * y).sqrt(), grad_outputs[0], grad_outputs[1]);
        return [dr * x / r - dφ * y / (r * r), dr * y / r + dφ * x / (r * r)];
    }
}

/// <summary>The same with a planted mistake: right only where r = 1.</summary>
internal sealed class PolarOfUnitRadius : autograd.MultiTensorFunction<PolarOfUnitRadius>
{
    private static readonly Polar Right = new();

    public override string Name => nameof(PolarOfUnitRadius);

    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars) =>
        Right.forward(ctx, vars);

    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var (x, y) = (ctx.get_saved_variables()[0], ctx.get_saved_variables()[1]);
        return [grad_outputs[0] * x - grad_outputs[1] * y, grad_outputs[0] * y + grad_outputs[1] * x];
    }
}
