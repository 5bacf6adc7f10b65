namespace CnnVerified.Verification.Editing;

/// <summary>A part of a method that gives one value and changes nothing.</summary>
/// <param name="From">Its first instruction.</param>
/// <param name="To">The one behind its last.</param>
/// <param name="Type">The type of its value.</param>
/// <param name="Text">What it says.</param>
/// <param name="Binds">How strongly its parts hold together: 0 for a sum, 1 for a product, 2 for all else.</param>
internal sealed record Expression(int From, int To, Type Type, string Text, int Binds = 2)
{
    /// <summary>The expression that it is a part of; null if there is none.</summary>
    public Expression? Whole { get; private set; }

    /// <summary>Whether it gives where its value is.</summary>
    public bool IsAddress { get; init; }

    /// <summary>What is done with it.</summary>
    public string Use { get; private set; } = "";

    /// <summary>What it is made of.</summary>
    public Expression[] Parts { get; init; } = [];

    /// <summary>Whether it says a name, and not only a part of a word.</summary>
    public bool Mentions(string name)
    {
        for (var at = Text.IndexOf(name, StringComparison.Ordinal); at >= 0;
            at = Text.IndexOf(name, at + 1, StringComparison.Ordinal))
            if (!IsOfAWord(at - 1) && !IsOfAWord(at + name.Length)) return true;
        return false;

        bool IsOfAWord(int i) => i >= 0 && i < Text.Length && (char.IsLetterOrDigit(Text[i]) || Text[i] == '_');
    }

    /// <summary>Says that it is a part of another one, or of none, and what is done with it.</summary>
    public void IsPartOf(Expression? whole, string use) => (Whole, Use) = (whole, use);

    /// <summary>What is asked of numbers behind it; none if it is what it is.</summary>
    public Op[] Asks { get; private init; } = [];

    /// <summary>A condition that a jump asks, and its opposite.</summary>
    /// <param name="asked">The one or two values of which it asks.</param>
    /// <param name="comparison">How it compares them.</param>
    /// <param name="jump">The jump.</param>
    public static IEnumerable<Expression> Conditions(Expression[] asked, string? comparison, Op jump)
    {
        Op[] not = [jump with { Family = "ldc", Name = "ldc.i4", Operand = 0 }, Named("ceq")];
        var first = asked[0];
        Expression Said(string text, params Op[] asks) =>
            new(first.From, asked[^1].To, typeof(bool), text) { Asks = asks, Use = "a condition" };
        return comparison switch
        {
            null when first.Type == typeof(bool) => [Said($"!{first.In(2)}", not)],
            null => [],
            "<" or ">=" => Both("<", ">=", "clt"),
            ">" or "<=" => Both(">", "<=", "cgt"),
            _ => Both("==", "!=", "ceq"),
        };

        Op Named(string name) => jump with { Family = name, Name = name };

        Expression[] Both(string one, string other, string op) =>
        [
            Said($"{first.Text} {one} {asked[1].Text}", Named(op)),
            Said($"{first.Text} {other} {asked[1].Text}", [Named(op), .. not]),
        ];
    }

    /// <summary>What is done with the parts of a choice.</summary>
    public const string Side = "a side of a choice";

    /// <summary>One of two, as a condition tells: what is asked, and then the two.</summary>
    public static Expression Choice(Expression[] asked, string? comparison, Expression then, Expression other, int to)
    {
        var condition = comparison is null ? asked[0].Text : $"{asked[0].Text} {comparison} {asked[1].Text}";
        return new(asked[0].From, to, then.Type, $"{condition} ? {then.Text} : {other.Text}", -1)
        {
            Parts = [.. asked, then, other],
        };
    }

    /// <summary>The indices of an entry as one.</summary>
    public static Expression? Indices(Expression[] x) => x.Length > Tuples.Length + 1 ? null
        : new(x[0].From, x[^1].To, Tuples[x.Length - 2], string.Join(", ", x.Select(one => one.Text)))
        {
            Use = "indices",
        };

    private static readonly Type[] Tuples =
        [typeof((int, int)), typeof((int, int, int)), typeof((int, int, int, int)), typeof((int, int, int, int, int))];

    /// <summary>Whether it is some indices as one.</summary>
    public bool IsIndices => Tuples.Contains(Type);

    /// <summary>Two numbers with a sign between them.</summary>
    public static Expression Binary(Type type, Expression left, string sign, Expression right) => sign is "+" or "-"
        ? new(0, 0, type, $"{left.In(0)} {sign} {right.In(sign == "-" ? 1 : 0)}", 0)
        : new(0, 0, type, $"{left.In(1)} {sign} {right.In(2)}", 1);

    /// <summary>Its text among others that hold together as strongly as told.</summary>
    public string In(int binds) => Binds < binds ? $"({Text})" : Text;
}
