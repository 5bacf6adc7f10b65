using System.Reflection;

namespace CnnVerified.Verification.Tracing;

/// <summary>What an operation and its operands say; null for what is too long to tell.</summary>
/// <param name="Text">The operation, such as <c>dy * (1 - t)</c>.</param>
/// <param name="Left">Its first operand.</param>
/// <param name="Right">Its second operand; null as well if it has none.</param>
internal sealed record Operation(string? Text, string? Left, string? Right);

/// <summary>An operation in the text of somebody's code.</summary>
/// <param name="Name">The operation.</param>
/// <param name="IsBinary">Whether it has two operands.</param>
/// <param name="Where">Where it is, such as <c>on line 12 of Gate.cs</c>.</param>
/// <param name="Number">Which of the same operations there it is, from 1.</param>
/// <param name="Text">The statement, where its file is at hand; empty otherwise.</param>
internal sealed record CodePlace(string Name, bool IsBinary, string Where, int Number, string Text)
{
    /// <summary>Whether it is the library's own, and not in the code that is checked.</summary>
    public bool IsOfLibrary { get; private init; }

    /// <summary>The method.</summary>
    public required MethodBase Method { get; init; }

    /// <summary>The line; null where it is not known exactly.</summary>
    public (string File, int Number, string Text)? Line { get; private init; }

    /// <summary>What it says; null where that is not known.</summary>
    public Operation? Says { get; private init; }

    /// <summary>In words that hold at every run, such as <c>dy * (1 - t) on line 12 of Gate.cs</c>.</summary>
    public override string ToString() => $"{Which} {Where}";

    /// <summary>Which one it is where it is, such as <c>dy * (1 - t)</c>, or <c>the second Tanh</c>.</summary>
    public string Which => Number switch { 1 => "", 2 => "the second ", 3 => "the third ", _ => $"the {Number}th " }
        + (Says?.Text ?? Name);

    /// <summary>Its result in words.</summary>
    public string Result => Says?.Text is null ? $"the result of {this}" : ToString();

    /// <summary>What one of its operands says; null where that is not known.</summary>
    public string? Operand(bool isRight) => isRight ? Says?.Right : Says?.Left;

    /// <summary>Of an operation in a method.</summary>
    /// <param name="name">The operation.</param>
    /// <param name="isBinary">Whether it has two operands.</param>
    /// <param name="at">The method, and the instruction in it.</param>
    /// <param name="isExact">Whether it is that instruction, and not one near it, as optimised code tells.</param>
    /// <param name="counts">How many of a name there are so far: the second product of a line is called so.</param>
    /// <param name="says">What it says; null where that is not known.</param>
    public static CodePlace Of(
        string name, bool isBinary, (MethodBase Method, int Offset) at, bool isExact,
        Dictionary<(string Name, string Where), int> counts, Operation? says = null)
    {
        var (file, line, text) = CodeLines.Of(at.Method, at.Offset);
        var where = line > 0 ? $"{(isExact ? "on" : "near")} line {line} of {file}" : $"in {at.Method.Name}";
        var called = (says?.Text ?? name, where);
        var number = counts[called] = 1 + counts.GetValueOrDefault(called);
        return new(name, isBinary, where, number, isExact ? text : "")
        {
            Method = at.Method,
            Says = says,
            Line = isExact && line > 0 ? (file!, line, text) : null,
            IsOfLibrary = IsLibrary(at.Method),
        };
    }

    /// <summary>Whether a method is the library's own.</summary>
    public static bool IsLibrary(MethodBase method) => method.DeclaringType is { } type && IsLibrary(type);

    /// <summary>Whether a type is the library's own, or .NET's, whose lines nobody is told.</summary>
    public static bool IsLibrary(Type type) => type == typeof(System.Numerics.Complex)
        || type.Assembly == typeof(Shape).Assembly || type.Assembly == typeof(CodePlace).Assembly;
}
