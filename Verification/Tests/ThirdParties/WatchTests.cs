namespace CnnVerified.Verification.Tests.ThirdParties;

/// <summary>A check of slow code says how long it will take, how far it is, and can be ended.</summary>
public class WatchTests
{
    [TestCase(5)]
    [TestCase(40)]
    public void The_number_of_calls_is_known_beforehand(int n)
    {
        var calls = 0;
        var check = GradientCheck.Of(x => { calls++; return x.Sum(Math.Exp); }, x => [.. x.Select(Math.Exp)])
            .At(Enumerable.Range(0, n).Select(i => 0.1 * i + 0.33).ToArray());
        var expected = check.ExpectedCalls();
        calls = 0;
        check.Verify();
        Assert.That(calls, Is.EqualTo(expected).Within(15).Percent);
    }

    [Test]
    public void Progress_ends_at_what_was_expected()
    {
        var last = default(CheckProgress);
        GradientCheck.Of(x => x.Sum(v => v * v), x => [.. x.Select(v => 2 * v)]).At(new[] { 1.0, 2, 3 })
            .Watched(new Watcher(progress => last = progress)).Verify();
        Assert.That(last.Done, Is.Positive.And.EqualTo(last.Expected).Within(25).Percent);
    }

    [Test]
    public void A_check_can_be_ended()
    {
        using var source = new CancellationTokenSource();
        var check = GradientCheck.Of(x => x.Sum(v => v * v), x => [.. x.Select(v => 2 * v)]).At(new[] { 1.0, 2, 3 })
            .Watched(new Watcher(progress => { if (progress.Done > 20) source.Cancel(); }), source.Token);
        Assert.That(() => check.Run(), Throws.InstanceOf<OperationCanceledException>());
    }

    private sealed class Watcher(Action<CheckProgress> report) : IProgress<CheckProgress>
    {
        public void Report(CheckProgress value) => report(value);
    }
}
