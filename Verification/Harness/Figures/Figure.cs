namespace CnnVerified.Verification.Figures;

/// <summary>A figure of a page: a title, pictures or a table, and a caption that says what to see.</summary>
/// <param name="Id">The anchor that leads to it.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Body">Pictures with a text alternative of their own, or tables.</param>
/// <param name="Caption">What to see in it.</param>
internal sealed record Figure(string Id, string Title, Markup Body, Markup Caption)
{
    /// <summary>What stands below the panels: a scale, tables.</summary>
    public Markup Below { get; init; }

    /// <summary>The figure as HTML.</summary>
    public Markup Markup() => Figures.Markup.Of($"""
        <figure id="{Id}" class="screen" aria-labelledby="{Id}-title">
        <h3 id="{Id}-title">{Title}</h3>
        {(Body.Text is null ? default : Figures.Markup.Of($"""<div class="panels">{Body}</div>"""))}
        {Below}
        <figcaption>{Caption}</figcaption>
        </figure>

        """);
}
