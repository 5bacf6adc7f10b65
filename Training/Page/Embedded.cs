namespace CnnVerified.Training.Page;

/// <summary>Files that this program brings along for its page.</summary>
internal static class Embedded
{
    /// <summary>The text of one of them.</summary>
    public static string Text(string name)
    {
        using var stream = typeof(Embedded).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
