using System.Reflection;

namespace CnnVerified.Verification.Editing;

/// <summary>An expression that may stand in other places.</summary>
/// <param name="Of">Where it is written.</param>
/// <param name="Expression">The expression.</param>
/// <param name="Words">Its words.</param>
internal sealed record Donor(EditedMethod Of, Expression Expression, string[] Words)
{
    /// <summary>Those of some methods.</summary>
    public static Donor[] All(IEnumerable<EditedMethod> methods) => [.. methods.SelectMany(of => of.Expressions
            .Where(one => May(one) && !of.Chooses(one))
            .Select(one => new Donor(of, one, WordsOf(one))))
        .GroupBy(one => (one.Expression.Text, one.Expression.Type)).Select(same => same.First() with
        {
            Uses = [.. same.Select(one => one.Expression.Use)],
            Sets = [.. same.Select(one => one.Of.SetBy(one.Expression)).OfType<string>()],
            Statements = [.. same.Select(one => (one.Of.Method, one.Of.StatementOf(one.Expression.From)))],
        })];

    /// <summary>What is done with it where it is written.</summary>
    public HashSet<string> Uses { get; private init; } = [];

    /// <summary>The variables that are set to it.</summary>
    public HashSet<string> Sets { get; private init; } = [];

    /// <summary>The statements in which it is written.</summary>
    public HashSet<(MethodBase Method, int Statement)> Statements { get; private init; } = [];

    /// <summary>Whether an expression may stand elsewhere: numbers, whole numbers, conditions and indices do.</summary>
    public static bool May(Expression one) => !one.IsAddress
        && (one.IsIndices || one.Type == typeof(bool) || one.Type == typeof(int) || IsNumber(one.Type));

    /// <summary>Whether gradients are of a type.</summary>
    public static bool IsNumber(Type type) => type == typeof(double) || type == typeof(float);

    /// <summary>The variables, numbers and signs of an expression in their alphabetical order.</summary>
    public static string[] WordsOf(Expression one)
    {
        string[] words = [.. one.Text.Split(' ', '(', ')', '[', ']', ',').Where(word => word.Length > 0)];
        Array.Sort(words, StringComparer.Ordinal);
        return words;
    }

    /// <summary>How many words two have in common.</summary>
    public static int Common(string[] a, string[] b)
    {
        var common = 0;
        for (var (i, j) = (0, 0); i < a.Length && j < b.Length;)
        {
            var order = string.CompareOrdinal(a[i], b[j]);
            if (order == 0) common++;
            if (order <= 0) i++;
            if (order >= 0) j++;
        }
        return common;
    }
}
