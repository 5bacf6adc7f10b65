namespace CnnVerified.Training.Page;

/// <summary>A text that the gate approves, of those in the folder <c>snapshots</c>.</summary>
internal static class ApprovedText
{
    /// <summary>Its lines.</summary>
    /// <param name="name">Such as <c>kill-matrix</c>.</param>
    public static string[] Lines(string name) => Embedded.Text($"{name}.verified.txt").Split('\n');

    /// <summary>The words of a line.</summary>
    public static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
