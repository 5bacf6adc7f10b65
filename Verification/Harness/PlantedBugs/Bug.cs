namespace CnnVerified.Verification.PlantedBugs;

/// <summary>A planted bug of the catalogue: what is said of it, and its edit of a right backward pass.</summary>
internal sealed class Bug : PlantedBug
{
    public Bug(
        string breaks, string name, string mistake, string lesson, string? named, Action<BackwardPass> spoil,
        string? seen = null)
        : base(breaks, name, mistake, lesson, named, seen) => Spoil = spoil;
}
