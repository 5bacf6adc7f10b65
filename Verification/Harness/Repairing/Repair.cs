namespace CnnVerified.Verification.Repairing;

/// <summary>A change at one place of a backward pass that makes some gradients right.</summary>
/// <param name="Words">In words, such as <c>k stands for q in · on line 12 of Gate.cs</c>.</param>
/// <param name="Place">The place.</param>
/// <param name="Weight">How far-fetched it is.</param>
/// <param name="Gradients">Which gradients it makes right.</param>
internal sealed record Repair(string Words, CodePlace Place, int Weight, int[] Gradients)
{
    /// <summary>Which gradients it makes right in another pass of the same code; null if only its words tell.</summary>
    public Func<BackwardTape, int[]>? Elsewhere { get; init; }

    /// <summary>Where it is told among others that give the same.</summary>
    public int Rank { get; init; }

    /// <summary>How likely it is by its names alone; above 1 where what it gives is written elsewhere.</summary>
    public double? Likeness { get; init; }

    /// <summary>How the words begin where it is left open what is asked.</summary>
    public const string SomeCondition = "a condition";

    /// <summary>Whether it is left open what is missing, or only told which numbers would be right.</summary>
    public bool IsVague { get; init; } = Words.StartsWith(SomeCondition, StringComparison.Ordinal);

    /// <summary>What tells it from others at every point, where the words may differ.</summary>
    public string Key { get; init; } = Words;
}
