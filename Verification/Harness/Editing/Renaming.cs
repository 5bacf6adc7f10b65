using System.Text.RegularExpressions;

namespace CnnVerified.Verification.Editing;

/// <summary>A name that stands for another one.</summary>
/// <param name="Whole">What it is a part of; null if that is not known.</param>
/// <param name="Own">What is written.</param>
/// <param name="Other">What is to be written.</param>
internal sealed record Renaming(Expression? Whole, string Own, string Other)
{
    /// <summary>What the whole then says; null where it names what is written more than once.</summary>
    public string? Text => Whole is not null && Regex.Count(Whole.Text, Pattern) == 1
        ? Regex.Replace(Whole.Text, Pattern, Other.Replace("$", "$$", StringComparison.Ordinal)) : null;

    /// <summary>How much of the names is the same, from both ends: 0 to 1.</summary>
    public double Likeness
    {
        get
        {
            var same = Own.Zip(Other).TakeWhile(one => one.First == one.Second).Count()
                + Own.Reverse().Zip(Other.Reverse()).TakeWhile(one => one.First == one.Second).Count();
            return Math.Min(same, Math.Min(Own.Length, Other.Length)) / (double)Math.Max(Own.Length, Other.Length);
        }
    }

    private string Pattern => $@"(?<![\w.]){Regex.Escape(Own)}(?!\w)";
}
