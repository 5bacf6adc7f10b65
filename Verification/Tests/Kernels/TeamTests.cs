using CnnVerified.Layers;
using CnnVerified.Layers.Kernels;

namespace CnnVerified.Verification.Tests.Kernels;

/// <summary>Loops that follow each other as fast as they can, so that helpers come late, early and in between.</summary>
[NonParallelizable]
public sealed class TeamTests
{
    private const int Loops = 30_000, WorthSharing = 1_000_000;

    private int before;

    [OneTimeSetUp]
    public void Share() => (before, Parallelism.Threads) = (Parallelism.Threads, 4);

    [OneTimeTearDown]
    public void Restore() => Parallelism.Threads = before;

    [Test]
    public void Each_item_is_done_once_before_its_loop_ends()
    {
        var done = new int[7];
        for (var loop = 1; loop <= Loops; loop++)
        {
            Team.For(done.Length, WorthSharing, done, static (done, first, count) =>
            {
                for (var i = first; i < first + count; i++) done[i]++;
            });
            Assert.That(done, Is.All.EqualTo(loop));
        }
    }

    [Test]
    public void A_loop_that_has_failed_is_over()
    {
        for (var loop = 0; loop < 200; loop++)
        {
            Thread.Sleep(1);                        // helpers fall asleep and come late
            var done = new int[7];
            Assert.That(
                () => Team.For(done.Length, WorthSharing, done, static (done, first, count) =>
                {
                    if (first + count == done.Length) throw new InvalidOperationException();
                    done.AsSpan(first, count).Fill(1);
                }),
                Throws.TypeOf<AggregateException>().With.InnerException.TypeOf<InvalidOperationException>());
            int[] then = [.. done];
            Thread.Sleep(1);
            Assert.That(done, Is.EqualTo(then));
        }
    }

    [Test]
    public void What_fails_in_one_loop_does_not_fail_the_next()
    {
        var done = new int[7];
        Assert.That(
            () => Team.For(done.Length, WorthSharing, done, static (_, _, _) => throw new InvalidOperationException()),
            Throws.TypeOf<AggregateException>());
        Team.For(done.Length, WorthSharing, done, static (done, first, count) => done.AsSpan(first, count).Fill(1));
        Assert.That(done, Is.All.EqualTo(1));
    }
}
