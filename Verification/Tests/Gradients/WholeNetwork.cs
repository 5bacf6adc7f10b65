using CnnVerified.Verification.Tests.Evaluation;
using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Gradients;

public class WholeNetwork
{
    [Test]
    public void Recomputing_only_what_a_change_reaches_gives_exactly_what_running_everything_gives()
    {
        var (network, loss) = (SmallNetwork(), new BinaryCrossEntropy<double>());
        var (x, target) = (Normal(14, 1, 1, 7, 5), new Tensor<double>(new Shape(1, 2), 0, 1));
        var partial = new NetworkEvaluator<double>(SmallNetwork(), new(loss, target), x.Clone());
        var trace = new Trace<double>(network, x.Shape);
        Tensor<double>[] variables = [.. network.Parameters.Select(p => p.Value), x];
        var outputs = new double[1];
        for (var v = 0; v < variables.Length; v++)
            for (var entry = 0; entry < variables[v].Shape.Count; entry++)
            {
                var own = variables[v][entry];
                foreach (var h in new[] { 1e-5, -1e-5, 0.5 })
                {
                    variables[v][entry] = own + h;
                    partial.Evaluate(v, entry, own + h, outputs);
                    Assert.That(outputs[0], Is.EqualTo(loss.Value(network.Forward(x, trace), target)),
                        $"variable {v}, entry {entry}, step {h}");
                }
                variables[v][entry] = own;
            }
    }

    [Test]
    public void Changes_that_go_through_the_last_layers_as_one_batch_give_exactly_what_each_gives_alone()
    {
        var classifier = new Network<double>(
            Convolution(), new ReLU<double>(), new MaxPooling<double>(2), new Reshape<double>(new Shape(8)),
            new Dense<double>(Normal(15, 3, 8), Normal(16, 3)));
        RequireSameAlone(
            SmallNetwork(), new BinaryCrossEntropy<double>(), Normal(14, 1, 1, 7, 5), new(new Shape(1, 2), 0, 1));
        RequireSameAlone(classifier, new SoftmaxCrossEntropy<double>(), Normal(17, ConvolutionInput),
            SoftmaxCrossEntropy<double>.OneHot(3, 2, 0));
    }

    [Test]
    public void A_layer_whose_samples_see_each_other_takes_one_change_at_a_time()
    {
        var network = new Network<double>(Dense(), new Centred(), new Dense<double>(Normal(18, 2, 5), Normal(19, 2)));
        RequireSameAlone(network, new SoftmaxCrossEntropy<double>(), Normal(20, DenseInput),
            SoftmaxCrossEntropy<double>.OneHot(2, 0, 1, 1, 0));
    }

    private static void RequireSameAlone(
        Network<double> network, Loss<double> loss, Tensor<double> x, Tensor<double> target)
    {
        Tensor<double>[] variables = [.. network.Parameters.Select(p => p.Value), x];
        foreach (var losses in new[] { 1, x.Shape[0] })
        {
            var evaluator = new NetworkEvaluator<double>(network, new(loss, target, losses), x);
            foreach (var (v, variable) in variables.Index())
            {
                var changes = Enumerable.Range(0, 150)
                    .Select(i => (Entry: i % variable.Shape.Count, Value: 0.01 * i)).ToArray();
                var (together, alone) = (new double[changes.Length * losses], new double[changes.Length * losses]);
                var (reaches, reachesAlone) = (new Reach[changes.Length], new Reach[changes.Length]);
                evaluator.EvaluateEach(v, changes, together, reaches);
                foreach (var (i, (entry, value)) in changes.Index())
                    reachesAlone[i] = evaluator.Evaluate(v, entry, value, alone.AsSpan(i * losses, losses));
                Assert.That(together, Is.EqualTo(alone), $"variable {v}");
                Assert.That(reaches, Is.EqualTo(reachesAlone), $"variable {v}");
            }
        }
    }
}
