namespace CnnVerified.Verification.Benchmarks;

/// <summary>One pass, ready to be run again and again.</summary>
/// <param name="Name">Such as <c>forward</c>.</param>
/// <param name="Amount">How many units it does.</param>
/// <param name="Run">Does it once.</param>
internal readonly record struct MappedPass(string Name, double Amount, Action Run);

/// <summary>What is done for each shape of a grid.</summary>
internal interface IMappedWork
{
    /// <summary>The passes of a shape; none if there is no such shape.</summary>
    IEnumerable<MappedPass> Passes<T>(IReadOnlyList<int> shape) where T : IFloatingPointIeee754<T>;
}
