using System.Reflection;

namespace CnnVerified.Verification.Repairing;

/// <summary>An expression that may stand in other places.</summary>
/// <param name="Method">Where it is written.</param>
/// <param name="Variables">The variables there.</param>
/// <param name="Reads">Where these are read.</param>
/// <param name="Definitions">What local variables are that are set once.</param>
/// <param name="Expression">The expression.</param>
/// <param name="Words">Its words.</param>
internal sealed record Donor(
    MethodBase Method, CodeVariables Variables, ILookup<int, Use> Reads, Dictionary<long, Expression> Definitions,
    Expression Expression, string[] Words)
{
    /// <summary>Those of some methods.</summary>
    public static Donor[] All(IEnumerable<MethodBase> methods) => [.. methods.SelectMany(method =>
    {
        var (code, variables) = (Body.Of(method).Code, new CodeVariables(method));
        var (all, reads) = (Expression.All(method, variables), variables.Reads().ToLookup(one => one.At));
        var set = code.Where(op => op.Family is "stloc" or "ldloca").ToLookup(op => op.Operand);
        var definitions = all.Where(one => code[one.To].Family == "stloc" && one.Whole is null
            && set[code[one.To].Operand].Count() == 1).ToDictionary(one => code[one.To].Operand);
        return all.Where(May).Select(one => new Donor(method, variables, reads, definitions, one, WordsOf(one)));
    }).GroupBy(one => (one.Expression.Text, one.Expression.Type)).Select(same => same.First() with
    {
        Uses = [.. same.Select(one => one.Expression.Use)],
    })];

    /// <summary>What is done with it where it is written.</summary>
    public HashSet<string> Uses { get; private init; } = [];

    /// <summary>Whether an expression may stand elsewhere: numbers and whole numbers do.</summary>
    public static bool May(Expression one) =>
        !one.IsAddress && (one.Type == typeof(int) || one.Type == typeof(double) || one.Type == typeof(float));

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
