namespace CnnVerified.Training.Page;

/// <summary>Held-out digits that the trained network misreads.</summary>
internal static class MisreadFigure
{
    private const int Shown = 18;

    /// <summary>Those of which it is surest.</summary>
    public static Figure Of(Recording recording)
    {
        var digits = recording.Data.HeldOut;
        var wrong = Misread.Of(recording.Trained, digits).Where(one => !one.IsRight)
            .OrderByDescending(one => one.Sure).ToArray();
        return new("misread", "Misread digits", Markup.Join(wrong.Take(Shown).Select(one => Picture(digits, one))),
            Markup.Of($"""
                {wrong.Length} of {digits.Count} held-out digits are misread, of which
                {wrong.Count(one => one.Label == 1)} are ones. Shown are those of which the network is surest: many lean
                far, or are as broad as a zero. Ink is orange.
                """));
    }

    private static Markup Picture(Digits digits, Misread one)
    {
        var image = digits.Image<double>(one.Image);
        return HeatMap.Of($"{one.Label} taken for {one.Taken}",
            $"held-out image {one.Image}, a handwritten {one.Label} that the network takes for a {one.Taken}",
            Patches.Of(image.Shape, i => image[i]), i => image[i], 1);
    }
}
