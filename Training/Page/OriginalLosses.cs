namespace CnnVerified.Training.Page;

/// <summary>
/// The mean loss of every epoch of the Python program that this project began as, with seed 0, as that program printed
/// it.
/// </summary>
internal static class OriginalLosses
{
    /// <summary>The seed.</summary>
    public const uint Seed = 0;

    /// <summary>Epoch by epoch.</summary>
    public static IReadOnlyList<double> All { get; } =
        [0.851928316337978, 0.25086921015037605, 0.1603108803373177, 0.11816458841008362, 0.09772345054220022];
}
