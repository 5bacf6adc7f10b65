namespace CnnVerified.Verification.Figures;

/// <summary>A page in one file: style and script stand in it, and nothing is loaded.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Body">Its sections.</param>
internal sealed record Document(string Title, Markup Body)
{
    private const string Controls = "controls";

    /// <summary>A further script, such as that of an interactive figure.</summary>
    public string Script { get; init; } = "";

    /// <summary>Further rules of style.</summary>
    public string Style { get; init; } = "";

    /// <summary>The whole file.</summary>
    public override string ToString() => Markup.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{Title}</title>
        <style>
        {new Markup(Resource("Page.css") + Style)}</style>
        </head>
        <body>
        <header class="bar" id="{Controls}">
        <button type="button" id="projector" aria-pressed="false">Projector: one figure a screen</button>
        <button type="button" id="answers" aria-pressed="false">Show answers</button>
        <span class="hint">Keys: P projector, ← → next figure, A answers, Escape back</span>
        </header>
        <main>
        <h1>{Title}</h1>
        {Body}
        </main>
        <script>
        //<![CDATA[
        {new Markup(Resource("Page.js") + Script)}//]]>
        </script>
        </body>
        </html>

        """).Text;

    /// <summary>A file that is embedded beside this code.</summary>
    private static string Resource(string name)
    {
        using var stream = typeof(Document).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
