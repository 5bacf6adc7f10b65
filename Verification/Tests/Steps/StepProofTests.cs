namespace CnnVerified.Verification.Tests.Steps;

/// <summary>Steps of training against the optimiser on the gradient, where layers share weights or not.</summary>
public sealed class StepProofTests
{
    private const int Features = 4;

    private static readonly Func<Optimizer<double>>[] Optimizers =
    [
        () => new Sgd<double>(0.1), () => new Momentum<double>(0.1), () => new Adam<double>(0.1),
        () => new FormulaOptimizer(0.1, (θ, dθ, η, _, _) => θ - η * Math.Sign(dθ), memory: 0),
    ];

    private static readonly TrainingLoop[] Right = [.. TrainingLoop.Right], Wrong = [.. TrainingLoop.Wrong],
        WrongIfShared = [.. TrainingLoop.WrongIfShared];

    [TestCaseSource(nameof(Right))]
    public void Every_right_loop_passes_with_every_optimizer_and_network(object loop)
    {
        foreach (var make in Optimizers)
            for (var seed = 1; seed <= 10; seed++)
                foreach (var isShared in new[] { false, true })
                    foreach (var samples in new[] { 1, 3 })
                        Proof((TrainingLoop)loop, Network(isShared, seed), make)
                            .At(samples, Features).Seed(seed).Verify();
    }

    [TestCaseSource(nameof(Right))]
    public void Where_a_gradient_cancels_to_nothing_but_rounding_no_step_is_called_wrong(object loop)
    {
        const int Classes = 3;
        for (var seed = 1; seed <= 10; seed++)
        {
            // Equal logits and one sample of each class at the same place: the samples' gradients add up to 0.
            var network = new Network<double>(
                new Dense<double>(new(new Shape(Classes, Features)), new(new Shape(Classes))));
            var place = Draw.Normal(new Shape(1, Features), seed).Values;
            var x = new Tensor<double>(new Shape(Classes, Features), [.. place, .. place, .. place]);
            foreach (var make in Optimizers)
                Assert.That(
                    Proof((TrainingLoop)loop, network, make).At(x, SoftmaxCrossEntropy<double>.OneHot(Classes, 0, 1, 2))
                        .Run().Parameters.Sum(parameter => parameter.Wrong.Count), Is.Zero);
        }
    }

    [TestCaseSource(nameof(Wrong))]
    public void Every_wrong_loop_is_caught_where_weights_are_shared(object loop)
    {
        Momentum<double> Momentum() => new(TrainingLoop.LearningRate);
        for (var seed = 1; seed <= 10; seed++)
            Assert.Throws<WrongStepException>(
                Proof((TrainingLoop)loop, Network(isShared: true, seed), Momentum).At(2, Features).Verify);
    }

    [TestCaseSource(nameof(WrongIfShared))]
    public void Where_nothing_is_shared_a_layer_may_take_its_step_at_once(object loop) =>
        Proof((TrainingLoop)loop, Network(isShared: false, 1), () => new Adam<double>(0.1)).At(2, Features).Verify();

    [GateProperty]
    public void The_trainers_step_is_the_optimizers_on_the_gradient_for_every_geometry(ConvolutionGeometry geometry)
    {
        var (layer, x, _) = geometry.Draw<double>();
        var (values, count) = (new NormalValues(geometry.Seed), geometry.Y.WithoutFirstAxis().Count);
        var network = new Network<double>(
            layer, new Reshape<double>(new Shape(count)), new Tanh<double>(),
            new Dense<double>(
                values.Tensor<double>(new Shape(3, count), 1 / Math.Sqrt(count)), values.Tensor<double>(new Shape(3))));
        var target = SoftmaxCrossEntropy<double>.OneHot(3, [.. Enumerable.Range(0, geometry.N).Select(n => n % 3)]);
        foreach (var make in Optimizers[..3])
            StepProof.Of(network, new SoftmaxCrossEntropy<double>(), make).At(x, target).Verify();
    }

    [Test]
    public Task A_step_that_updates_before_dx_is_reported_with_parameter_entry_step_and_both_values() =>
        Snapshot.Approve("step-proof", Proof(WrongIfShared[0], Network(isShared: true, 1), Optimizers[0])
            .At(2, Features).Run().ToString());

    [Test]
    public void The_networks_parameters_are_left_as_they_were()
    {
        var network = Network(isShared: true, 1);
        var before = network.Parameters.Select(p => p.Value.Clone()).ToArray();
        Proof(Right[0], network, Optimizers[1]).At(2, Features).Verify();
        foreach (var (own, saved) in network.Parameters.Zip(before))
            Agreement.RequireSameBits(own.Name, own.Value, saved);
    }

    [Test]
    public void A_parameter_that_does_not_move_is_not_proven_unless_it_is_excepted_with_a_reason()
    {
        var values = new NormalValues(1);
        var dead = new Tensor<double>(new Shape(Features));
        dead.Values.Fill(-100);
        var network = new Network<double>(
            new Dense<double>(values.Tensor<double>(new Shape(Features, Features)), dead), new ReLU<double>(),
            new Dense<double>(values.Tensor<double>(new Shape(Features, Features)), new(new Shape(Features))));
        var proof = StepProof.Of(network, new SoftmaxCrossEntropy<double>(), Optimizers[0]).At(2, Features);
        Assert.That($"{proof.Run()}", Does.Contain("not proven").And.Contain("Dense[0].bias: no entry moved"));
        foreach (var name in new[] { "Dense[0].weights", "Dense[0].bias", "Dense[2].weights" })
            proof.Except(name, "the units of Dense[0] are dead");
        Assert.That(
            $"{proof.Run()}",
            Does.Contain("every step is right").And.Contain("excepted: the units of Dense[0] are dead"));
    }

    [Test]
    public void An_optimizer_that_has_seen_something_is_refused()
    {
        var used = new Momentum<double>(0.1);
        var network = Network(isShared: false, 1);
        var proof = StepProof.Of(network, new SoftmaxCrossEntropy<double>(), () => used).At(2, Features);
        Assert.That(
            Assert.Throws<InvalidOperationException>(proof.Verify)!.Message,
            Does.StartWith("newOptimizer gives the same"));
    }

    private static StepProof Proof(TrainingLoop loop, Network<double> network, Func<Optimizer<double>> make)
    {
        var loss = new SoftmaxCrossEntropy<double>();
        return StepProof.Of(network, loss, make).TakenBy(optimizer => loop.Prepare(network, loss, optimizer));
    }

    /// <summary>Three dense layers, of which the last two may have the same weights, through another tensor.</summary>
    private static Network<double> Network(bool isShared, int seed)
    {
        var values = new NormalValues(seed);
        Tensor<double> Draw(params int[] shape) => values.Tensor<double>(new Shape(shape));
        var (first, second, third) = (Draw(Features, Features), Draw(Features, Features), Draw(Features, Features));
        return new Network<double>(
            new Dense<double>(first, Draw(Features)), new Tanh<double>(),
            new Dense<double>(second, Draw(Features)), new Tanh<double>(),
            new Dense<double>(isShared ? second.WithShape(third.Shape) : third, Draw(Features)));
    }
}
