namespace CnnVerified.Training.Experiments;

/// <summary>How far an epoch is that was not trained to its end.</summary>
/// <param name="Shown">How many of its images were shown.</param>
/// <param name="Sum">The sum of their losses.</param>
/// <param name="First">The loss of the first batch.</param>
/// <param name="SecondHalf">The sum of the losses of those that belong to the epoch's second half.</param>
internal sealed record EpochPart(int Shown, double Sum, double First, double SecondHalf)
{
    /// <summary>An epoch of which nothing was shown.</summary>
    public static EpochPart None { get; } = new(0, 0, 0, 0);

    /// <summary>Reads what <see cref="ToString"/> gave; null if the text is nothing of the kind.</summary>
    public static EpochPart? TryParse(string text) =>
        text.Split(' ') is [var shown, var sum, var first, var secondHalf]
        && int.TryParse(shown, NumberStyles.None, CultureInfo.InvariantCulture, out var images)
        && Number(sum) is { } a && Number(first) is { } b && Number(secondHalf) is { } c ? new(images, a, b, c) : null;

    /// <summary>Four numbers with all digits that reading back needs.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Shown} {Sum} {First} {SecondHalf}");

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) ? number : null;
}
