namespace CnnVerified.Verification.Evaluation;

/// <summary>
/// Which numbers of a batch a change reaches: the same stretch of each of some samples. What is no batch is one sample.
/// </summary>
/// <param name="First">The first of these samples.</param>
/// <param name="Samples">How many there are.</param>
/// <param name="Start">Where in each of them the stretch begins.</param>
/// <param name="Count">How many numbers it has.</param>
/// <param name="Size">How many a sample has.</param>
internal readonly record struct Reach(int First, int Samples, int Start, int Count, int Size)
{
    /// <summary>All of so many numbers.</summary>
    public static Reach All(int count) => new(0, 1, 0, count, count);

    /// <summary>All of some samples.</summary>
    public static Reach AllOf(int first, int samples, int size) => new(first, samples, 0, size, size);

    /// <summary>The same samples of another layer.</summary>
    public Reach In(Range stretch, int size)
    {
        var (start, count) = stretch.GetOffsetAndLength(size);
        return new(First, Samples, start, count, size);
    }

    /// <summary>The stretch in each sample.</summary>
    public Range Stretch => Start..(Start + Count);

    /// <summary>The positions in the batch, range by range; samples that are reached as a whole are one.</summary>
    public Enumerator GetEnumerator() => new(Count == Size ? new(0, 1, First * Size, Samples * Size, 0) : this);

    /// <summary>Goes from range to range.</summary>
    public struct Enumerator(Reach reach)
    {
        private int done;

        /// <summary>The range where it is.</summary>
        public readonly Range Current
        {
            get
            {
                var start = (reach.First + done - 1) * reach.Size + reach.Start;
                return start..(start + reach.Count);
            }
        }

        /// <summary>Goes on.</summary>
        public bool MoveNext() => done++ < reach.Samples;
    }
}
