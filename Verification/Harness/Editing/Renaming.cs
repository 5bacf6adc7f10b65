using System.Text.RegularExpressions;

namespace CnnVerified.Verification.Editing;

/// <summary>A name, a sign or an expression that stands for another one.</summary>
/// <param name="Of">The method.</param>
/// <param name="At">Its instruction.</param>
/// <param name="Own">What is written.</param>
/// <param name="Other">What is to be written.</param>
internal sealed record Renaming(EditedMethod Of, int At, string Own, string Other)
{
    /// <summary>Whether what is to be written tells by itself, without what it is a part of.</summary>
    public bool IsWhole { get; init; }

    /// <summary>What it is a part of then says; null where that is not known, or names it more than once.</summary>
    public string? Text => IsWhole ? Other : Of.TextAround(At, Own) is { } whole && Regex.Count(whole, Pattern) == 1
        ? Regex.Replace(whole, Pattern, Other.Replace("$", "$$", StringComparison.Ordinal)) : null;

    /// <summary>How much of two names is the same, from both ends: 0 to 1; null of others.</summary>
    public double? Likeness
    {
        get
        {
            if (!Own.Concat(Other).All(one => char.IsAsciiLetterOrDigit(one) || one is '_' or '.')) return null;
            if (Own.Length == 1 && Other.Length == 1) return null;             // indices, which are alike
            var same = Own.Zip(Other).TakeWhile(one => one.First == one.Second).Count()
                + Own.Reverse().Zip(Other.Reverse()).TakeWhile(one => one.First == one.Second).Count();
            return Math.Min(same, Math.Min(Own.Length, Other.Length)) / (double)Math.Max(Own.Length, Other.Length);
        }
    }

    private string Pattern => $@"(?<![\w.]){Regex.Escape(Own)}(?![\w=])";
}
