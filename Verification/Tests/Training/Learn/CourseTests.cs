using CnnVerified.Training.Learn;

namespace CnnVerified.Verification.Tests.Training.Learn;

[Parallelizable]
public class CourseTests
{
    private const int Columns = 80;

    private static IEnumerable<string> Exercises => Course.Assignments.Select(assignment => assignment.Name);

    [TestCaseSource(nameof(Exercises))]
    public void A_solution_is_right(string exercise)
    {
        var progress = CompiledCourse.Check(Find(exercise), "Solution");
        Assert.That(progress.Outcome, Is.EqualTo(Outcome.Right), CourseText.Of(progress, 4));
    }

    [TestCaseSource(nameof(Exercises))]
    public void A_stub_is_to_do_and_nothing_of_it_is_right_or_wrong(string exercise) => Assert.That(
        CompiledCourse.Check(Find(exercise), "Stub").Findings.Select(finding => finding.Answer.Outcome),
        Is.All.EqualTo(Outcome.Todo));

    [TestCaseSource(nameof(Exercises))]
    public void An_exercise_has_three_usual_mistakes(string exercise) =>
        Assert.That(Mistakes.All.Count(mistake => mistake.Exercise == exercise), Is.EqualTo(3));

    [TestCaseSource(typeof(Mistakes), nameof(Mistakes.All))]
    public void A_usual_mistake_is_wrong_and_all_hints_say_something_on_80_columns(Mistake mistake)
    {
        var progress = CompiledCourse.Check(Find(mistake.Exercise), CompiledCourse.SpaceOf(mistake));
        Assert.That(progress.Outcome, Is.EqualTo(Outcome.Wrong));
        Assert.That(progress.First!.Answer.Account, Is.Not.Empty);
        Assert.That(progress.First.Hints.Select(hint => hint.Text), Is.All.Not.Empty);
        var text = CourseText.Of(progress, progress.First.Hints.Count);
        TestContext.Out.WriteLine(text);
        Assert.That(text.Split('\n'), Is.All.Length.LessThanOrEqualTo(Columns));
    }

    [TestCaseSource(nameof(Exercises))]
    public void The_last_hint_is_a_line_of_the_solution(string exercise)
    {
        var assignment = Find(exercise);
        var findings = CompiledCourse.Check(assignment, "Solution").Findings;
        foreach (var line in findings.SelectMany(finding => finding.Question.Line.Split('\n')))
            Assert.That(CompiledCourse.Solution(assignment), Does.Contain(line));
    }

    [TestCaseSource(nameof(Exercises))]
    public void A_stub_is_its_solution_without_the_bodies(string exercise)
    {
        var (stub, solution) = (CompiledCourse.Stub(Find(exercise)), CompiledCourse.Solution(Find(exercise)));
        Assert.That(stub, Does.Contain("throw new NotImplementedException();"));
        Assert.That(stub.Split('\n').Where(line => !line.Contains("throw")), Is.SubsetOf(solution.Split('\n')));
    }

    private static Assignment Find(string name) => Course.Assignments.Single(assignment => assignment.Name == name);
}
