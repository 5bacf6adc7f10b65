using System.Runtime.CompilerServices;
using System.Security;

namespace CnnVerified.Verification.Figures;

/// <summary>
/// Builds <see cref="Markup"/> from an interpolated string: texts are escaped, numbers are invariant.
/// </summary>
[InterpolatedStringHandler]
internal readonly struct Template(int literalLength, int formattedCount)
{
    private const int UsualHole = 16;

    private readonly StringBuilder text = new(literalLength + UsualHole * formattedCount);

    /// <summary>What the template itself says.</summary>
    public void AppendLiteral(string literal) => text.Append(literal);

    /// <summary>Markup, as it is.</summary>
    public void AppendFormatted(Markup markup) => text.Append(markup.Text);

    /// <summary>Pieces of markup, one after the other.</summary>
    public void AppendFormatted(IEnumerable<Markup> parts) => text.Append(Markup.Join(parts).Text);

    /// <summary>A text, escaped.</summary>
    public void AppendFormatted(string? plain) => text.Append(SecurityElement.Escape(plain));

    /// <summary>A number, or anything else with a text.</summary>
    public void AppendFormatted<T>(T value, string? format = null) => AppendFormatted(
        value is IFormattable number ? number.ToString(format, CultureInfo.InvariantCulture) : $"{value}");

    /// <summary>All of it.</summary>
    public override string ToString() => text.ToString();
}
