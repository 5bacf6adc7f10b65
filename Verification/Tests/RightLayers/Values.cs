namespace CnnVerified.Verification.Tests.RightLayers;

/// <summary>
/// Draws tensors as they come in practice, and as they come at the worst: of any size, tied, zero, of either sign of
/// zero.
/// </summary>
internal sealed class Values(int seed)
{
    private const double Decades = 3;

    private readonly NormalValues normal = new(seed);
    private readonly Random random = new(~seed);
    private readonly List<string> drawn = [];

    /// <summary>What was drawn, in the order in which it was.</summary>
    public string Description => string.Join(", ", drawn);

    /// <summary>A whole number from 0 to <paramref name="below"/> − 1.</summary>
    public int Next(int below) => random.Next(below);

    /// <summary>A size from 1 to <paramref name="largest"/>.</summary>
    public int Size(int largest) => 1 + random.Next(largest);

    /// <summary>A scale: 1 in half of all draws, otherwise from 10⁻³ to 10³, every decade as often.</summary>
    public double Scale() => random.Next(2) == 0 ? 1 : Math.Pow(10, Decades * (2 * random.NextDouble() - 1));

    /// <summary>Normal in half of all draws, otherwise tied, zero or of several scales.</summary>
    public Tensor<double> Tensor(string name, Shape shape)
    {
        var scale = Scale();
        var (tensor, kind) = (normal.Tensor<double>(shape, scale), "normal");
        switch (random.Next(12))
        {
            case 0:
                kind = "zero";
                tensor.Values.Clear();
                break;
            case 1:
                kind = "all equal";
                tensor.Values.Fill(tensor[0]);
                break;
            case 2 or 3:
                kind = "on a grid";
                foreach (ref var value in tensor.Values) value = Math.Round(2 * value / scale) / 2 * scale;
                break;
            case 4:
                kind = "with zeros of either sign";
                foreach (ref var value in tensor.Values)
                    value = random.Next(3) switch { 0 => 0.0, 1 => -0.0, _ => value };
                break;
            case 5:
                kind = "of mixed scales";
                foreach (ref var value in tensor.Values)
                    value *= Math.Pow(10, Decades * (2 * random.NextDouble() - 1)) / scale;
                break;
        }
        return Noted(string.Create(CultureInfo.InvariantCulture, $"{name} {kind} × {scale:G3}"), tensor);
    }

    /// <summary>An upstream gradient: any tensor, ones, or 1 at one output.</summary>
    public Tensor<double> Upstream(Shape shape)
    {
        if (random.Next(2) == 0) return Tensor("dy", shape);
        var dy = new Tensor<double>(shape);
        if (random.Next(2) == 0) dy.Values.Fill(1);
        else dy[random.Next(shape.Count)] = 1;
        return Noted($"dy with {dy.Values.ToArray().Sum()} × 1", dy);
    }

    /// <summary>Probabilities: of any size, close to 0 and 1, those themselves, and what a loss clips.</summary>
    public Tensor<double> Probabilities(Shape shape)
    {
        var p = new Tensor<double>(shape);
        var isExtreme = random.Next(2) == 0;
        foreach (ref var value in p.Values)
            value = (isExtreme ? random.Next(10) : 9) switch
            {
                0 => 0.0,
                1 => 1.0,
                2 => 1e-16,
                3 => 1 - Math.ScaleB(1, -53),
                4 => 0.5,
                5 => Math.Pow(10, -15 * random.NextDouble()),
                6 => 1 - Math.Pow(10, -15 * random.NextDouble()),
                _ => random.NextDouble(),
            };
        return Noted(isExtreme ? "p with 0, 1 and what is clipped" : "p uniform", p);
    }

    /// <summary>
    /// Targets for a prediction: one-hot, a distribution, any shares, none, or the prediction itself.
    /// </summary>
    public Tensor<double> Target(Tensor<double> prediction)
    {
        var (t, classes) = (new Tensor<double>(prediction.Shape), prediction.Shape.Count / prediction.Shape[0]);
        var kind = random.Next(5);
        if (kind == 4 && prediction.Values.ToArray().All(p => p is >= 0 and <= 1))
            prediction.Values.CopyTo(t.Values);
        else
            for (var start = 0; start < t.Shape.Count; start += classes)
            {
                var row = t.Values.Slice(start, classes);
                if (kind == 0) row[random.Next(classes)] = 1;
                else if (kind < 3) foreach (ref var share in row) share = random.NextDouble();
                if (kind == 1) Normalise(row);
            }
        return Noted($"target of kind {kind}", t);
    }

    /// <summary>Adds to the description.</summary>
    public TItem Noted<TItem>(string what, TItem item)
    {
        drawn.Add(what);
        return item;
    }

    private static void Normalise(Span<double> shares)
    {
        var sum = 0.0;
        foreach (var share in shares) sum += share;
        foreach (ref var share in shares) share /= sum;
    }
}
