namespace CnnVerified.Verification.Tests.Properties;

/// <summary>
/// A property over random geometry. It draws the same cases in every run, so that the gate is stable, unless
/// the environment variable CNNVERIFIED_FSCHECK_SEED sets another seed, or with <c>random</c> a new one for each run.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GatePropertyAttribute : FsCheck.NUnit.PropertyAttribute
{
    public const string SeedVariable = "CNNVERIFIED_FSCHECK_SEED";

    private const ulong DefaultSeed = 20_240_229;
    private const ulong Gamma = 0x9E37_79B9_7F4A_7C15;     // SplitMix's odd step between draws

    public GatePropertyAttribute()
    {
        Arbitrary = [typeof(GeometryArbitraries)];
        QuietOnSuccess = true;
        Replay = string.Create(CultureInfo.InvariantCulture, $"{Seed},{Gamma}");
    }

    /// <summary>The seed of this run.</summary>
    public static ulong Seed { get; } = SeedOf(Environment.GetEnvironmentVariable(SeedVariable));

    /// <summary>The seed that a value of the environment variable asks for.</summary>
    public static ulong SeedOf(string? variable) => variable switch
    {
        null or "" => DefaultSeed,
        "random" => (ulong)Random.Shared.NextInt64(),
        _ => ulong.Parse(variable, CultureInfo.InvariantCulture),
    };
}
