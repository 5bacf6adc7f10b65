namespace CnnVerified.Verification.Figures;

/// <summary>A piece of HTML that is well-formed XML as well.</summary>
/// <param name="Text">The HTML.</param>
internal readonly record struct Markup(string Text)
{
    /// <summary>A template: what stands in its braces is escaped, unless it is markup already.</summary>
    public static Markup Of(Template template) => new(template.ToString());

    /// <summary>One piece after the other.</summary>
    public static Markup Join(IEnumerable<Markup> parts) => new(string.Concat(parts.Select(part => part.Text)));

    /// <summary>The HTML.</summary>
    public override string ToString() => Text;
}
