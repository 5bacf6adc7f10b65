using NUnit.Framework;

namespace CnnVerified.Verification.Tests.DoubleDoubles;

/// <summary>Within <see cref="DoubleDouble.RoundedAtRandom"/> numbers lose what double loses, and nothing else.</summary>
public class RandomRoundingTests
{
    [Test]
    public void Results_are_the_doubles_on_either_side_of_the_exact_one()
    {
        var (third, below) = (1 / (DoubleDouble)3, 1.0 / 3);
        var seen = Runs(() => 1 / (DoubleDouble)3);
        Assert.That(third.Low, Is.Positive);
        Assert.That(seen.Select(x => x.High).Distinct().Order(), Is.EqualTo(new[] { below, Math.BitIncrement(below) }));
        Assert.That(seen.Select(x => x.Low), Is.All.Zero);
    }

    [Test]
    public void What_is_exact_in_double_is_not_touched() =>
        Assert.That(Runs(() => (DoubleDouble)0.75 * 3 - 2).Distinct(), Is.EqualTo(new DoubleDouble[] { 0.25 }));

    [Test]
    public void Functions_round_their_result_once() => Assert.That(
        Runs(() => DoubleDouble.Exp(-40)).Select(x => Math.Abs((x / DoubleDouble.Exp(-40) - 1).High)),
        Is.All.LessThan(Math.ScaleB(1, -52)));

    [Test]
    public void All_digits_are_back_afterwards_also_after_an_exception()
    {
        Assert.That(
            () => DoubleDouble.RoundedAtRandom(0, () => throw new InvalidOperationException()),
            Throws.InvalidOperationException);
        Assert.That((1 / (DoubleDouble)3).Low, Is.Not.Zero);
    }

    private static DoubleDouble[] Runs(Func<DoubleDouble> code) => [.. Enumerable.Range(0, 20).Select(seed =>
    {
        DoubleDouble result = 0;
        DoubleDouble.RoundedAtRandom(seed, () => result = code());
        return result;
    })];
}
