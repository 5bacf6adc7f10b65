using System.Collections.Concurrent;

namespace CnnVerified.Verification.Tests.RightLayers;

/// <summary>Of random right layers, losses and networks none has a gradient called wrong, and no proof fails.</summary>
[Parallelizable(ParallelScope.Children)]
internal sealed class RightLayersAreRight
{
    /// <summary>How many the gate draws; this environment variable asks for more.</summary>
    public const string DrawsVariable = "CNNVERIFIED_RIGHT_LAYERS";

    private const int Sampled = 5;                    // one draw in so many is checked in other ways as well

    private static readonly int Draws = int.Parse(
        Environment.GetEnvironmentVariable(DrawsVariable) ?? "200", CultureInfo.InvariantCulture);

    [Test]
    public void No_gradient_is_called_wrong_by_all_oracles() => NoneWrong(code => code.Check());

    [Test]
    public void No_gradient_is_called_wrong_without_dual_numbers() =>
        NoneWrong(code => code.Seed % Sampled == 0 ? code.Check().WithDualNumbers(false) : null);

    [Test]
    public void No_gradient_is_called_wrong_by_dual_numbers() => NoneWrong(code => code.Check().WithDualNumbersAlone());

    [Test]
    public void No_gradient_is_called_wrong_by_differences_alone() => NoneWrong(code => code.ForDoubleAlone.Check());

    [Test]
    public void No_gradient_is_called_wrong_along_random_directions() =>
        NoneWrong(code => code.Seed % Sampled == 0 ? code.Check().ByRandomProjection() : null);

    [Test]
    public void No_gradient_is_called_wrong_along_random_directions_by_differences_alone() =>
        NoneWrong(code => code.Seed % Sampled == 0 ? code.ForDoubleAlone.Check().ByRandomProjection() : null);

    [Test]
    public void No_proof_fails() => None(code => code.Proof()?.Run() is { } proof
        && proof.Outcomes.Any(check => check.Outcome.Status == CheckStatus.Failed) ? $"{proof}" : null);

    /// <summary>
    /// Units that are dead are all that may be undecided of the library's own, but for one draw in a hundred.
    /// </summary>
    [Test]
    public void Next_to_none_has_undecided_entries_that_carry_signal()
    {
        var undecided = 0;
        Parallel.For(0, Draws, seed =>
        {
            if (RightCode.Draw(seed).Check().Run().Summary.Doubts.Keys.Any(doubt => doubt is not Doubt.NoSignal))
                Interlocked.Increment(ref undecided);
        });
        Assert.That(undecided, Is.LessThanOrEqualTo(Draws / 100));
    }

    private static void NoneWrong(Func<RightCode, GradientCheck?> check)
    {
        var (entries, undecided) = (0, new ConcurrentDictionary<Doubt, int>());
        None(code =>
        {
            if (check(code)?.Run() is not { } report) return null;
            Interlocked.Add(ref entries, report.Entries);
            foreach (var (doubt, count) in report.Summary.Doubts)
                undecided.AddOrUpdate(doubt, count, (_, sum) => sum + count);
            return report.Count(Verdict.Wrong) == 0 ? null : $"{report.Summary}";
        });
        TestContext.Progress.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{TestContext.CurrentContext.Test.Name}: of {entries:N0} entries undecided: ")
            + string.Join(", ", undecided.OrderBy(one => one.Key).Select(one => $"{one.Value} {one.Key}")));
    }

    /// <summary>No draw has anything to complain of; the first ones that have are shown.</summary>
    private static void None(Func<RightCode, string?> complaint)
    {
        var complaints = new ConcurrentDictionary<int, string>();
        Parallel.For(0, Draws, seed =>
        {
            var code = RightCode.Draw(seed);
            try
            {
                if (complaint(code) is { } text) complaints[seed] = $"{code}\n{text}";
            }
            catch (Exception e)
            {
                complaints[seed] = $"{code}\n{e}";
            }
        });
        Assert.That(complaints.Count, Is.Zero,
            () => string.Join('\n', complaints.OrderBy(one => one.Key).Select(one => one.Value).Take(10)));
    }
}
