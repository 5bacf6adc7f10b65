using CnnVerified.Layers.Kernels.Threads;

namespace CnnVerified.Verification.Tests.Kernels;

/// <summary>
/// Loops that follow each other as fast as they can, so that helpers come late, early and in between.
/// </summary>
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
    public void Helpers_that_fell_asleep_help_again()
    {
        for (var loop = 0; loop < 100; loop++)
        {
            Thread.Sleep(1);
            using var meeting = new Barrier(2);
            Team.For(2, WorthSharing, meeting, static (meeting, _, _) =>
                Assert.That(meeting.SignalAndWait(TimeSpan.FromMinutes(1)), "nobody takes the other item"));
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
                Throws.TypeOf<InvalidOperationException>());
            int[] then = [.. done];
            Thread.Sleep(1);
            Assert.That(done, Is.EqualTo(then));
        }
    }

    [Test]
    public void An_exception_does_not_depend_on_the_size_of_the_loop_or_the_number_of_threads(
        [Values(1, 2, 4)] int threads, [Values(1, WorthSharing)] int cost, [Values(2, 7, 100)] int items)
    {
        Parallelism.Threads = threads;
        try
        {
            for (var loop = 0; loop < 100; loop++)
                Assert.That(
                    () => Team.For(items, cost, items, static (_, first, count) =>
                    {
                        // Every item fails from the second on; the last ones fail first.
                        if (first + count > 1) throw new ArgumentException($"item {Math.Max(first, 1)}");
                    }),
                    Throws.TypeOf<ArgumentException>().With.Message.EqualTo("item 1"));
        }
        finally
        {
            Parallelism.Threads = 4;
        }
    }

    [Test]
    public void What_fails_in_one_loop_does_not_fail_the_next()
    {
        var done = new int[7];
        Assert.That(
            () => Team.For(done.Length, WorthSharing, done, static (_, _, _) => throw new InvalidOperationException()),
            Throws.TypeOf<InvalidOperationException>());
        Team.For(done.Length, WorthSharing, done, static (done, first, count) => done.AsSpan(first, count).Fill(1));
        Assert.That(done, Is.All.EqualTo(1));
    }
}
