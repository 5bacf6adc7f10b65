namespace CnnVerified.Layers.Reference;

/// <summary>What the loops of several layers are made of.</summary>
internal static class Loops
{
    /// <summary>sum += a·b, rounded once.</summary>
    public static void AddProduct<T>(ref T sum, T a, T b) where T : IFloatingPointIeee754<T> =>
        sum = T.FusedMultiplyAdd(a, b, sum);

    /// <summary>The indices (n, c, h, w) of all entries of some of the images (n, c), in row-major order.</summary>
    public static ImageEntries Entries(Shape y, Range images) => new(y, images);

    /// <summary>An enumerator that needs no memory.</summary>
    public struct ImageEntries
    {
        private readonly (int C, int H, int W) sizes;
        private readonly int end;
        private int position;

        public ImageEntries(Shape y, Range images)
        {
            var (first, count) = images.GetOffsetAndLength(y[0] * y[1]);
            sizes = (y[1], y[2], y[3]);
            (position, end) = (first * y[2] * y[3] - 1, (first + count) * y[2] * y[3]);
        }

        public readonly (int N, int C, int H, int W) Current
        {
            get
            {
                var (row, w) = Math.DivRem(position, sizes.W);
                var (image, h) = Math.DivRem(row, sizes.H);
                return (image / sizes.C, image % sizes.C, h, w);
            }
        }

        public bool MoveNext() => ++position < end;

        public readonly ImageEntries GetEnumerator() => this;
    }
}
