namespace CnnVerified.Verification.Tests.PlantedBugs;

[Parallelizable]
public class CatalogueTests
{
    private const int FewestBugs = 40;

    [Test]
    public void Holds_every_bug_once_under_a_name_to_type()
    {
        Assert.That(Catalogue.All, Has.Count.AtLeast(FewestBugs));
        Assert.That(Catalogue.All.Select(bug => bug.Name), Is.Unique.And.All.Matches("^[a-z]+(-[a-z]+)+$"));
        var lists = typeof(Bug).Assembly.GetTypes().Where(type => type.Namespace == typeof(Bug).Namespace)
            .Select(type => type.GetProperty(nameof(Catalogue.All))?.GetValue(null)).OfType<PlantedBug[]>();
        Assert.That(Catalogue.All, Is.EquivalentTo(lists.SelectMany(list => list)));
    }

    [Test]
    public void Finds_a_bug_by_its_name()
    {
        Assert.That(Catalogue.Find("conv-kernel-not-rotated")?.Breaks, Is.EqualTo(nameof(Convolution<>)));
        Assert.That(Catalogue.Find("no-such-bug"), Is.Null);
    }

    [Test]
    public void Lessons_fit_a_screen_of_80_columns()
    {
        string[] texts = [Lesson.List(), .. Catalogue.All.DistinctBy(bug => bug.Breaks).Select(Lesson.Of)];
        Assert.That(texts.SelectMany(text => text.Split('\n')), Is.All.Length.LessThanOrEqualTo(80));
    }

    [TestCase("conv-kernel-not-rotated")]
    [TestCase("dense-overwrites-gradients")]
    public Task Teaches_what_a_learner_would_see(string name) =>
        Snapshot.Approve($"lesson.{name}", Lesson.Of(Catalogue.Find(name)!));
}
