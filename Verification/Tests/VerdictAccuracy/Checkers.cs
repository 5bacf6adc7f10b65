using CnnVerified.Verification.Tests.VerdictAccuracy.Rules;

namespace CnnVerified.Verification.Tests.VerdictAccuracy;

/// <summary>What a checker says of a gradient.</summary>
internal enum Answer
{
    Passed, Refused, Undecided,
}

/// <summary>This library's check, and the rules that others go by.</summary>
internal static class Checkers
{
    /// <summary>The rules of the others: they pass a gradient or refuse it.</summary>
    public static readonly (string Name, Func<Case, bool> Passes)[] Rules =
    [
        ("PyTorch", PyTorchRule.Passes), ("SciPy", SciPyRule.Passes), ("Ceres", CeresRule.Passes),
        ("Chainer", ChainerRule.Passes),
    ];

    /// <summary>This library's answer, with the report or what was thrown instead.</summary>
    public static (Answer Answer, Func<string> Report) Own(Case one)
    {
        try
        {
            var report = GradientCheck.Of(one.F, one.Gradient)
                .At(new Tensor<double>(new Shape(one.X.Length), [.. one.X])).Run();
            var answer = report.Passed ? Answer.Passed
                : report.Count(Verdict.Wrong) > 0 ? Answer.Refused : Answer.Undecided;
            return (answer, report.Summary.ToString);
        }
        catch (Exception thrown) when (thrown is not OutOfMemoryException)
        {
            return (Answer.Undecided, thrown.ToString);
        }
    }

    /// <summary>A rule's answer: where the function throws, it refuses.</summary>
    public static Answer Of(Func<Case, bool> passes, Case one)
    {
        try
        {
            return passes(one) ? Answer.Passed : Answer.Refused;
        }
        catch (ArgumentException)
        {
            return Answer.Refused;
        }
    }
}
