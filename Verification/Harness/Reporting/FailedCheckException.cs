using System.Diagnostics.CodeAnalysis;

namespace CnnVerified.Verification;

/// <summary>A check did not pass.</summary>
/// <param name="report">What was found; its text is the message.</param>
public abstract class FailedCheckException<TReport>(TReport report) : Exception(report.ToString())
    where TReport : CheckReport
{
    /// <summary>What was found.</summary>
    [SuppressMessage("Design", "CA1051", Justification = "NUnit prints properties of exceptions below their messages.")]
    public readonly TReport Report = report;
}
