namespace CnnVerified.Verification.Tests.PlantedBugs;

/// <summary>What is tried on a wrong gradient, and what counts as an explanation.</summary>
public class HypothesesTests
{
    [TestCase(15, true)]
    [TestCase(Tolerances.ThoroughEntries + 1, false)]
    public void Mechanisms_are_tried_on_tensors_that_are_small_enough(int entries, bool areTried) =>
        Assert.That(KnownMistakes.Mechanisms(Wrong(entries, 1), 0, Deadline.None).Any(), Is.EqualTo(areTried));

    [Test]
    public void What_predicts_no_numbers_explains_nothing_where_there_is_no_second_point()
    {
        // Two entries: a constant and a multiple of x fit any two numbers, and predict none.
        var diagnosis = Investigation.Run([new(Wrong(2, 1.37), 0, Deadline.None)]).Single();
        Assert.That(diagnosis.IsNamed, Is.False, diagnosis.ToString);
        Assert.That(diagnosis.ToString(), Does.Not.Contain("NaN"));
    }

    [Test]
    public void Signs_that_alternate_by_chance_explain_nothing()
    {
        // The upper clip is forgotten: at this point alone that looks like a sum at every second place.
        var report = GradientCheck
            .Of<float>(x => x.Sum(v => Math.Clamp(v, 0, 2)), x => [.. x.Select(v => v > 0 ? 1f : 0f)])
            .At([0.5f, -1.5f, 2.5f, -0.3f, 0.9f, -2.2f]).Run();
        Assert.That(report.Count(Verdict.Wrong), Is.EqualTo(1));
        Assert.That(report.Diagnoses.Single().Explanations.Select(one => one.Equation),
            Is.EqualTo(new[] { "dx = correct, but 1 where x > 1" }));
    }

    /// <summary>A slope of which every entry is off by another factor.</summary>
    private static WrongPass Wrong(int entries, double off)
    {
        var (x, dy) = (Numbers(entries, i => Math.Cos(i + off)), Numbers(entries, i => Math.Sin(3 * i + 1)));
        var right = Numbers(entries, i => Math.Cos(5 * i));
        var given = Numbers(entries, i => right[i] * (1 + Math.Sqrt(i + 0.77 * off)));
        return new("", [new("x", ["N"], x, given, right)], null,
            new(x, Numbers(entries, i => Math.Sinh(x[i])), dy, []), IsLoss: false, 1e-10);
    }

    private static Tensor<double> Numbers(int count, Func<int, double> f) =>
        new(new Shape(count), [.. Enumerable.Range(0, count).Select(f)]);
}
