using FsCheck;
using FsCheck.Fluent;

namespace CnnVerified.Verification;

/// <summary>
/// FsCheck generators and shrinkers of layer geometry. Mixed-up axes show only where sizes differ, so batch, channels
/// and kernels have three different sizes, height and width always differ, and a stride of 2 or more never divides.
/// </summary>
public static class GeometryArbitraries
{
    /// <summary>Convolutions of up to 5 images, channels and kernels, with kernels up to 4 × 4.</summary>
    public static Arbitrary<ConvolutionGeometry> Convolution() =>
        Arb.From(Convolutions, geometry => geometry.Shrink());

    /// <summary>Dense layers of up to 5 samples and 21 features: past the width of a vector kernel.</summary>
    public static Arbitrary<DenseGeometry> Dense() => Arb.From(DenseLayers, geometry => geometry.Shrink());

    private static Gen<int> Seeds => Gen.Choose(0, int.MaxValue - 1);

    private static Gen<ConvolutionGeometry> Convolutions =>
        from sizes in Gen.Shuffle([1, 2, 3, 4, 5])
        from kernel in Gen.Shuffle([1, 2, 3, 4])
        from stride in Gen.Shuffle([1, 2, 3])
        from top in Gen.Choose(0, kernel[0] - 1)
        from left in Gen.Choose(0, kernel[1] - 1)
        from extraHeight in Gen.Choose(0, 6)
        from extraWidth in Gen.Choose(0, 6)
        from biasPerPosition in Gen.Elements(false, true)
        from seed in Seeds
        let height = Image(kernel[0], stride[0], top, extraHeight)
        let width = Image(kernel[1], stride[1], left, extraWidth)
        select new ConvolutionGeometry(
            sizes[0], sizes[1], sizes[2], (height, width == height ? width + stride[1] : width),
            (kernel[0], kernel[1]), (stride[0], stride[1]), (top, left), biasPerPosition, seed);

    private static Gen<DenseGeometry> DenseLayers =>
        from n in Gen.Choose(1, 5)
        from inputs in Gen.Choose(1, 20)
        from outputs in Gen.Choose(1, 20)
        from seed in Seeds
        select new DenseGeometry(n, inputs, outputs == inputs ? outputs + 1 : outputs, seed);

    /// <summary>An image that the windows fit on, and a stride of 2 or more leaves inputs over.</summary>
    private static int Image(int kernel, int stride, int padding, int extra)
    {
        var image = Math.Max(1, kernel - 2 * padding) + extra;
        return stride > 1 && (image + 2 * padding - kernel) % stride == 0 ? image + 1 : image;
    }
}
