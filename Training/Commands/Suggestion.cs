namespace CnnVerified.Training.Commands;

/// <summary>What somebody meant who mistyped a word.</summary>
internal static class Suggestion
{
    /// <summary>The word that takes the fewest changes, if they are few; null if none does.</summary>
    public static string? For(string typed, IEnumerable<string> words) => words
        .Select(word => (Word: word, Changes: Changes(typed.ToLowerInvariant(), word)))
        .Where(one => one.Changes <= Math.Max(1, one.Word.TrimStart('-').Length / 3))
        .OrderBy(one => one.Changes).Select(one => one.Word).FirstOrDefault();

    /// <summary>
    /// How many letters must be added, left out, changed or swapped with the next: F. Damerau, Commun. ACM 7 (1964)
    /// 171.
    /// </summary>
    private static int Changes(string a, string b)
    {
        const int Longest = 40;
        if (a.Length > Longest) return int.MaxValue;
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            for (var j = 0; j <= b.Length; j++)
                d[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(d[i - 1, j], d[i, j - 1]) + 1,
                    a[i - 1] == b[j - 1] ? d[i - 1, j - 1]
                    : i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] ? d[i - 2, j - 2] + 1
                    : d[i - 1, j - 1] + 1);
        return d[a.Length, b.Length];
    }
}
