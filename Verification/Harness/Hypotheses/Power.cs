namespace CnnVerified.Verification.Hypotheses;

/// <summary>A power of something that a formula may contain.</summary>
/// <param name="Name">Of what.</param>
/// <param name="Exponent">Its exponent: ±½, ±1, ±2 or ±3; of an e^v, ±1 or ±2.</param>
/// <param name="Values">Its values by entry; one if it is a number.</param>
internal sealed record Power(string Name, double Exponent, double[] Values)
{
    private const int MostNumbers = 12, Short = 6;
    private static readonly double[] OfNumber = [1, -1, 2, -2, 3, -3, 0.5, -0.5], OfEntry = [1, -1, 2, -2];

    /// <summary>Whether it is a sum over a tensor.</summary>
    public bool IsSum => Name[0] == 'Σ';

    /// <summary>How far-fetched it is.</summary>
    public int Weight => (Math.Abs(Exponent) == 1 ? 0 : 1) + (IsSum ? 1 : 0) + (Name[^1] == ']' ? 1 : 0);

    /// <summary>
    /// Powers of numbers: parameters of one entry, their right gradients, entries of short tensors, sums over tensors.
    /// </summary>
    public static IEnumerable<Power> Numbers(WrongPass wrong, TensorGradient gradient)
    {
        List<(string Name, double Value)> numbers = [];
        foreach (var (name, value) in wrong.Tensors.Where(one => one.Value.Shape.Count == 1))
            numbers.Add((name, value[0]));
        if (wrong.Arguments is { } a && !wrong.IsLoss && a.Y.Shape.Count == 1)
            numbers.AddRange([("y", a.Y[0]), ("dy", a.Dy[0])]);
        foreach (var one in wrong.Gradients.Where(one => one != gradient && one.Value.Shape.Count == 1))
            numbers.Add(($"d{one.Name}", one.Right[0]));
        foreach (var (name, value) in wrong.Tensors.Where(
            one => one.Value.Shape is { Rank: 1, Count: > 1 and <= Short }))
            for (var i = 0; i < value.Shape.Count && numbers.Count < MostNumbers; i++)
                numbers.Add((EntryName.Of(name, value.Shape, i), value[i]));
        foreach (var (name, value) in numbers.DistinctBy(one => one.Name))
        {
            foreach (var power in Of(name, [value], OfNumber)) yield return power;
            foreach (var power in Of($"e^{name}", [Math.Exp(value)], OfEntry)) yield return power;
        }
        foreach (var (name, value) in wrong.Tensors.Where(one => one.Value.Shape.Count > 1))
        {
            double[] values = value.Values.ToArray();
            yield return new($"Σ {name}", 1, [values.Sum()]);
            yield return new($"Σ {name}²", 1, [values.Sum(v => v * v)]);
        }
        foreach (var one in wrong.Gradients.Where(one => one != gradient && one.Value.Shape.Count > 1))
            yield return new($"Σ {one.Name}·d{one.Name}", 1,
                [one.Value.Values.ToArray().Zip(one.Right.Values.ToArray(), (v, d) => v * d).Sum()]);
    }

    /// <summary>
    /// Powers of what has a number for each entry of a tensor, or for each place along one of its axes.
    /// </summary>
    public static IEnumerable<Power> OfEntries(WrongPass wrong, TensorGradient gradient)
    {
        List<(string Name, Tensor<double> Value)> all =
        [
            .. wrong.Activations.Concat(wrong.Tensors).DistinctBy(one => one.Value),
            .. wrong.Gradients.Where(one => one != gradient).Select(one => ($"d{one.Name}", one.Right)),
        ];
        var shape = gradient.Value.Shape;
        foreach (var (name, value) in all.Where(one => one.Value.Shape.Count > 1))
            if (value.Shape.Count == shape.Count)
                foreach (var power in Of(name, value.Values.ToArray(), OfEntry)) yield return power;
            else
                foreach (var axis in Enumerable.Range(0, shape.Rank).Where(axis => shape[axis] == value.Shape.Count))
                    foreach (var power in Of(name, [.. Enumerable.Range(0, shape.Count).Select(
                        i => value[shape.IndexOf(i)[axis]])], OfEntry)) yield return power;
    }

    /// <summary>Powers as a factor behind something, such as <c>·T/h²</c>.</summary>
    public static string Times(Power[] powers) => string.Concat(powers.Where(one => one.Exponent > 0)
        .Concat(powers.Where(one => one.Exponent < 0)).Select(one => $"{(one.Exponent > 0 ? '·' : '/')}{one.Base}"));

    /// <summary>Powers as a product, such as <c>T/h²</c> or <c>1/h</c>.</summary>
    public static string Product(Power[] powers) =>
        Times(powers) is ['·', .. var product] ? product : $"1{Times(powers)}";

    private string Base
    {
        get
        {
            var name = IsSum ? $"({Name})" : Name;
            if (Exponent is 2 or -2 && name.StartsWith("e^", StringComparison.Ordinal)) return $"e^(2·{name[2..]})";
            return Math.Abs(Exponent) switch { 0.5 => $"√{name}", 2 => $"{name}²", 3 => $"{name}³", _ => name };
        }
    }

    private static IEnumerable<Power> Of(string name, double[] values, double[] exponents) =>
        from exponent in exponents
        let powers = values.Select(value => Math.Pow(value, exponent)).ToArray()
        where (exponent > 0 || name != "dy") && powers.All(double.IsFinite) && powers.Any(power => Math.Abs(power) != 1)
        select new Power(name, exponent, powers);
}
