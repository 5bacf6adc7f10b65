namespace CnnVerified.Verification.Benchmarks;

/// <summary>One size that a sweep varies.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Values">From the least to the greatest.</param>
internal sealed record Axis(string Name, params int[] Values);
