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

/// <summary>A backward pass with other instructions in one place.</summary>
/// <param name="Words">In words, such as <c>k stands for j on line 12 of Gate.cs</c>.</param>
/// <param name="Place">The place.</param>
/// <param name="Instead">What is run instead.</param>
internal sealed record Edit(string Words, CodePlace Place, params Replacement[] Instead)
{
    /// <summary>How many of ten thousand like it are right.</summary>
    public double Odds { get; init; }

    /// <summary>Where it is told among others that give the same.</summary>
    public int Rank { get; init; }

    /// <summary>The names, where one stands for another.</summary>
    public Renaming? Renaming { get; init; }

    /// <summary>Whether a variable of that name is set to it elsewhere.</summary>
    public bool SetsTheSame { get; init; }

    /// <summary>In words without the place, where all of the same on one line may be meant.</summary>
    public string? Every { get; init; }
}

/// <summary>Which edits are tried after which.</summary>
internal enum Stage
{
    /// <summary>Such mistakes are usual.</summary>
    Usual,

    /// <summary>What is right is written in another place.</summary>
    WrittenElsewhere,

    /// <summary>All others.</summary>
    Rare,
}
