namespace CnnVerified.Verification.Evaluation;

/// <summary>Whether <c>Over&lt;U&gt;()</c> gives the same function.</summary>
internal static class OverAnotherScalar
{
    /// <summary>What is smaller vanishes in single precision, or what it comes from does.</summary>
    private const double LeastInSingle = 1e-30;

    /// <summary>
    /// In what a layer over another scalar differs from a layer; null if it does not, or if there is none. What a
    /// coarser scalar loses where terms cancel it loses there only: it must differ at another point of size 1 as well.
    /// </summary>
    public static string? Complaint<T>(Layer<double> layer, Layer<T>? other, Tensor<double> x)
        where T : IFloatingPointIeee754<T>
    {
        if (other is null) return null;
        var unit = Math.Max(Rounding.Double, double.CreateChecked(T.BitIncrement(T.One) - T.One));
        return Complaint(layer, other, x, unit) is { } complaint
            && (unit == Rounding.Double || Complaint(layer, other, OfSizeOne(x), unit) is not null)
            ? $"{complaint}: the layer over {typeof(T).Name} computes another function, so suspect Over<U>(), which "
                + "may forget a setting, and not the backward pass"
            : null;
    }

    /// <summary>
    /// The first layer of a network, or else its loss, that is another function over the scalars that oracles use:
    /// double, and dual numbers where they are asked by default.
    /// </summary>
    public static string? Complaint(Network<double> network, Loss<double>? loss, Tensor<double> x)
    {
        var layers = network.Layers.Select((layer, k) =>
            (Layer: layer, Place: network.Layers.Count == 1 ? "" : $"{layer.Name}[{k}]: "));
        if (loss is not null) layers = layers.Append((new LossLayer<double>(loss), $"{loss.Name}: "));
        foreach (var (layer, place) in layers)
        {
            var isSmall = layer.Parameters.Sum(p => p.Value.Shape.Count) <= Tolerances.ThoroughEntries;
            if ((UnlessItThrows(() => Complaint(layer, layer.Over<double>(), x))
                ?? (isSmall ? UnlessItThrows(() => Complaint(layer, layer.Over<Dual>(), x)) : null)) is { } complaint)
                return place + complaint;
            x = layer.Forward(x.Clone());
        }
        return null;

        static string? UnlessItThrows(Func<string?> complaint)
        {
            try
            {
                return complaint();
            }
            catch (Exception e) when (CheckedCode.IsToBlame(e))
            {
                return null;                                // the oracle that needs it will say what it throws
            }
        }
    }

    private static string? Complaint<T>(Layer<double> layer, Layer<T> other, Tensor<double> x, double unit)
        where T : IFloatingPointIeee754<T>
    {
        Tensor<double>[] parameters = [.. layer.Parameters.Select(p => p.Value)];
        var (own, given) = (layer.Forward(x.Clone()), other.Forward(x.Over<T>()).Over<double>());
        if (own.Shape != given.Shape) return $"y has shape {given.Shape} where {own.Shape} belongs";
        if (own.Values.ToArray().Any(double.IsNaN)) return null;     // a check says that, and where
        for (var i = 0; unit > Rounding.Double && i < own.Shape.Count; i++)
            if (!double.IsFinite(given[i]) || Math.Abs(own[i]) < LeastInSingle) given[i] = own[i];
        return Difference.BeyondRounding(
            [("y", given)], [("y", own)],
            () => Restored.After(
                parameters, () => Rounding.Of([x, .. parameters.Select(p => p.Clone())], Forward, unit)),
            unit / Rounding.Double);

        Tensor<double>[] Forward(Tensor<double>[] changed)
        {
            for (var p = 0; p < parameters.Length; p++) changed[p + 1].Values.CopyTo(parameters[p].Values);
            return [layer.Forward(changed[0])];
        }
    }

    private static Tensor<double> OfSizeOne(Tensor<double> x)
    {
        // Probabilities stay some, away from 0 and 1, where a loss clips them by what its scalar can tell.
        if (x.Values.ToArray().All(p => p is >= 0 and <= 1)) return Draw.Uniform(x.Shape, 0.25, 0.75, seed: 1);
        var other = Another.Like(x);
        var size = Math.Max(1, RootMeanSquare.Of(other.Values));
        foreach (ref var value in other.Values) value /= size;
        return other;
    }
}
