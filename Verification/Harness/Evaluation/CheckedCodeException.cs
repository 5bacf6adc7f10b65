namespace CnnVerified.Verification;

/// <summary>
/// A function, layer or loss under check could not be evaluated at the point of the check: it threw, or what it
/// returned is no gradient. The message says which code, and where.
/// </summary>
/// <param name="message">A sentence.</param>
/// <param name="thrown">What the code threw; null if it threw nothing.</param>
public sealed class CheckedCodeException(string message, Exception? thrown = null) : Exception(message, thrown);
