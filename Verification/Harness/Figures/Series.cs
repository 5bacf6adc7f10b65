namespace CnnVerified.Verification.Figures;

/// <summary>Points or a line in a chart. Series differ in colour and in form, so that either will do.</summary>
/// <param name="Name">What the key calls it; nothing if it needs none.</param>
/// <param name="Style">
/// Its colour and form: 0 blue, round, solid; 1 orange, diamond, dashed; 2 grey, cross, dotted.
/// </param>
/// <param name="IsLine">Whether the points are joined.</param>
/// <param name="Points">Where they are, in the numbers of the axes.</param>
internal sealed record Series(string Name, int Style, bool IsLine, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>A point, in the units of the picture.</summary>
    public Markup Dot(double x, double y) => Style switch
    {
        0 => Markup.Of($"""<circle class="dot s0" cx="{x:0.#}" cy="{y:0.#}" r="3"/>"""),
        1 => Markup.Of($"""<path class="dot s1" d="M{x:0.#} {y - 5:0.#}l5 5l-5 5l-5 -5z"/>"""),
        _ => Markup.Of($"""<path class="line s2 solid" d="M{x - 4:0.#} {y - 4:0.#}l8 8m0 -8l-8 8"/>"""),
    };
}
