using FsCheck;
using FsCheck.Fluent;

namespace CnnVerified.Verification;

/// <summary>
/// FsCheck generators of geometry that a fast pass may treat in a way of its own: rows shorter and longer than vectors,
/// batches of up to 20, windows of 1 to 5 taps in each direction, any stride, padding and dilation. In every third case
/// all of them are the same in both directions.
/// </summary>
public static class WideGeometries
{
    /// <summary>Convolutions of up to 20 images, 3 channels and 9 kernels.</summary>
    public static Arbitrary<ConvolutionGeometry> Convolution() =>
        Arb.From(Convolutions, geometry => geometry.Shrink());

    /// <summary>Dense layers of up to 20 samples and 70 features.</summary>
    public static Arbitrary<DenseGeometry> Dense() => Arb.From(DenseLayers, geometry => geometry.Shrink());

    private static Gen<int> Seeds => Gen.Choose(0, int.MaxValue - 1);

    private static Gen<ConvolutionGeometry> Convolutions =>
        from n in Gen.Frequency((2, Gen.Choose(1, 3)), (1, Gen.Choose(4, 20)))
        from c in Gen.Choose(1, 3)
        from f in Gen.Choose(1, 9)
        from isSquare in Gen.Elements(true, false, false)
        from kernel in Pair(isSquare, 1, 5)
        from stride in Pair(isSquare, 1, 3)
        from dilation in Gen.Frequency((3, Gen.Constant(new Extent(1, 1))), (1, Pair(isSquare, 1, 3)))
        let reach = new Extent((kernel.Height - 1) * dilation.Height + 1, (kernel.Width - 1) * dilation.Width + 1)
        from padding in Gen.Frequency((1, Gen.Constant(new Extent(0, 0))), (2, Padding(isSquare, reach)))
        from extraHeight in Gen.Choose(0, 6)
        from extraWidth in Gen.Choose(0, 40)
        from biasPerPosition in Gen.Elements(false, true)
        from seed in Seeds
        let height = Math.Max(1, reach.Height - 2 * padding.Height) + extraHeight
        let width = Math.Max(1, reach.Width - 2 * padding.Width) + extraWidth
        select new ConvolutionGeometry(n, c, f, (height, width), kernel, stride, padding, biasPerPosition, seed)
        {
            Dilation = dilation,
        };

    private static Gen<DenseGeometry> DenseLayers =>
        from n in Gen.Choose(1, 20)
        from inputs in Gen.Choose(1, 70)
        from outputs in Gen.Choose(1, 70)
        from seed in Seeds
        select new DenseGeometry(n, inputs, outputs, seed);

    private static Gen<Extent> Pair(bool isSquare, int least, int most) =>
        from height in Gen.Choose(least, most)
        from width in Gen.Choose(least, most)
        select new Extent(height, isSquare ? height : width);

    private static Gen<Extent> Padding(bool isSquare, Extent reach) =>
        from height in Gen.Choose(0, reach.Height - 1)
        from width in Gen.Choose(0, reach.Width - 1)
        select new Extent(height, isSquare ? height : width);
}
