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
    /// One diagnosis for each tensor whose gradient some layer, or the loss, itself gets wrong; those nearest the loss
    /// first. None where no part is found to be wrong by itself.
    /// </summary>
    public static IReadOnlyList<Diagnosis> Investigate(
        Origin origin, IReadOnlyList<VariableReport> variables, Deadline deadline) =>
        Restored.After([.. origin.Network.Parameters.Select(p => p.Value), origin.X, origin.Upstream], () =>
            WrongPasses(origin).SelectMany(wrong => Investigate(wrong, variables, deadline)).ToArray());

    /// <summary>One diagnosis for each tensor that a plain function gets wrong.</summary>
    /// <param name="function">The function at the point of the check.</param>
    /// <param name="variables">What was found there, with every entry of what is wrong.</param>
    /// <param name="elsewhere">The function at other points, of which some may lie outside its domain.</param>
    /// <param name="deadline">When to end.</param>
    public static IReadOnlyList<Diagnosis> Investigate(
        Subject function, IReadOnlyList<VariableReport> variables, IEnumerable<Func<Subject>> elsewhere,
        Deadline deadline)
    {
        var wrong = variables.Where(variable => variable.Count(Verdict.Wrong) > 0).ToArray();
        var right = wrong.ToDictionary(variable => variable.Name, variable => new Tensor<double>(
            variable.Shape, [.. variable.Entries.Select(entry => entry.Dual ?? entry.Numeric)]));
        var uncertainty = wrong.Select(variable => variable.Entries.Max(entry => entry.Uncertainty)
            / Math.Max(RootMeanSquare.Of(right[variable.Name].Values), double.Epsilon)).Append(0).Max();
        var there = new Lazy<WrongPass?>(() => elsewhere.Select(point => Elsewhere.First(() =>
        {
            var other = point();
            return Of(other, NumericPass.Right(other));
        }).Value).FirstOrDefault(pass => pass is not null));
        var here = Of(function, [.. function.Variables.Select(v => right.GetValueOrDefault(v.Name, v.Analytic))]);
        return [.. Investigate(here with { OtherValues = there }, variables, deadline)];

        WrongPass Of(Subject subject, Tensor<double>[] right) => new(
            "", [.. subject.Variables.Zip(right, (variable, value) => new TensorGradient(
                variable.Name, Axes.Numbered(value.Shape), variable.Value, variable.Analytic, value))],
            null, null, IsLoss: false, Math.Max(Tolerances.Explained, uncertainty));
    }

    /// <summary>Where each wrong gradient is wrong, and no more.</summary>
    public static IReadOnlyList<Diagnosis> Locate(IReadOnlyList<VariableReport> variables) =>
        [.. variables.Where(v => v.Count(Verdict.Wrong) > 0 && v.Entries.Count == v.Shape.Count).Select(
            v => new Diagnosis(v.Name, [], Location.Of(v.Shape, Axes.Numbered(v.Shape), AreWrong(v))))];

    private static bool[] AreWrong(VariableReport variable) =>
        [.. variable.Entries.Select(entry => entry.Verdict == Verdict.Wrong)];

    private static IEnumerable<Diagnosis> Investigate(
        WrongPass wrong, IReadOnlyList<VariableReport> variables, Deadline deadline)
    {
        // A network's report is about its sum, not about a layer by itself.
        if (wrong.Name.Length == 0) wrong = wrong with
        {
            Gradients = [.. wrong.Gradients.Select(gradient => gradient with
            {
                IsWrong = variables.FirstOrDefault(v => v.Name == gradient.Name) is { } found
                    && found.Entries.Count == gradient.Value.Shape.Count ? AreWrong(found) : null,
            })],
        };
        return from variable in Enumerable.Range(0, wrong.Gradients.Count)
               let gradient = wrong.Gradients[variable]
               where !(Closeness.Of(gradient.Given, gradient.Right).Miss <= wrong.Tolerance)
               select new Investigation(wrong, variable, deadline).Run() with { Place = wrong.Name };
    }

    private static IEnumerable<WrongPass> WrongPasses(Origin origin)
    {
        var (network, loss) = (origin.Network, origin.Loss);
        var activations = new List<Tensor<double>> { origin.X };
        foreach (var layer in network.Layers) activations.Add(layer.Forward(activations[^1]));
        var dy = origin.Upstream;
        if (loss is not null)
        {
            dy = new Tensor<double>(activations[^1].Shape);
            loss.Gradient(activations[^1], origin.Upstream, dy);
            yield return OfLoss(
                loss, activations[^1], origin.Upstream, dy.Clone(), network.Layers.Count == 0 ? "prediction" : "p");
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

    /// <summary>
    /// Who knows the right gradients: a twin in the library, which is other code than the one under suspicion, or
    /// numbers where they are not too many.
    /// </summary>
    private static IRightPass? Expert(Layer<double> layer, Tensor<double> x) =>
        LayerTwin.Of(layer, x) is { } twin && (twin.IsReference || twin.Layer.GetType() != layer.GetType()) ? twin
        : layer.Parameters.Sum(p => p.Value.Shape.Count) + x.Shape.Count <= Tolerances.ThoroughEntries
            ? new NumericPass(layer)
        : null;

    private static WrongPass OfLayer(
        string place, Layer<double> layer, IRightPass expert, Arguments own, Tensor<double>[] ownGradients)
    {
        return With(own, ownGradients) with
        {
            OtherValues = Elsewhere.First(Elsewhere.Values(own), At),
            OtherSizes = Elsewhere.First(Elsewhere.Sizes(own), At),
        };

        WrongPass? At(Arguments a) => Restored.After([.. layer.Parameters.Select(p => p.Value)], () =>
        {
            foreach (var (parameter, value) in layer.Parameters.Zip(a.Theta))
                value.Values.CopyTo(parameter.Value.Values);
            var y = layer.Forward(a.X.Clone());
            if (expert is LayerTwin twin && !twin.Computes(layer, a.X)) return null;
            var dy = Draw.Normal(y.Shape, seed: 11);
            var (dx, gradients) = layer.Backward(a.X.Clone(), y.Clone(), dy.Clone());
            return With(a with { Y = y, Dy = dy }, [.. gradients, dx]);
        });

        WrongPass With(Arguments a, Tensor<double>[] given)
        {
            var right = expert.Gradients(a);
            var gradients = layer.Parameters.Select(
                (p, i) => new TensorGradient(p.Name, Axes.OfParameter(p.Value.Shape), a.Theta[i], given[i], right[i]))
                .Append(new TensorGradient("x", Axes.OfActivation(a.X.Shape), a.X, given[^1], right[^1]));
            return new WrongPass(
                place, [.. gradients], expert, a, IsLoss: false, Tolerance(expert, layer.Over<Dual>() is not null));
        }
    }

    private static WrongPass OfLoss(
        Loss<double> loss, Tensor<double> prediction, Tensor<double> target, Tensor<double> ownGradient, string name)
    {
        IRightPass expert = LossTwin.Of(loss, prediction, target) is { } twin && twin.IsOther(loss)
            ? twin : new NumericPass(loss);
        var own = new Arguments(prediction, target, new Tensor<double>(new Shape(1), 1.0), []);
        return With(own, ownGradient) with
        {
            OtherValues = Elsewhere.First(Elsewhere.Values(own), At),
            OtherSizes = Elsewhere.First(Elsewhere.Sizes(own), At),
        };

        WrongPass? At(Arguments a)
        {
            if (expert is LossTwin known && !known.Computes(loss, a.X, a.Y)) return null;
            var gradient = new Tensor<double>(a.X.Shape);
            loss.Gradient(a.X.Clone(), a.Y.Clone(), gradient);
            return With(a, gradient);
        }

        WrongPass With(Arguments a, Tensor<double> given) => new(
            name == "prediction" ? "" : loss.Name,
            [new(name, Axes.OfActivation(a.X.Shape), a.X, given, expert.Gradients(a)[0])],
            expert, a, IsLoss: true, Tolerance(expert, loss.Over<Dual>() is not null));
    }

    private static double Tolerance(IRightPass expert, bool isExact) =>
        expert is NumericPass && !isExact ? Tolerances.Resolution : Tolerances.Explained;
}
