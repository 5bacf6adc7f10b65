namespace CnnVerified.Training.Page;

/// <summary>How well finite differences and dual numbers agree, on layers and losses of every kind.</summary>
internal static class OraclesFigure
{
    private const int Seeds = 3, MostPoints = 500;
    private const double Least = 1e-18;

    /// <summary>The figure.</summary>
    public static Figure Of()
    {
        EntryReport[] found =
        [
            .. from kind in Catalogue.All.Select(bug => bug.Breaks).Distinct()
               where kind != nameof(MaxPooling<>)
               from seed in Enumerable.Range(1, Seeds)
               from variable in Specimens.Draw(kind, GeometryClass.Discriminating, seed).Check().Run().Variables
               from entry in variable.Entries
               where entry.Dual is { } dual && dual != 0 && double.IsFinite(entry.Numeric)
               select entry,
        ];
        var step = Math.Max(1, found.Length / MostPoints);
        EntryReport[] shown = [.. found.Where((_, i) => i % step == 0)];
        (double, double)[] differences = [.. shown.Select(one => Point(one, one.Numeric))];
        (double, double)[] backward = [.. shown.Select(one => Point(one, one.Analytic))];
        var across = Axis.Logarithmic("|derivative|, units of the derivative", differences.Select(one => one.Item1));
        var up = Axis.Logarithmic(
            "error, units of the derivative",
            [.. differences.Concat(backward).Select(one => one.Item2), Tolerances.Resolution * across.High]);
        var chart = new Chart(across, up, [
            new("|finite differences − dual numbers|", 1, IsLine: false, differences),
            new("|backward pass − dual numbers|", 0, IsLine: false, backward),
            new("a millionth of the derivative: enough for a verdict", 2, IsLine: true,
                [(across.Low, Tolerances.Resolution * across.Low), (across.High, Tolerances.Resolution * across.High)]),
        ]);
        return new("oracles", "Agreement of the oracles", chart.Markup($"{shown.Length} of {found.Length} derivatives",
            "logarithmic chart: the errors of finite differences and of the backward pass lie far below a millionth"),
            Markup.Of($"""
                Two oracles that share no code say the same of every layer and loss: differences come close to dual
                numbers, far below what a verdict needs, and the backward pass comes within rounding. Errors of 0 are
                drawn at the lower edge; max-pooling is left out, as it is drawn with ties, where two slopes are right.
                """));
    }

    private static (double, double) Point(EntryReport entry, double value) =>
        (Math.Abs(entry.Dual!.Value), Math.Max(Least, Math.Abs(value - entry.Dual.Value)));
}
