using CnnVerified.Verification.Tests.Checks;
using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Evaluation;

/// <summary>What a check of a batch costs, told by the numbers that layers and losses compute, not by time.</summary>
[Parallelizable]
public class BatchCost
{
    private const int Together = 10;

    private static readonly (Layer<double>[] Layers, Loss<double> Loss, int[] Sample)[] Networks =
    [
        ([.. SmallNetwork().Layers], new BinaryCrossEntropy<double>(), [1, 7, 5]),
        ([
            Convolution(), new ReLU<double>(), new MaxPooling<double>(2), new Reshape<double>(new Shape(8)),
            new Dense<double>(Normal(15, 3, 8), Normal(16, 3)), new Softmax<double>(),
            new Dense<double>(Normal(17, 4, 3), Normal(18, 4)),
        ], new SoftmaxCrossEntropy<double>(), ConvolutionInput[1..]),
        .. LayerKinds.Losses.Select(loss => (Array.Empty<Layer<double>>(), loss, new[] { 5 })),
    ];

    [Test]
    public void A_batch_of_N_samples_costs_N_times_one_sample_with_every_layer([Values(2, 8)] int n)
    {
        foreach (var (layer, point, _) in EveryLayer.Of(Images with { BiasPerPosition = true }, Features)
            .Append((Convolution(), Normal(1, ConvolutionInput), Normal(1, 1))))
            RequireProportion(layer.Name, n, (samples, tally) =>
            {
                var network = Counted(tally, layer);
                var x = Draw.Normal(point.Shape.WithoutFirstAxis().WithBatch(samples), 1);
                return Subject.Of("", network, x, dy: Draw.Normal(network.OutputShape(x.Shape), 2));
            });
    }

    [Test]
    public void A_batch_of_N_samples_costs_N_times_one_sample_with_a_loss([Values(2, 8)] int n)
    {
        foreach (var (layers, loss, sample) in Networks)
            RequireProportion($"{loss.Name} behind {layers.Length} layers", n, (samples, tally) =>
            {
                var network = Counted(tally, layers);
                var x = Draw.Uniform(new Shape([samples, .. sample]), 0.1, 0.9, seed: 3);
                var target = Draw.Uniform(network.OutputShape(x.Shape), 0, 1, seed: 4);
                return Subject.Of("", network, new CountingLoss<double>(loss, tally), x, target);
            });
    }

    [Test]
    public void A_whole_check_of_8_samples_costs_8_times_that_of_one_but_for_entries_in_doubt(
        [Range(0, 5)] int seed) =>
        RequireCheckInProportion(9, seed, new AveragePooling<double>(2), new Tanh<double>());

    [Test]
    public void Kinks_of_eight_samples_cost_a_check_little_more([Range(0, 5)] int seed) =>
        RequireCheckInProportion(12, seed, new MaxPooling<double>(2), new ReLU<double>());

    private static void RequireCheckInProportion(
        int most, int seed, Layer<double> pooling, Layer<double> activation)
    {
        Assert.That(Cost(8), Is.AtMost(most * Cost(1)));

        long Cost(int samples)
        {
            var (tally, draw) = (new Tally(), seed);
            var network = Counted(
                tally, new Convolution<double>(Next(4, 1, 3, 3), Next(4)), activation, pooling,
                new Reshape<double>(new Shape(100)),
                new Dense<double>(Next(20, 100), Next(20)), activation, new Dense<double>(Next(3, 20), Next(3)));
            var labels = Enumerable.Range(0, samples).Select(n => n % 3).ToArray();
            GradientCheck.Of(network, new CountingLoss<double>(new SoftmaxCrossEntropy<double>(), tally))
                .At(Normal(14, samples, 1, 12, 12), SoftmaxCrossEntropy<double>.OneHot(3, labels)).Verify();
            return tally.Numbers;

            Tensor<double> Next(params int[] shape) => Normal(draw++, shape);
        }
    }

    [Test]
    public void Samples_that_see_each_other_are_evaluated_together_whatever_their_layer_says()
    {
        var liar = new TamperedPartial(new Centred()) { Reach = range => range };
        GradientCheck.Of(liar).At(3, 4).Verify();
        GradientCheck.Of(new Network<double>(liar, Dense()), new SoftmaxCrossEntropy<double>()).At(4, 7).Verify();
    }

    [Test]
    public void A_loss_that_is_no_mean_over_samples_is_evaluated_as_a_whole_whatever_it_says() =>
        GradientCheck.Of(new SaidToBeMean(new SumOfSquares(() => { }))).At(3, 4).Verify();

    private static Network<double> Counted(Tally tally, params Layer<double>[] layers) =>
        new([.. layers.Select(layer => new Counting<double>(layer, tally))]);

    /// <summary>Of every entry changed once: alone, by dual numbers, and several together.</summary>
    private static void RequireProportion(string name, int n, Func<int, Tally, Subject> subjectOf)
    {
        Assert.That(Costs(n), Is.EqualTo(Costs(1).Select(cost => n * cost)), name);

        long[] Costs(int samples)
        {
            var tally = new Tally();
            var subject = subjectOf(samples, tally);
            return
            [
                Cost(subject, subject.NewEvaluator(), tally, together: 1),
                Cost(subject, subject.DualEvaluators.Take(), tally, together: 1),
                Cost(subject, subject.NewEvaluator(), tally, Together),
            ];
        }
    }

    private static long Cost<T>(Subject subject, IEvaluator<T> evaluator, Tally tally, int together)
        where T : IFloatingPointIeee754<T>
    {
        tally.Numbers = 0;
        foreach (var (v, variable) in subject.Variables.Index())
            foreach (var some in Enumerable.Range(0, variable.Value.Shape.Count).Chunk(together))
            {
                var reaches = new Reach[some.Length];
                evaluator.EvaluateEach(
                    v, [.. some.Select(entry => (entry, T.CreateChecked(variable.Value[entry] + 0.01)))],
                    new T[some.Length * subject.Upstream.Length], reaches);
                tally.Numbers += reaches.Sum(reach => reach.Samples * reach.Count);
            }
        return tally.Numbers;
    }

    private sealed class SaidToBeMean(Loss<double> loss) : Loss<double>
    {
        public override bool IsMeanOverSamples => true;

        public override double Value(Tensor<double> prediction, Tensor<double> target) =>
            loss.Value(prediction, target);

        public override void Gradient(Tensor<double> prediction, Tensor<double> target, Tensor<double> gradient) =>
            loss.Gradient(prediction, target, gradient);
    }
}
