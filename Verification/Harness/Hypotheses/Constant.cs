using System.Globalization;

namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// Names for a factor that was measured: a size of the problem, its reciprocal or root, or a plain number.
/// </summary>
internal sealed class Constant
{
    private static readonly (string, double)[] Irrational =
    [
        ("π", Math.PI), ("2π", Math.Tau), ("√2", Math.Sqrt(2)), ("√(2π)", Math.Sqrt(Math.Tau)), ("ln 2", Math.Log(2)),
    ];

    private readonly (string Name, double Value)[] sizes;

    /// <summary>The names at one point.</summary>
    public Constant(WrongPass wrong)
    {
        List<(string Name, double Value)> sizes = [.. wrong.Pass?.Sizes ?? []];
        if (wrong.IsCode)
            foreach (var gradient in wrong.Gradients)
                for (var axis = 0; axis < gradient.Value.Shape.Rank && gradient.Value.Shape.Rank > 1; axis++)
                    sizes.Add(($"the length of {gradient.Name}'s axis {axis}", gradient.Value.Shape[axis]));
        else if (wrong.Arguments is { } a)
        {
            var (x, dy) = (a.X.Shape, a.Dy.Shape);
            if (wrong.IsLoss) sizes.Add(("the number of entries", x.Count));
            if (x.Rank > 1) sizes.Add(("N", x[0]));
            if (x.Rank == 4) sizes.AddRange([("C", x[1]), ("H·W", x[2] * x[3]), ("H", x[2]), ("W", x[3])]);
            if (x.Rank == 2) sizes.Add((wrong.IsLoss ? "classes" : "inputs", x[1]));
            if (dy.Rank == 4)
                sizes.AddRange([("F", dy[1]), ("H′·W′", dy[2] * dy[3]), ("N·H′·W′", dy[0] * dy[2] * dy[3]),
                    ("F·H′·W′", dy[1] * dy[2] * dy[3]), ("H′", dy[2]), ("W′", dy[3])]);
            if (dy.Rank == 2) sizes.AddRange([("outputs", dy[1]), ("N·outputs", dy.Count)]);
            foreach (var theta in a.Theta.Where(theta => theta.Shape.Rank == 4))
                sizes.AddRange([("the kernel's size", theta.Shape[2] * theta.Shape[3]),
                    ("C·the kernel's size", theta.Shape[1] * theta.Shape[2] * theta.Shape[3])]);
        }
        foreach (var gradient in wrong.Gradients)
        {
            if (!wrong.IsLoss) sizes.Add(($"the entries of {gradient.Name}", gradient.Value.Shape.Count));
            if (gradient.Value.Shape.Count == 1) sizes.Add((gradient.Name, gradient.Value[0]));
            else sizes.Add(($"the norm of the correct d{gradient.Name}",
                Math.Sqrt(gradient.Right.Shape.Count) * RootMeanSquare.Of(gradient.Right.Values)));
        }
        this.sizes = [.. sizes.Where(size => size.Value != 0 && Math.Abs(size.Value) != 1)];
    }

    /// <summary>What a factor may be, such as <c>1/N</c> or <c>−1/scale</c>.</summary>
    public IEnumerable<string> Names(Ratio c)
    {
        var isPlain = c.IsPlain;
        foreach (var (name, value) in sizes)
        {
            var grouped = name.Contains('·', StringComparison.Ordinal) ? $"({name})" : name;
            if (c.Size.Is(Math.Abs(value))) yield return Signed(value) + name;
            if (c.Size.Is(1 / Math.Abs(value))) yield return $"{Signed(value)}1/{grouped}";
            if (!isPlain && c.Size.Is(Math.Sqrt(Math.Abs(value)))) yield return $"{Signed(1)}√{Root(name, value)}";
            if (!isPlain && c.Size.Is(1 / Math.Sqrt(Math.Abs(value))))
                yield return $"{Signed(1)}1/√{Root(grouped, value)}";
            if (c.Size.Is(2 / Math.Abs(value)) && value != 2) yield return $"{Signed(value)}2/{grouped}";
            if (c.Size.Is(2 * Math.Abs(value)) && value != 2) yield return $"{Signed(value)}2·{name}";
        }
        foreach (var (name, value) in Irrational)
        {
            if (c.Size.Is(value)) yield return Signed(1) + name;
            if (c.Size.Is(1 / value)) yield return Signed(1) + (name[0] == '2' ? $"1/({name})" : $"1/{name}");
        }

        string Signed(double value) => Math.Sign(value) == Math.Sign(c.Value) ? "" : "−";

        static string Root(string name, double value) => value < 0 ? $"|{name}|" : name;
    }
}
