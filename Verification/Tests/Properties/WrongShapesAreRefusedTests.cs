using CnnVerified.Verification.Tests.Layers;

namespace CnnVerified.Verification.Tests.Properties;

/// <summary>
/// Every layer and loss with one argument that does not fit: always one sentence, before any number is written,
/// whatever the number of threads. Many thousand calls.
/// </summary>
[NonParallelizable]
[TestFixture(1)]
[TestFixture(2)]
public sealed class WrongShapesAreRefusedTests(int threads)
{
    private int before;

    [OneTimeSetUp]
    public void Share() => (before, Parallelism.Threads) = (Parallelism.Threads, threads);

    [OneTimeTearDown]
    public void Restore() => Parallelism.Threads = before;

    [GateProperty(MaxTest = 20)]
    public void By_the_forward_pass_of_every_layer(ConvolutionGeometry convolution, DenseGeometry dense)
    {
        foreach (var (layer, x, _) in EveryLayer.Of(convolution, dense))
        {
            var y = layer.Forward(x);
            var partial = (IPartialForward<double>)layer;
            foreach (var wrong in WrongShapes.Tensors(x.Shape).Where(wrong => OutputOf(layer, wrong) != y.Shape))
            {
                Refuse(layer, "x", () => layer.Forward(wrong!, y), y);
                Refuse(layer, "x", () => partial.Forward(wrong!, y, ..), y);
            }
            foreach (var wrong in WrongShapes.Tensors(y.Shape))
            {
                Refuse(layer, "y", () => layer.Forward(x, wrong!), wrong);
                Refuse(layer, "y", () => partial.Forward(x, wrong!, ..1), wrong);
            }
            var count = y.Shape.Count;
            foreach (var outputs in new[]
                { 0..(count + 1), (count + 1).., ..^(count + 1), 1..0, (count + 1)..(count + 2) })
                Refuse(layer, "outputs", () => partial.Forward(x, y, outputs), y);
        }
    }

    [GateProperty(MaxTest = 20)]
    public void By_the_backward_pass_of_every_layer(ConvolutionGeometry convolution, DenseGeometry dense)
    {
        foreach (var (layer, x, dy) in EveryLayer.Of(convolution, dense))
        {
            var (y, dx, gradients) = (layer.Forward(x), x.Map(Math.Cos), layer.NewGradients());
            Tensor<double>[] written = [dx, .. gradients, .. layer.Parameters.Select(p => p.Value)];
            foreach (var wrong in WrongShapes.Tensors(x.Shape)) Backward("x", wrong!, y, dy, dx);
            foreach (var wrong in WrongShapes.Tensors(y.Shape)) Backward("y", x, wrong, dy, dx);
            foreach (var wrong in WrongShapes.Tensors(dy.Shape)) Backward("dy", x, y, wrong!, dx);
            foreach (var wrong in WrongShapes.Tensors(x.Shape).OfType<Tensor<double>>())
                Backward("dx", x, y, dy, wrong);
            Refuse("gradients", [.. gradients, new Tensor<double>(new Shape(1))]);
            for (var p = 0; p < gradients.Length; p++)
            {
                Refuse("gradients", gradients[..p]);
                foreach (var wrong in WrongShapes.Tensors(gradients[p].Shape))
                    Refuse($"gradients[{p}]", [.. gradients[..p], wrong!, .. gradients[(p + 1)..]]);
            }

            void Backward(string argument, Tensor<double> x, Tensor<double>? y, Tensor<double> dy, Tensor<double> dx)
            {
                WrongShapesAreRefusedTests.Refuse(
                    layer, argument, () => layer.Backward(x, y!, dy, dx, gradients), written);
                if (argument is "y" or "dy" || OutputOf(layer, x) != y?.Shape)
                    WrongShapesAreRefusedTests.Refuse(layer, argument, () => layer.Backward(x, y!, dy), written);
                if (layer is IFusedUpdate<double> fused)
                    WrongShapesAreRefusedTests.Refuse(
                        layer, argument, () => fused.BackwardAndUpdate(x, y!, dy, dx, 1), written);
            }

            void Refuse(string argument, Tensor<double>[] wrong) =>
                WrongShapesAreRefusedTests.Refuse(layer, argument, () => layer.Backward(x, y, dy, dx, wrong), written);
        }
    }

    [GateProperty(MaxTest = 20)]
    public void By_every_loss(DenseGeometry geometry)
    {
        foreach (var loss in LayerKinds.Losses)
        {
            var (p, t) = (new Tensor<double>(geometry.Y), new Tensor<double>(geometry.Y));
            foreach (var wrong in WrongShapes.Tensors(geometry.Y))
            {
                var argument = wrong is null || (loss is SoftmaxCrossEntropy<double> && wrong.Shape.Rank != 2)
                    ? "prediction" : "target";
                Refuse(loss, argument, () => loss.Value(wrong!, t));
                Refuse(loss, argument, () => loss.Gradient(wrong!, t, p), p);
                Refuse(loss, "target", () => loss.Value(p, wrong!));
                Refuse(loss, "target", () => loss.Gradient(p, wrong!, p), p);
                Refuse(loss, "gradient", () => loss.Gradient(p, t, wrong!), wrong);
            }
        }
    }

    private static Shape? OutputOf(Layer<double> layer, Tensor<double>? x)
    {
        try
        {
            return x is null ? null : layer.OutputShape(x.Shape);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>One sentence of this argument or of what the layer makes of it, and nothing written.</summary>
    private static void Refuse(object who, string argument, Action call, params Tensor<double>?[] written)
    {
        var before = written.Select(tensor => tensor?.Clone()).ToArray();
        var message = Assert.Catch<ArgumentException>(() => call(), $"{who} with a wrong {argument}")!.Message;
        if (!message.StartsWith("Value cannot be null. (Parameter '", StringComparison.Ordinal))
        {
            var sentence = message[..message.IndexOf(" (Parameter", StringComparison.Ordinal)];
            Assert.That(sentence, Does.Match(@"^[^.]+ (is|has) [^.]*(\.\.)?[^.]+, but [^.]*(\.\.)?[^.]+\.$"));
            var subjects = argument == "x" ? ["x ", "input ", "bias ", "y ", "dx "] : new[] { argument + " " };
            Assert.That(subjects.Any(subject => sentence.StartsWith(subject, StringComparison.Ordinal)), sentence);
        }
        for (var i = 0; i < written.Length; i++)
            if (written[i] is { } tensor) Agreement.RequireSameBits($"{who} {argument} {i}", tensor, before[i]!);
    }
}
