using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Verification.Tests.Layers;

/// <summary>A tensor's numbers and no others, wherever its storage places them.</summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class TensorTests<T> where T : IFloatingPointIeee754<T>
{
    private static readonly int[] Counts = [1, 2, 511, 512, 513, 1023, 1024, 1025, 3380];

    [Test]
    public void Four_kibibytes_or_more_begin_with_a_cache_line()
    {
        foreach (var count in Counts.Where(count => count >= 1024))
            Assert.That(CacheLine.Until(ref new Tensor<T>(new Shape(count))[0]), Is.Zero, $"{count} numbers");
    }

    [Test]
    public void It_holds_as_many_zeros_as_its_shape_says()
    {
        foreach (var count in Counts)
        {
            var tensor = new Tensor<T>(new Shape(count));
            Assert.That(tensor.Values.ToArray(), Is.EqualTo(new T[count]));
            Assert.That(() => tensor[count], Throws.TypeOf<IndexOutOfRangeException>());
            Assert.That(() => tensor[-1], Throws.TypeOf<IndexOutOfRangeException>());
        }
    }

    [Test]
    public void Another_shape_shares_its_numbers_and_a_clone_does_not()
    {
        foreach (var count in Counts)
        {
            var tensor = new Tensor<T>(new Shape(count));
            var (same, clone) = (tensor.WithShape(new Shape(1, count)), tensor.Clone());
            tensor[count - 1] = T.One;
            Assert.That((same[0, count - 1], clone[count - 1]), Is.EqualTo((T.One, T.Zero)));
        }
    }
}
