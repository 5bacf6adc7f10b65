namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// The backward passes of a network, each judged by its own x, y and dy: the layers before a wrong one pass its mistake
/// on, but are not to blame.
/// </summary>
internal static class WrongPasses
{
    /// <summary>That of the loss, then those of the layers from the last to the first, right or wrong.</summary>
    public static IEnumerable<WrongPass> Of(Origin origin, Tensor<double>[]? known)
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
                loss, activations[^1], origin.Upstream, dy.Clone(), network.Layers.Count == 0 ? "prediction" : "p",
                known, origin.IsTraced);
        }
        for (var k = network.Layers.Count - 1; k >= 0; k--)
        {
            var (layer, x, y) = (network.Layers[k], activations[k], activations[k + 1]);
            var place = network.Layers.Count == 1 && loss is null ? "" : $"{layer.Name}[{k}]";
            var own = new Arguments(
                x.Clone(), y.Clone(), dy.Clone(), [.. layer.Parameters.Select(p => p.Value.Clone())]);
            var (dx, gradients) = layer.Backward(x, y, dy);
            if (Expert(layer, own) is { } expert)
                yield return OfLayer(place, layer, expert, own, [.. gradients, dx], known, origin.IsTraced);
            dy = dx;
        }
    }

    /// <summary>
    /// Who knows the right gradients: a twin in the library, which is other code than the one under suspicion, or
    /// numbers where they are not too many. The reference text of the same layer is asked only if numbers agree.
    /// </summary>
    private static IRightPass? Expert(Layer<double> layer, Arguments a)
    {
        var (twin, numeric) = (LayerTwin.Of(layer, a.X), a.Theta.Sum(theta => theta.Shape.Count) + a.X.Shape.Count
            <= Tolerances.ThoroughEntries ? new NumericPass(layer) : null);
        if (twin is null) return numeric;
        if (twin.Layer.GetType() != layer.GetType()) return twin;
        return !twin.IsReference ? numeric : numeric is null || twin.Gradients(a).Zip(
            numeric.Gradients(a), (own, right) => Closeness.Of(own, right).Miss <= Tolerances.Resolution).All(ok => ok)
            ? twin : numeric;
    }

    private static WrongPass OfLayer(
        string place, Layer<double> layer, IRightPass expert, Arguments own, Tensor<double>[] ownGradients,
        Tensor<double>[]? known, bool isTraced)
    {
        return With(own, ownGradients) with
        {
            OtherValues = Elsewhere.First(Elsewhere.Values(own), At),
            OtherSizes = Elsewhere.First(Elsewhere.Sizes(own), At),
        };

        WrongPass? At(Arguments a) => Holding(a, () =>
        {
            var y = layer.Forward(a.X.Clone());
            if (expert is LayerTwin twin && !twin.Computes(layer, a.X)) return null;
            var dy = Draw.Normal(y.Shape, seed: 11);
            var (dx, gradients) = layer.Backward(a.X.Clone(), y.Clone(), dy.Clone());
            return With(a with { Y = y, Dy = dy }, [.. gradients, dx]);
        });

        WrongPass With(Arguments a, Tensor<double>[] given)
        {
            var right = Right(expert, a, own, known);
            var gradients = layer.Parameters.Select(
                (p, i) => new TensorGradient(p.Name, Axes.OfParameter(p.Value.Shape), a.Theta[i], given[i], right[i]))
                .Append(new TensorGradient("x", Axes.OfActivation(a.X.Shape), a.X, given[^1], right[^1]));
            return new WrongPass(
                place, [.. gradients], expert, a, IsLoss: false, Tolerance(expert, layer.Over<Dual>() is not null))
            {
                Upstreams = new(a.Dy, a.Y, dy => GivenFor(a with { Dy = dy }),
                    dy => expert.Approximate(a with { Dy = dy })),
                Forward = new(() => expert is not NumericPass || !isTraced ? null
                    : Interpreted(a) ?? Tape.Of([.. a.Theta, a.X], Trace)),
                ForwardMethods = () => Body.Reached([((Action<Tensor<double>, Tensor<double>>)layer.Forward).Method]),
                Back = new(() => isTraced && !CodePlace.IsLibrary(layer.GetType()) ? InterpretedBack(a) : null),
            };
        }

        Tape? Interpreted(Arguments a) => Holding(a, () =>
        {
            var (x, y) = (a.X.Clone(), new Tensor<double>(a.Y.Shape));
            return Tape.OfCode(Named([.. layer.Parameters.Select(p => (p.Name, p.Value)), ("x", x)]), interpreter =>
            {
                interpreter.Call((Action<Tensor<double>, Tensor<double>>)layer.Forward, x, y);
                return Datum.OfObject(y);
            }, says: Operations.At);
        });

        Tape? InterpretedBack(Arguments a) => Holding(a, () =>
        {
            var (x, dy) = (a.X.Clone(), a.Dy.Clone());
            var y = layer.Forward(a.X.Clone());
            return Tape.OfCode(
                Named([.. layer.Parameters.Select(p => (p.Name, p.Value)), ("x", x), (Tape.Upstream, dy), ("y", y)]),
                interpreter =>
                {
                    var (dx, gradients) = (new Tensor<double>(a.X.Shape), layer.NewGradients());
                    layer.Forward(a.X.Clone());                            // what it keeps is of this point
                    interpreter.Call(
                        (Action<Tensor<double>, Tensor<double>, Tensor<double>, Tensor<double>?,
                            ReadOnlySpan<Tensor<double>>>)layer.Backward,
                        Datum.OfObject(x), Datum.OfObject(y), Datum.OfObject(dy), Datum.OfObject(dx),
                        Datum.OfObject(new Slice(gradients, 0, gradients.Length)));
                    return Datum.OfObject(gradients.Append(dx).ToArray());
                }, isRunUntraced: true, says: Operations.At);
        });

        TResult Holding<TResult>(Arguments a, Func<TResult> run) =>
            Restored.After([.. layer.Parameters.Select(p => p.Value)], () =>
            {
                foreach (var (parameter, value) in layer.Parameters.Zip(a.Theta))
                    value.Values.CopyTo(parameter.Value.Values);
                return run();
            });

        (string, object, double[])[] Named(IEnumerable<(string Name, Tensor<double> Value)> all) =>
            [.. all.Select(one => (one.Name, (object)one.Value, one.Value.Values.ToArray()))];

        Traced[]? Trace(Tensor<Traced>[] traced)
        {
            if (layer.Over<Traced>() is not { } copy) return null;
            foreach (var (parameter, value) in copy.Parameters.Zip(traced)) value.Values.CopyTo(parameter.Value.Values);
            return copy.Forward(traced[^1]).Values.ToArray();
        }

        Tensor<double>[] GivenFor(Arguments a) => Holding(a, () =>
        {
            var y = layer.Forward(a.X.Clone());
            var (dx, gradients) = layer.Backward(a.X.Clone(), y, a.Dy.Clone());
            return gradients.Append(dx).ToArray();
        });
    }

    private static WrongPass OfLoss(
        Loss<double> loss, Tensor<double> prediction, Tensor<double> target, Tensor<double> ownGradient, string name,
        Tensor<double>[]? known, bool isTraced)
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
            if (expert is LossTwin other && !other.Computes(loss, a.X, a.Y)) return null;
            var gradient = new Tensor<double>(a.X.Shape);
            loss.Gradient(a.X.Clone(), a.Y.Clone(), gradient);
            return With(a, gradient);
        }

        WrongPass With(Arguments a, Tensor<double> given) => new(
            name == "prediction" ? "" : loss.Name,
            [new(name, Axes.OfActivation(a.X.Shape), a.X, given, Right(expert, a, own, known)[0])],
            expert, a, IsLoss: true, Tolerance(expert, loss.Over<Dual>() is not null))
        {
            Forward = new(() => expert is not NumericPass || !isTraced ? null
                : Tape.OfCode([(name, a.X, a.X.Values.ToArray())], interpreter => interpreter.Call(
                    (Func<Tensor<double>, Tensor<double>, double>)loss.Value, a.X, a.Y), says: Operations.At)
                    ?? (loss.Over<Traced>() is { } copy
                        ? Tape.Of([a.X], traced => [copy.Value(traced[0], a.Y.Over<Traced>())]) : null)),
            ForwardMethods = () => Body.Reached([((Func<Tensor<double>, Tensor<double>, double>)loss.Value).Method]),
            Back = new(() =>
            {
                var (prediction, target) = (a.X.Clone(), a.Y.Clone());
                return !isTraced || CodePlace.IsLibrary(loss.GetType()) ? null : Tape.OfCode(
                    [(name, prediction, a.X.Values.ToArray()), ("target", target, a.Y.Values.ToArray())], interpreter =>
                    {
                        var gradient = new Tensor<double>(a.X.Shape);
                        interpreter.Call((Action<Tensor<double>, Tensor<double>, Tensor<double>>)loss.Gradient,
                            prediction, target, gradient);
                        return Datum.OfObject(gradient);
                    }, isRunUntraced: true, says: Operations.At);
            }),
        };
    }

    /// <summary>What is right: known at the point of the check, and as close as needed elsewhere.</summary>
    private static Tensor<double>[] Right(IRightPass expert, Arguments a, Arguments own, Tensor<double>[]? known) =>
        a != own ? expert.Approximate(a) : expert is NumericPass && known is not null ? known : expert.Gradients(a);

    private static double Tolerance(IRightPass expert, bool isExact) =>
        expert is NumericPass && !isExact ? Tolerances.Resolution : Tolerances.Explained;
}
