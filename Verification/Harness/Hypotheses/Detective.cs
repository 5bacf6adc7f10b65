using CnnVerified.Layers;

namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// Finds the layer whose backward pass is wrong, and what was done wrong in it. A network is walked from its
/// loss to its input, each layer judged by its own x, y and dy: the layers before a wrong one pass its
/// mistake on, but are not to blame.
/// </summary>
internal static class Detective
{
    /// <summary>
    /// One diagnosis for each tensor whose gradient some layer, or the loss, itself gets
    /// wrong; those nearest the loss first.
    /// </summary>
    public static IReadOnlyList<Diagnosis> Investigate(Origin origin, Deadline deadline) =>
        Restored.After([.. origin.Network.Parameters.Select(p => p.Value), origin.X, origin.Upstream], () =>
        {
            var diagnoses = WrongPasses(origin).SelectMany(wrong => Investigate(wrong, deadline)).ToArray();
            return diagnoses.Length > 0 ? diagnoses : [Diagnosis.Fleeting];
        });

    /// <summary>One diagnosis for a plain function.</summary>
    public static IReadOnlyList<Diagnosis> Investigate(
        string name, Variable variable, IReadOnlyList<EntryReport> entries, Deadline deadline)
    {
        var right = new Tensor<double>(variable.Value.Shape, [.. entries.Select(entry => entry.Dual ?? entry.Numeric)]);
        var uncertainty =
            entries.Max(entry => entry.Uncertainty) / Math.Max(RootMeanSquare.Of(right.Values), double.Epsilon);
        var gradient = new TensorGradient(
            variable.Name, Axes.Numbered(right.Shape), variable.Value, variable.Analytic, right);
        return Investigate(
            new WrongPass(name, [gradient], null, null, IsLoss: false, Math.Max(Tolerances.Explained, uncertainty)),
            deadline).ToArray();
    }

    private static IEnumerable<Diagnosis> Investigate(WrongPass wrong, Deadline deadline) =>
        from variable in Enumerable.Range(0, wrong.Gradients.Count)
        let gradient = wrong.Gradients[variable]
        where !(Closeness.Of(gradient.Given, gradient.Right).Miss <= wrong.Tolerance)
        select new Investigation(wrong, variable, deadline).Run() with { Place = wrong.Name };

    private static IEnumerable<WrongPass> WrongPasses(Origin origin)
    {
        var (network, loss) = (origin.Network, origin.Loss);
        var activations = new List<Tensor<double>> { origin.X };
        foreach (var layer in network.Layers) activations.Add(layer.Forward(activations[^1]));
        var dy = origin.Upstream;
        if (loss is not null)
        {
            dy = new Tensor<double>(activations[^1].Shape);
            yield return OfLoss(
                loss, activations[^1], origin.Upstream, dy, network.Layers.Count == 0 ? "prediction" : "p");
        }
        for (var k = network.Layers.Count - 1; k >= 0; k--)
        {
            var (layer, x, y) = (network.Layers[k], activations[k], activations[k + 1]);
            var place = network.Layers.Count == 1 && loss is null ? "" : $"{layer.Name}[{k}]";
            var own = new Arguments(
                x.Clone(), y.Clone(), dy.Clone(), [.. layer.Parameters.Select(p => p.Value.Clone())]);
            var (dx, gradients) = layer.Backward(x, y, dy);
            if (Expert(layer, x) is { } expert) yield return OfLayer(place, layer, expert, own, [.. gradients, dx]);
            dy = dx;
        }
    }

    /// <summary>Who knows the right gradients: a twin in the library, or numbers where they are not too many.</summary>
    private static IRightPass? Expert(Layer<double> layer, Tensor<double> x) =>
        LayerTwin.Of(layer, x) is { } twin ? twin
        : layer.Parameters.Sum(p => p.Value.Shape.Count) + x.Shape.Count <= Tolerances.ThoroughEntries
            ? new NumericPass(layer)
        : null;

    private static WrongPass OfLayer(
        string place, Layer<double> layer, IRightPass expert, Arguments a, Tensor<double>[] given)
    {
        var right = expert.Gradients(a);
        var gradients = layer.Parameters.Select(
            (p, i) => new TensorGradient(p.Name, Axes.OfParameter(p.Value.Shape), a.Theta[i], given[i], right[i]))
            .Append(new TensorGradient("x", Axes.OfActivation(a.X.Shape), a.X, given[^1], right[^1]));
        return new WrongPass(
            place, [.. gradients], expert, a, IsLoss: false, Tolerance(expert, layer.Over<Dual>() is not null));
    }

    private static WrongPass OfLoss(
        Loss<double> loss, Tensor<double> prediction, Tensor<double> target, Tensor<double> given, string name)
    {
        loss.Gradient(prediction, target, given);
        IRightPass expert = LossTwin.Of(loss, prediction, target) is { } twin ? twin : new NumericPass(loss);
        var arguments = new Arguments(prediction, target, new Tensor<double>(new Shape(1), 1.0), []);
        var gradient = new TensorGradient(
            name, Axes.OfActivation(prediction.Shape), prediction, given.Clone(), expert.Gradients(arguments)[0]);
        var place = name == "prediction" ? "" : loss.Name;
        return new WrongPass(
            place, [gradient], expert, arguments, IsLoss: true, Tolerance(expert, loss.Over<Dual>() is not null));
    }

    private static double Tolerance(IRightPass expert, bool isExact) =>
        expert is NumericPass && !isExact ? Tolerances.Resolution : Tolerances.Explained;
}
