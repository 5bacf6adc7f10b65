using CnnVerified.Verification.Tests.Checks;
using CnnVerified.Verification.Tests.RightLayers;

namespace CnnVerified.Verification.Tests.Gradients;

/// <summary>Checks so large that one difference settles most entries.</summary>
[Parallelizable]
public class ManyEntries
{
    [Test]
    public void Kinks_among_many_entries_are_not_grossly_wrong_and_wrong_ones_beside_them_are()
    {
        var x = Draw.Normal(new Shape(3, 1000), 1);
        for (var i = 0; i < x.Shape.Count; i += 7) x[i] = 0;
        var right = new DoubleLayer(new ReLU<double>());
        Assert.That(GradientCheck.Of(right).At(x).Run().Count(Verdict.Wrong), Is.Zero);
        var some = new Tampered(right)
        {
            AfterBackward = (_, _, _, dx, _) => { for (var i = 1; i < 3000; i += 500) dx![i] += 1; },
        };
        Assert.That(GradientCheck.Of(some).At(x).Run().Count(Verdict.Wrong), Is.EqualTo(6));
    }

    [Test]
    public void A_right_entry_that_bends_far_more_than_all_others_is_no_gross_mistake()
    {
        var report = GradientCheck.Of(
            x => x.Sum(v => v * v) + Math.Sin(300 * x[0]),
            x => [.. x.Select((v, i) => 2 * v + (i == 0 ? 300 * Math.Cos(300 * v) : 0))])
            .At(Enumerable.Range(0, 1500).Select(i => 1 + i / 1024.0).ToArray()).Run();
        Assert.That(report.Passed, report.ToString);
    }

    [Test]
    public void Below_a_thousand_entries_each_takes_several_steps()
    {
        var calls = 0;
        GradientCheck.Of(x => { calls++; return x.Sum(Math.Exp); }, x => [.. x.Select(Math.Exp)])
            .At(Enumerable.Range(0, 900).Select(i => 0.1 * (i % 31) + 0.33).ToArray()).Verify();
        Assert.That(calls, Is.GreaterThan(8 * 900));
    }

    /// <summary>Two evaluations settle an entry that is right; the whole ladder takes a hundred.</summary>
    [TestCase(1, 3)]
    [TestCase(2, 20)]
    public void A_gross_mistake_throughout_needs_no_ladder(double factor, int most)
    {
        const int Entries = 3000;
        var calls = 0;
        var report = GradientCheck.Of(
            x => { calls++; return x.Sum(v => v * v * v); },
            x => [.. x.Select(v => factor * 3 * v * v)]).At(Entries).Run();
        Assert.That(report.Passed, Is.EqualTo(factor == 1));
        Assert.That(calls, Is.LessThan(most * Entries));
    }

    /// <summary>Those three take some 2,300 calls, each other 31; a right entry among them is right.</summary>
    [Test]
    public void Of_a_few_entries_three_take_the_ladder_where_all_are_grossly_wrong()
    {
        var (calls, x) = (0, Enumerable.Range(0, 60).Select(i => 0.017 * i + 0.33).ToArray());
        var report = GradientCheck.Of(
            x => { calls++; return x.Sum(v => v * v * v); },
            x => [.. x.Select((v, i) => (i == 7 ? 3 : 6) * v * v)]).At(x).WithoutDiagnosis().Run();
        Assert.Multiple(() =>
        {
            Assert.That(report.Variables[0].Entries.Select(entry => entry.Verdict),
                Is.EqualTo(x.Select((_, i) => i == 7 ? Verdict.Correct : Verdict.Wrong)));
            Assert.That(calls, Is.LessThan(100 * x.Length));
        });
    }
}
