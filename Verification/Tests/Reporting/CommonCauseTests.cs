namespace CnnVerified.Verification.Tests.Reporting;

/// <summary>What a report says of several gradients that are wrong.</summary>
[Parallelizable(ParallelScope.All)]
public class CommonCauseTests
{
    private static Diagnosis Named(string variable, string rightSide) =>
        new(variable, [new($"d{variable} = {rightSide}", "it")], "in all entries");

    [Test]
    public void A_line_that_explains_several_is_told_once() => Assert.That(
        Text(Named("x", "correct, once j stands for i on line 7 of A.cs"),
            Named("w", "correct, once j stands for i on line 7 of A.cs"),
            Named("b", "correct, once j stands for i on line 8 of A.cs")),
        Is.EqualTo("""
            dx = correct, once j stands for i on line 7 of A.cs
            in all entries
            look at: it
            the same is true of dw
            db = correct, once j stands for i on line 8 of A.cs
            in all entries
            look at: it
            """));

    [Test]
    public void Factors_and_layers_are_told_one_by_one() => Assert.That(
        Text(Named("x", "correct × 2") with { Place = "Dense[1]" },
            Named("x", "correct × 2") with { Place = "Dense[2]" },
            Named("w", "correct × 2") with { Place = "Dense[2]" }).Split("correct × 2"), Has.Length.EqualTo(4));

    [Test]
    public void What_nothing_explains_comes_through_a_line_that_is_told_once() => Assert.That(
        Text(new Diagnosis("x", [], "Wrong are 2.") { Repair = "line 7" },
            new Diagnosis("w", [], "Wrong are 3.") { Repair = "line 7" }),
        Is.EqualTo("""
            dx: no known mistake explains it. Wrong are 2.
            look at: line 7
            dw: no known mistake explains it. Wrong are 3.
            """));

    private static string Text(params Diagnosis[] all) =>
        string.Join('\n', Diagnosis.Lines(all).Select(line => line.Text)).ReplaceLineEndings();
}
