namespace CnnVerified.Verification.Figures;

/// <summary>An SVG picture with a text alternative, as wide as its panel.</summary>
internal static class Svg
{
    /// <summary>The picture.</summary>
    /// <param name="alternative">What it shows, for those who do not see it.</param>
    /// <param name="width">Its width, in its own units.</param>
    /// <param name="height">Its height, in its own units.</param>
    /// <param name="content">What is drawn.</param>
    /// <param name="widest">How wide it is on a screen at most, in rem.</param>
    public static Markup Of(string alternative, double width, double height, Markup content, double widest) =>
        Markup.Of($"""
            <svg role="img" aria-label="{alternative}" viewBox="0 0 {width:0.#} {height:0.#}"
             style="max-width:{widest:0.#}rem">{content}</svg>

            """);

    /// <summary>A number as short as a picture needs it.</summary>
    public static string Short(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
