using System.Reflection;

namespace CnnVerified.Verification.Tracing;

/// <summary>Other instructions in place of some of a method's.</summary>
/// <param name="Method">The method.</param>
/// <param name="At">The first of those that go.</param>
/// <param name="Count">How many go.</param>
/// <param name="Instead">What comes there; its jumps lead where the method's do.</param>
internal sealed record Replacement(MethodBase Method, int At, int Count, Op[] Instead);
