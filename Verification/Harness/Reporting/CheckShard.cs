namespace CnnVerified.Verification;

/// <summary>
/// One of n equal parts of a check. The entries of all tensors are dealt out in turn, so that parts differ by one entry
/// at most in every tensor and take equally long.
/// </summary>
public sealed record CheckShard
{
    /// <summary>The whole check, undivided.</summary>
    public static CheckShard Whole { get; } = new(1, 1);

    /// <summary>Part <paramref name="number"/> of <paramref name="count"/>.</summary>
    /// <exception cref="ArgumentException">The number is not from 1 to the count.</exception>
    public CheckShard(int number, int count)
    {
        if (number < 1 || number > count)
            throw new ArgumentException(
                $"the shard is {number}/{count}, but its number must be from 1 to the number of shards.",
                nameof(number));
        (Number, Count) = (number, count);
    }

    /// <summary>Which part, from 1.</summary>
    public int Number { get; }

    /// <summary>How many parts there are.</summary>
    public int Count { get; }

    /// <summary>Reads such as <c>2/7</c>; null if the text is no shard.</summary>
    public static CheckShard? TryParse(string text) =>
        text.Split('/') is [var i, var n] && Natural(i) is { } number && Natural(n) is { } count && number <= count
            ? new CheckShard(number, count) : null;

    /// <summary>
    /// This part of a tensor, before which the tensors of the check have <paramref name="before"/> entries.
    /// </summary>
    internal Selection Of(int entries, int before)
    {
        var first = (int)((Number - 1 - before % (long)Count + Count) % Count);
        return new(first, Count, entries <= first ? 0 : (entries - first - 1) / Count + 1);
    }

    /// <summary>Such as <c>2/7</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");

    private static int? Natural(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number : null;
}
