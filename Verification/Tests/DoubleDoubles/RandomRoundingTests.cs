namespace CnnVerified.Verification.Tests.DoubleDoubles;

/// <summary>
/// Within <see cref="DoubleDouble.RoundedAtRandom"/> numbers lose what double loses, and nothing else.
/// </summary>
public class RandomRoundingTests
{
    private const double Unit = 2.220446049250313e-16;

    [Test]
    public void Results_move_by_up_to_a_unit_in_the_last_place_to_either_side()
    {
        var moves = Runs(() => 1 / (DoubleDouble)3).Select(x => (3 * x - 1).High).ToArray();
        Assert.That(moves, Is.Unique.And.All.InRange(-Unit, Unit));
        Assert.That(moves.Min(), Is.LessThan(-Unit / 2));
        Assert.That(moves.Max(), Is.GreaterThan(Unit / 2));
    }

    [Test]
    public void Exact_numbers_of_few_digits_stay() =>
        Assert.That(Runs(() => (DoubleDouble)0.75 * 3 - 2).Distinct(), Is.EqualTo(new DoubleDouble[] { 0.25 }));

    [Test]
    public void Sums_that_happen_to_be_exact_move_as_in_any_other_order() =>
        Assert.That(Runs(() => (DoubleDouble)0.1 + 0.1), Is.Unique);

    [Test]
    public void Functions_round_their_result_once() => Assert.That(
        Runs(() => DoubleDouble.Exp(-40)).Select(x => Math.Abs((x / DoubleDouble.Exp(-40) - 1).High)),
        Is.All.LessThan(Unit));

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
