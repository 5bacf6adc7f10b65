namespace CnnVerified.Verification.Tests.Training.Page;

/// <summary>The pages that the program and the harness write, each written once.</summary>
internal static class Pages
{
    private static readonly Lazy<string> TrainingPage = new(
        () => CnnVerified.Training.Page.TrainingPage.Of(Recording.Of(OriginalLosses.Seed)).ToString());

    private static readonly Lazy<string> WrongCheck =
        new(() => Lesson.Report(Catalogue.Find("conv-kernel-not-rotated")!).ToHtml());

    private static readonly Lazy<string> WrongProof = new(() => LayerProof.Of(
        Catalogue.Find("conv-kernel-not-rotated")!.PlantIn(Specimens.Draw(
            nameof(Convolution<>), GeometryClass.Discriminating, seed: 1).Layer!)).At(2, 3, 6, 10).Run().ToHtml());

    private static readonly Lazy<string> HiddenLesson =
        new(() => LessonPage.Of(Catalogue.Find("dense-missing-transpose")!, isHidden: true).ToString());

    /// <summary>Their names.</summary>
    public static readonly string[] All = ["training", "check", "proof", "lesson"];

    /// <summary>One of them.</summary>
    public static string Of(string name) => name switch
    {
        "training" => TrainingPage.Value,
        "check" => WrongCheck.Value,
        "proof" => WrongProof.Value,
        _ => HiddenLesson.Value,
    };
}
