using System.Text;

namespace CnnVerified.Training.Page;

/// <summary>A text that the gate approves, of those in the folder <c>snapshots</c>.</summary>
internal static class ApprovedText
{
    /// <summary>Its lines.</summary>
    /// <param name="name">Such as <c>kill-matrix</c>.</param>
    public static string[] Lines(string name)
    {
        using var stream = typeof(ApprovedText).Assembly.GetManifestResourceStream($"{name}.verified.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n');
    }

    /// <summary>The words of a line.</summary>
    public static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
