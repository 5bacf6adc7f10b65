using CnnVerified.Layers.Kernels.Elementwise;
using CnnVerified.Layers.Kernels.Gemm;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Verification.Tests.Kernels;

/// <summary>
/// Every vector kernel against its definition, for all lengths around one and several vectors. The arrays are longer
/// than the spans, so that a write past the end shows.
/// </summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class VectorKernelTests<T> where T : IFloatingPointIeee754<T>
{
    private const int Longest = 70;
    private const int Margin = 3;

    [Test]
    public void The_dot_product_sums_the_products([Range(8, Longest)] int length)
    {
        if (length < Lanes.Of<T>()) return;
        var (a, b) = (Draw(1), Draw(2));
        var products = a.Zip(b, (p, q) => double.CreateChecked(p) * double.CreateChecked(q)).Take(length);
        RequireSum(DotProduct.Of<T>(a.AsSpan(0, length), b.AsSpan(0, length)), [.. products]);
    }

    [Test]
    public void An_infinite_factor_is_counted_once([Range(16, Longest)] int length)
    {
        T[] finite = [.. Enumerable.Repeat(T.One, length)], infinite = [.. finite];
        infinite[length / 2] = T.PositiveInfinity;
        Assert.That(DotProduct.Of<T>(finite, infinite), Is.EqualTo(T.PositiveInfinity));
        Assert.That(DotProduct.Of<T>(infinite, finite), Is.EqualTo(T.PositiveInfinity));
    }

    [Test]
    public void The_sum_adds_every_entry([Range(0, Longest)] int length)
    {
        var a = Draw(1);
        RequireSum(Sum.Of<T>(a.AsSpan(0, length)), [.. a.Take(length).Select(double.CreateChecked)]);
    }

    [Test]
    public void Adding_a_multiple_rounds_each_entry_once([Range(0, Longest)] int length)
    {
        var (y, x) = (Draw(1), Draw(2));
        var k = Draw(3)[0];
        var expected = y.Select((value, i) => i < length ? T.FusedMultiplyAdd(k, x[i], value) : value).ToArray();
        AddScaled.To(y.AsSpan(0, length), k, x);
        Assert.That(y, Is.EqualTo(expected));
    }

    [Test]
    public void Each_row_takes_its_step_after_dx_has_taken_from_it(
        [Values(1, 10, 23)] int rows, [Range(0, Longest)] int length, [Values] bool withDx)
    {
        if (length < Lanes.Of<T>()) return;
        var start = length % 16;                            // at every distance from a cache line
        var (w, x, dx) = (Draw(1, start + rows * length + Margin), Draw(2, length), Draw(3, length + Margin));
        var (rate, dy) = (Draw(4)[0], Draw(5, rows));
        var (expectedW, expectedDx) = (w.ToArray(), dx.ToArray());
        for (var j = 0; j < rows; j++)
            for (var i = 0; i < length; i++)
            {
                ref var weight = ref expectedW[start + j * length + i];
                if (withDx) expectedDx[i] = T.FusedMultiplyAdd(dy[j], weight, expectedDx[i]);
                weight = T.FusedMultiplyAdd(-rate, dy[j] * x[i], weight);
            }

        DescendRows.Step<T>(w.AsSpan(start, rows * length), rate, dy, x, withDx ? dx : []);
        Assert.That(w, Is.EqualTo(expectedW));
        Assert.That(dx, Is.EqualTo(expectedDx));
    }

    [Test]
    public void An_entry_of_an_activation_does_not_depend_on_its_place([Range(0, Longest)] int length)
    {
        var (x, y) = (Draw(1), Draw(2));
        var expected = y.ToArray();
        for (var i = 0; i < length; i++) Sigmoid.Forward(x.AsSpan(i, 1), expected.AsSpan(i, 1));
        Sigmoid.Forward(x.AsSpan(0, length), y);
        Assert.That(y, Is.EqualTo(expected));
    }

    private static Elementwise<T> Sigmoid => Elementwise<T, SigmoidCurve<T>>.Kernel;

    private static T[] Draw(int seed, int length = Longest + Margin) =>
        length == 0 ? [] : new NormalValues(seed).Tensor<T>(new Shape(length)).Values.ToArray();

    private static void RequireSum(T actual, double[] terms) =>
        Assert.That(double.CreateChecked(actual),
            Is.EqualTo(terms.Sum()).Within(Tolerances.Reordering<T>(terms.Length + 1) * terms.Sum(Math.Abs)));
}
