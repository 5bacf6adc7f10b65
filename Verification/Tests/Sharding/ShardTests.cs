namespace CnnVerified.Verification.Tests.Sharding;

public sealed class ShardTests
{
    [GateProperty]
    public void Shards_share_out_every_entry_exactly_once_and_evenly(
        FsCheck.PositiveInt shards, FsCheck.PositiveInt entries, FsCheck.NonNegativeInt before)
    {
        var parts = Enumerable.Range(1, shards.Get)
            .Select(i => new CheckShard(i, shards.Get).Of(entries.Get, before.Get)).ToArray();
        var dealt = parts.SelectMany(part => Enumerable.Range(0, part.Count).Select(k => part[k]));
        Assert.That(dealt, Is.EquivalentTo(Enumerable.Range(0, entries.Get)));
        Assert.That(parts.Max(part => part.Count) - parts.Min(part => part.Count), Is.LessThanOrEqualTo(1));
    }

    [Test]
    public void Tensors_are_dealt_out_one_after_the_other_so_that_small_ones_do_not_all_fall_to_shard_1() =>
        Assert.That(
            Enumerable.Range(0, 3).Select(before => new CheckShard(2, 3).Of(1, before).Count),
            Is.EqualTo(new[] { 0, 1, 0 }));

    [TestCase("1/1")]
    [TestCase("2/7")]
    [TestCase("7/7")]
    public void A_shard_reads_back_what_it_is_called(string text) =>
        Assert.That(CheckShard.TryParse(text)?.ToString(), Is.EqualTo(text));

    [TestCase("0/7")]
    [TestCase("8/7")]
    [TestCase("2")]
    [TestCase("-1/2")]
    [TestCase("1/2/3")]
    [TestCase("a/b")]
    [TestCase("")]
    public void What_is_no_shard_is_refused(string text) => Assert.That(CheckShard.TryParse(text), Is.Null);
}
