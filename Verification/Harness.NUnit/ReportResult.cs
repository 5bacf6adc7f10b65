using NUnit.Framework.Constraints;

namespace CnnVerified.Verification;

/// <summary>The result of a constraint whose report is its message.</summary>
internal sealed class ReportResult(IConstraint constraint, CheckReport report)
    : ConstraintResult(constraint, report, report.Passed)
{
    public override void WriteActualValueTo(MessageWriter writer) => writer.Write(ActualValue!.ToString()!);
}
