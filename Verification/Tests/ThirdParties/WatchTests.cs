namespace CnnVerified.Verification.Tests.ThirdParties;

/// <summary>A check of slow code says how long it will take, how far it is, and can be ended.</summary>
public class WatchTests
{
    [TestCase(1, 20)]                                 // of which 11 look for chance
    [TestCase(2, 12)]
    [TestCase(3, 12)]
    [TestCase(5, 12)]
    [TestCase(40, 12)]
    [TestCase(999, 12)]
    [TestCase(1_000, 3)]
    [TestCase(5_000, 3)]
    public void A_smooth_function_is_called_so_often_an_entry_at_most(int n, int most)
    {
        var calls = 0;
        GradientCheck.Of(x => { calls++; return x.Sum(Math.Exp); }, x => [.. x.Select(Math.Exp)])
            .At(Enumerable.Range(0, n).Select(i => 0.1 * (i % 31) + 0.33).ToArray()).Verify();
        Assert.That(calls, Is.LessThanOrEqualTo(most * n));
    }

    [Test]
    public void A_thousand_entries_of_several_arrays_need_no_more()
    {
        var calls = 0;
        (string, Array)[] arrays = [.. Enumerable.Range(0, 10).Select(k => ($"a{k}",
            (Array)Enumerable.Range(0, 120).Select(i => 0.1 * (i % 31) + 0.1 * k + 0.33).ToArray()))];
        GradientCheck.OfBackward(
            a => { calls++; return new[] { arrays.Sum(one => a[one.Item1].Sum(Math.Exp)) }; },
            (a, dy) => [.. arrays.Select(one =>
                (one.Item1, (Array)a[one.Item1].Select(v => dy[0] * Math.Exp(v)).ToArray()))])
            .At(arrays).Verify();
        Assert.That(calls, Is.LessThanOrEqualTo(3 * 1_200));
    }

    [Test]
    public void A_pointwise_function_is_called_for_the_changed_entry_alone()
    {
        var calls = 0;
        GradientCheck.OfPointwise(x => { calls++; return Math.Tanh(x); }, x => 1 - Math.Tanh(x) * Math.Tanh(x))
            .At(Enumerable.Range(0, 50).Select(i => 0.05 * i + 0.3).ToArray()).Verify();
        Assert.That(calls, Is.LessThanOrEqualTo(24 * 50));
    }

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
