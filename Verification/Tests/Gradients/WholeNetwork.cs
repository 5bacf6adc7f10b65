using CnnVerified.Layers;
using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Gradients;

public class WholeNetwork
{
    [Test]
    public void Recomputing_only_what_a_change_reaches_gives_exactly_what_running_everything_gives()
    {
        var (network, loss) = (SmallNetwork(), new BinaryCrossEntropy<double>());
        var (x, target) = (Normal(14, 1, 1, 7, 5), new Tensor<double>(new Shape(1, 2), 0, 1));
        var partial = new NetworkEvaluator<double>(SmallNetwork(), loss, x.Clone(), target);
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
}
