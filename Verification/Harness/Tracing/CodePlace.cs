namespace CnnVerified.Verification.Tracing;

/// <summary>An operation in the text of somebody's code.</summary>
/// <param name="Name">The operation.</param>
/// <param name="IsBinary">Whether it has two operands.</param>
/// <param name="Where">Where it is, such as <c>on line 12 of Gate.cs</c>.</param>
/// <param name="Number">Which of the same operations there it is, from 1.</param>
/// <param name="Text">The line itself, where its file is at hand; empty otherwise.</param>
internal sealed record CodePlace(string Name, bool IsBinary, string Where, int Number, string Text)
{
    private const int Longest = 70;

    /// <summary>In words that hold at every run, such as <c>the second Tanh on line 12 of Gate.cs</c>.</summary>
    public override string ToString() =>
        $"{Number switch { 1 => "", 2 => "the second ", 3 => "the third ", _ => $"the {Number}th " }}{Name} {Where}";

    /// <summary>Of an operation in a method.</summary>
    /// <param name="name">The operation.</param>
    /// <param name="isBinary">Whether it has two operands.</param>
    /// <param name="method">The method.</param>
    /// <param name="at">Its file and line; null and 0 where they are not known.</param>
    /// <param name="known">The places so far: the second product of a line is called so.</param>
    public static CodePlace Of(
        string name, bool isBinary, string method, (string? File, int Line) at, IEnumerable<CodePlace> known)
    {
        var (file, line) = at;
        var where = line > 0 ? $"on line {line} of {Path.GetFileName(file)}" : $"in {method}";
        var number = 1 + known.Count(one => one.Name == name && one.Where == where);
        return new(name, isBinary, where, number, TextOf(file, line));
    }

    private static string TextOf(string? file, int line)
    {
        if (line <= 0 || !File.Exists(file)) return "";
        var text = File.ReadLines(file).ElementAtOrDefault(line - 1)?.Trim() ?? "";
        return text.Length <= Longest ? text : $"{text[..Longest]}…";
    }
}
