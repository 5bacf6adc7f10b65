using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace CnnVerified.Verification.Tests.ForeignLayers;

/// <summary>
/// What the diagnosis makes of mistakes in layers that the library does not have: each is looked at once, by whichever
/// test asks first.
/// </summary>
[Parallelizable(ParallelScope.All)]
public class ForeignLayersTests
{
    // What the diagnosis reaches, to be tightened with it.
    private const int FewestNamed = 256, MostSilent = 0, MostWrong = 0;

    private static readonly ForeignLayer[] Corpus =
    [
        .. SmoothActivations.All, .. ExponentialActivations.All, .. PiecewiseActivations.All, .. BatchNormalisation.All,
        .. OtherNormalisations.All, .. Softmaxes.All, .. RegressionLosses.All, .. MarginLosses.All,
        .. ClassificationLosses.All, .. OverlapLosses.All, .. Convolutions.All,
        .. OtherConvolutions.All, .. Recurrent.All, .. Attention.All, .. Gates.All, .. Spatial.All,
    ];

    private static readonly ConcurrentDictionary<(ForeignLayer, Mistake), Lazy<Finding>> Findings = [];

    private static IEnumerable<TestCaseData> Layers =>
        Corpus.Select(layer => new TestCaseData(layer).SetArgDisplayNames(layer.Name));

    [TestCaseSource(nameof(Layers))]
    public void Without_a_mistake_each_is_right_in_every_entry(object layer)
    {
        var report = ((ForeignLayer)layer).Check("").Run();
        Assert.That(report.Count(Verdict.Correct), Is.EqualTo(report.Entries), report.ToString);
    }

    [TestCaseSource(nameof(Layers))]
    public void With_any_mistake_each_is_wrong(object layer)
    {
        var one = (ForeignLayer)layer;
        Assert.That(
            one.Mistakes.Where(m => Find(one, m).Outcome == Outcome.NotCaught).Select(m => m.Name),
            Is.Empty);
    }

    [Test]
    public async Task What_is_said_of_each_mistake_is_an_approved_table()
    {
        Finding[] findings = [.. Corpus.SelectMany(layer => layer.Mistakes.Select(m => Find(layer, m)))];
        foreach (var slow in findings.OrderByDescending(f => f.Time).Take(10))
            TestContext.Out.WriteLine($"{slow.Time.TotalSeconds,8:F2} s  {slow.Layer}: {slow.Mistake}");
        int Count(Outcome outcome) => findings.Count(f => f.Outcome == outcome);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture,
            $"{findings.Length} mistakes in {Corpus.Length} layers and losses that the library does not have\n\n");
        foreach (var outcome in Enum.GetValues<Outcome>())
            text.Append(CultureInfo.InvariantCulture,
                $"{Count(outcome),4}  {100.0 * Count(outcome) / findings.Length,5:F1} %  {Finding.Words(outcome)}\n");
        text.Append('\n').AppendJoin("\n", findings.AsEnumerable());
        await Snapshot.Approve("diagnosis-of-foreign-layers", text.ToString());
        Assert.Multiple(() =>
        {
            Assert.That(Count(Outcome.NotCaught), Is.Zero);
            Assert.That(Count(Outcome.Named), Is.AtLeast(FewestNamed));
            Assert.That(Count(Outcome.Silent), Is.AtMost(MostSilent));
            Assert.That(Count(Outcome.ExplainedOtherwise), Is.AtMost(MostWrong));
        });
    }

    private static Finding Find(ForeignLayer layer, Mistake mistake) =>
        Findings.GetOrAdd((layer, mistake), _ => new(() => Finding.Of(layer, mistake))).Value;
}
