namespace CnnVerified.Verification.Editing;

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

    /// <summary>Whether the same is done with other variables elsewhere.</summary>
    public bool IsDoneElsewhere { get; init; }

    /// <summary>Whether it is a number that nobody would look for, and ends no search.</summary>
    public bool IsVague { get; init; }

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
