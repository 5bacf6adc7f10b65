using NUnit.Framework.Constraints;

namespace CnnVerified.Verification;

/// <summary>The result of a constraint whose report is its message, and a page that is attached to the test.</summary>
internal sealed class ReportResult(IConstraint constraint, CheckReport report)
    : ConstraintResult(constraint, report, report.Passed)
{
    public override void WriteActualValueTo(MessageWriter writer) => writer.Write(ActualValue!.ToString()!);

    public override void WriteAdditionalLinesTo(MessageWriter writer)
    {
        if (AttachedPage.Of(report) is { } path) writer.WriteLine($"  To look at: {path}");
    }
}
