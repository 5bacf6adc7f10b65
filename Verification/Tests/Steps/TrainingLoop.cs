namespace CnnVerified.Verification.Tests.Steps;

/// <summary>A training loop that somebody wrote: forward, loss, backward, update, with or without a mistake.</summary>
internal sealed record TrainingLoop(
    string Name,
    Func<Network<double>, Loss<double>, Optimizer<double>, Action<Tensor<double>, Tensor<double>>> Prepare)
{
    public const double LearningRate = 0.1;

    /// <summary>Right ones: with and without fused updates, and one written by hand.</summary>
    public static IReadOnlyList<TrainingLoop> Right { get; } =
    [
        new("fused", (network, loss, optimizer) => (x, target) =>
            new Trainer<double>(network, loss, optimizer, x.Shape).Step(x, target)),
        new("not fused", (network, loss, optimizer) => (x, target) =>
            new Trainer<double>(network, loss, optimizer, x.Shape, fused: false).Step(x, target)),
        ByHand("by hand", (gradients, update) => update(gradients)),
        new("sample by sample", (network, loss, optimizer) => (x, target) => Update(
            optimizer, [.. Enumerable.Range(0, x.Shape[0]).Reverse()
                .SelectMany(n => Gradients(network, loss, Sample(x, n), Sample(target, n), 1.0 / x.Shape[0]))])),
    ];

    /// <summary>Mistakes that show where weights are shared.</summary>
    public static IReadOnlyList<TrainingLoop> WrongIfShared { get; } =
    [
        new("updated before dx", LayerByLayer),
        ByHand("last use alone", (gradients, update) =>
            update([.. gradients.GroupBy(use => use.Parameter.Value.Storage).Select(uses => uses.Last())])),
        ByHand("one step a use", (gradients, update) =>
        {
            foreach (var gradient in gradients) update([gradient]);
        }),
    ];

    /// <summary>Mistakes that show in every network.</summary>
    public static IReadOnlyList<TrainingLoop> Wrong { get; } =
    [
        .. WrongIfShared,
        ByHand("twice the gradient", (gradients, update) => update([.. gradients, .. gradients])),
        Scaled("a billionth too far", 1 + 1e-9),
        Scaled("backwards", -1),
        ByHand("a parameter forgotten", (gradients, update) => update([.. gradients.SkipLast(1)])),
        ByHand("no step", (_, _) => { }),
        Remembering("gradients not cleared", (gradients, before, update) => update([.. before, .. gradients])),
        Remembering("a step behind", (_, before, update) => update(before)),
        new("a new optimiser at every step", (network, loss, _) => (x, target) =>
            new Trainer<double>(network, loss, new Momentum<double>(LearningRate), x.Shape).Step(x, target)),
    ];

    public override string ToString() => Name;

    /// <summary>The gradient of every use, and an update with the sums over those that are handed to it.</summary>
    private static TrainingLoop ByHand(string name, Action<List<Use>, Action<List<Use>>> step) =>
        Remembering(name, (gradients, _, update) => step(gradients, update));

    private static TrainingLoop Scaled(string name, double factor) =>
        new(name, (network, loss, optimizer) => (x, target) =>
            Update(optimizer, Gradients(network, loss, x, target, factor)));

    private static TrainingLoop Remembering(string name, Action<List<Use>, List<Use>, Action<List<Use>>> step) =>
        new(name, (network, loss, optimizer) =>
        {
            var before = new List<Use>();
            return (x, target) =>
            {
                var uses = Gradients(network, loss, x, target);
                step(uses, before, some => Update(optimizer, some));
                before = uses;
            };
        });

    private static List<Use> Gradients(
        Network<double> network, Loss<double> loss, Tensor<double> x, Tensor<double> target, double weight = 1)
    {
        var (trace, gradients) = (new Trace<double>(network, x.Shape), network.NewGradients());
        loss.Gradient(network.Forward(x, trace), target, trace.OutputGradient);
        foreach (ref var dy in trace.OutputGradient.Values) dy *= weight;
        network.Backward(trace, gradients);
        return [.. network.Parameters.Zip(gradients, (p, gradient) => new Use(p, gradient))];
    }

    private static Tensor<double> Sample(Tensor<double> batch, int n) =>
        new(batch.Shape.WithoutFirstAxis().WithBatch(1), batch.Sample(n).ToArray());

    private static void Update(Optimizer<double> optimizer, List<Use> uses)
    {
        foreach (var same in uses.GroupBy(use => use.Parameter.Value.Storage))
        {
            var (parameter, sum) = (same.First().Parameter.Value, same.First().Gradient.Clone());
            foreach (var use in same.Skip(1))
                for (var i = 0; i < sum.Shape.Count; i++) sum[i] += use.Gradient[i];
            optimizer.Update(parameter, sum);
        }
    }

    /// <summary>Takes a layer's step as soon as it has its gradient, before the layer below has its own.</summary>
    private static Action<Tensor<double>, Tensor<double>> LayerByLayer(
        Network<double> network, Loss<double> loss, Optimizer<double> optimizer) => (x, target) =>
        {
            var trace = new Trace<double>(network, x.Shape);
            loss.Gradient(network.Forward(x, trace), target, trace.OutputGradient);
            for (var k = network.Layers.Count - 1; k >= 0; k--)
            {
                var (layer, own) = (network.Layers[k], network.Layers[k].NewGradients());
                layer.Backward(
                    trace.Activations[k], trace.Activations[k + 1], trace.Gradients[k + 1]!, trace.Gradients[k], own);
                for (var p = 0; p < own.Length; p++) optimizer.Update(layer.Parameters[p].Value, own[p]);
            }
        };

    internal sealed record Use(Parameter<double> Parameter, Tensor<double> Gradient);
}
