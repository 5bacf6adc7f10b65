using System.Collections.Concurrent;
using static CnnVerified.Verification.Tests.Gradients.Examples;
using Tampered = CnnVerified.Verification.Tests.Checks.Tampered;

namespace CnnVerified.Verification.Tests.Evaluation;

/// <summary>Who may be called by several threads, and what happens when several threads check one object.</summary>
[NonParallelizable]
public class ThreadTests
{
    private const int Many = 500, Checks = 16;

    private readonly ConcurrentDictionary<int, bool> threads = [];
    private int before, turns, last;

    [SetUp]
    public void Share()
    {
        (before, Parallelism.Threads) = (Parallelism.Threads, 4);
        threads.Clear();
        (turns, last) = (0, 0);
    }

    [TearDown]
    public void Restore() => Parallelism.Threads = before;

    [Test]
    public void A_function_that_keeps_a_scratch_buffer_is_called_by_one_thread()
    {
        var scratch = new double[Many];
        double SumOfSquares(double[] x)
        {
            Note();
            for (var i = 0; i < x.Length; i++) scratch[i] = x[i] * x[i];
            return scratch.Sum();
        }
        GradientCheck.Of(SumOfSquares, x => [.. x.Select(one => 2 * one)]).At(Many).Verify();
        Assert.That(threads.Keys, Is.EqualTo(new[] { Environment.CurrentManagedThreadId }));
    }

    [Test]
    public void A_layer_that_is_not_the_librarys_is_called_by_one_thread_though_there_are_copies()
    {
        GradientCheck.Of(new Watched(Normal(1, Many), Note, Note)).At(2, Many).Verify();
        Assert.That(threads.Keys, Is.EqualTo(new[] { Environment.CurrentManagedThreadId }));
    }

    [Test]
    public void A_network_that_holds_such_a_layer_or_such_a_loss_is_called_by_one_thread()
    {
        var dense = new Dense<double>(Normal(1, 4, Many), Normal(2, 4));
        GradientCheck.Of(new Network<double>(dense, new Watched(Normal(3, 4), Note)), new SumOfSquares(Note))
            .At(2, Many).Verify();
        GradientCheck.Of(new Network<double>(dense), new SumOfSquares(Note)).At(2, Many).Verify();
        Assert.That(threads.Keys, Is.EqualTo(new[] { Environment.CurrentManagedThreadId }));
    }

    [Test]
    public void Who_asks_for_it_is_called_by_several_threads()
    {
        using var met = new ManualResetEventSlim();
        double Sum(double[] x)
        {
            Note();
            if (threads.Count > 1) met.Set();
            if (x[0] != 7) met.Wait(TimeSpan.FromMinutes(1));       // in vain if nobody else ever comes
            return x.Sum();
        }
        var sevens = new Tensor<double>(new Shape(Many));
        sevens.Values.Fill(7);
        GradientCheck.Of(Sum, x => [.. x.Select(_ => 1.0)]).At(sevens).InParallel().Verify();
        Assert.That(threads, Has.Count.GreaterThan(1));
    }

    [Test]
    public void One_thread_in_all_is_the_caller([Values] bool isAllowedInParallel)
    {
        Parallelism.Threads = 1;
        var check = GradientCheck.Of(x =>
        {
            Note();
            return x.Sum();
        }, x => [.. x.Select(_ => 1.0)]).At(Many);
        (isAllowedInParallel ? check.InParallel() : check).Verify();
        Assert.That(threads.Keys, Is.EqualTo(new[] { Environment.CurrentManagedThreadId }));
    }

    [Test]
    public void The_librarys_own_layers_are_shared_between_threads()
    {
        var subject = Subject.Of("", SmallNetwork(), new BinaryCrossEntropy<double>(), Normal(14, 1, 1, 7, 5),
            new Tensor<double>(new Shape(1, 2), 0, 1));
        Assert.That(subject.RunsInParallel());
    }

    [Test]
    public void Checks_of_one_layer_on_several_threads_are_all_right()
    {
        var layer = new Scale(new Tensor<double>(new Shape(8), 1, 2, 3, 4, 5, 6, 7, 8));
        RequireRight(64, i => GradientCheck.Of(layer).At(3, 8).Seed(i).Run().Passed);
    }

    [Test]
    public void Checks_of_one_layer_run_one_after_the_other()
    {
        var layer = new Watched(Normal(1, 8), TakeTurns);
        RequireRight(Checks, i => GradientCheck.Of(layer).At(3, 8).Seed(i).Run().Passed);
        Assert.That(turns, Is.AtMost(Checks));
    }

    [Test]
    public void Checks_of_layers_that_share_numbers_run_one_after_the_other()
    {
        double[] shared = [1, 2, 3, 4, 5, 6, 7, 8];
        RequireRight(Checks, i =>
            GradientCheck.Of(new Watched(new(new Shape(8), shared), TakeTurns)).At(3, 8).Seed(i).Run().Passed);
        Assert.That(turns, Is.AtMost(Checks));
    }

    [Test]
    public void Proofs_of_one_layer_run_one_after_the_other()
    {
        var layer = new Watched(Normal(1, 4), TakeTurns);
        RequireRight(Checks, i => LayerProof.Of(layer).At(3, 4).Run().Passed);
        Assert.That(turns, Is.AtMost(Checks));
    }

    [Test]
    public void A_report_that_is_printed_and_a_check_run_one_after_the_other()
    {
        var wrong = new Tampered(new Scale(Normal(1, 3)))
        {
            AfterForward = (_, _) => TakeTurns(),
            AfterBackward = (_, _, _, _, gradients) => gradients[0][0] *= 2,
        };
        var expected = GradientCheck.Of(wrong).At(2, 3).Run().ToString();
        RequireRight(Checks, _ => GradientCheck.Of(wrong).At(2, 3).Run().ToString() == expected);
        Assert.That(turns, Is.AtMost(1 + 3 * Checks));               // to run, to diagnose, to confess
    }

    [Test]
    public void A_check_may_run_inside_another_one_of_the_same_layer()
    {
        var inner = new Scale(Normal(1, 3));
        var outer = new Watched(Normal(2, 3), () => GradientCheck.Of(inner).At(2, 3).Verify());
        Assert.That(GradientCheck.Of(new Network<double>(inner, outer), new SumOfSquares(Note)).At(1, 3).Run().Passed);
    }

    [Test]
    public void A_check_inside_another_one_does_not_wait_for_a_third()
    {
        using var isChecked = new ManualResetEventSlim();
        using var end = new ManualResetEventSlim();
        var busy = new Watched(Normal(1, 3), () =>
        {
            isChecked.Set();
            end.Wait();
        });
        var other = Task.Run(() => GradientCheck.Of(busy).At(1, 3).Run());
        isChecked.Wait();
        var nesting = new Watched(Normal(2, 3), () => GradientCheck.Of(busy).At(1, 3).Run());
        Assert.That(
            () => GradientCheck.Of(nesting).At(1, 3).Run(),
            Throws.TypeOf<CheckedCodeException>().With.InnerException.Message.Contains("run them one by one"));
        end.Set();
        Assert.That(other.Result.Passed);
    }

    private static void RequireRight(int checks, Func<int, bool> isRight)
    {
        var wrong = 0;
        Parallel.For(0, checks, new() { MaxDegreeOfParallelism = 8 }, i =>
        {
            if (!isRight(i)) Interlocked.Increment(ref wrong);
        });
        Assert.That(wrong, Is.Zero, $"of {checks} checks");
    }

    /// <summary>Counts how often another thread has its turn, and offers it one.</summary>
    private void TakeTurns()
    {
        lock (threads)
        {
            if (last != Environment.CurrentManagedThreadId) turns++;
            last = Environment.CurrentManagedThreadId;
        }
        Thread.Yield();
    }

    private void Note() => threads[Environment.CurrentManagedThreadId] = true;
}
