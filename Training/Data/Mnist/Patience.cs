namespace CnnVerified.Training.Data.Mnist;

/// <summary>How long is waited for a place on the web.</summary>
/// <param name="WithSilence">While nothing comes.</param>
/// <param name="WithEach">For a file, however small it is.</param>
/// <param name="BytesPerSecond">How much more has to come on average.</param>
internal sealed record Patience(TimeSpan WithSilence, TimeSpan WithEach, double BytesPerSecond)
{
    /// <summary>For people at slow lines.</summary>
    public static Patience Usual { get; } = new(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), 20_000);

    /// <summary>For a whole file of so many bytes.</summary>
    public TimeSpan For(int bytes) => WithEach + TimeSpan.FromSeconds(bytes / BytesPerSecond);
}
