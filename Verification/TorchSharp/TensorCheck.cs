using CnnVerified.Verification;
using static TorchSharp.torch;

/// <summary>Proves what autograd makes of a function of tensors, with its hand-written backward passes.</summary>
internal static class TensorCheck
{
    /// <summary>Checks all gradients of a function at a point: arrays go into tensors, gradients come out.</summary>
    public static GradientCheck Of(
        Func<Tensor[], IReadOnlyList<Tensor>> function, params (string Name, Tensor Value)[] inputs)
    {
        return GradientCheck.OfBackwards(
            a =>
            {
                using var scope = NewDisposeScope();
                return [.. function(Leaves(a)).Select((y, k) => ($"y{k}", (Array)Numbers(y)))];
            },
            (a, dy) =>
            {
                using var scope = NewDisposeScope();
                var leaves = Leaves(a);
                var weighted = function(leaves).Select((y, k) => (y * tensor(dy[$"y{k}"]).reshape(y.shape)).sum());
                weighted.Aggregate((sum, term) => sum + term).backward();
                return [.. inputs.Zip(leaves, (input, leaf) => (input.Name, (Array)Numbers(leaf.grad!)))];
            }).At([.. inputs.Select(input => (input.Name, input.Value.data<double>().ToNDArray()))]);

        Tensor[] Leaves(NamedArrays a) => [.. inputs.Select(input =>
            tensor(a.Of<Array>(input.Name).Cast<double>().ToArray()).reshape(input.Value.shape).requires_grad_())];
    }

    private static double[] Numbers(Tensor tensor) => tensor.detach().contiguous().data<double>().ToArray();
}
