using FsCheck.Fluent;

namespace CnnVerified.Verification.Tests.Properties;

public sealed class GeneratorTests
{
    [GateProperty]
    public void Generated_geometry_is_valid_and_differs_along_its_axes(ConvolutionGeometry geometry)
    {
        Assert.That(geometry.IsValid, Is.True);
        Assert.That(new[] { geometry.N, geometry.C, geometry.F }, Is.Unique);
        Assert.That(geometry.Image.Height, Is.Not.EqualTo(geometry.Image.Width));
        Assert.That(geometry.Kernel.Height, Is.Not.EqualTo(geometry.Kernel.Width));
        Assert.That(geometry.Stride.Height, Is.Not.EqualTo(geometry.Stride.Width));
    }

    [Test]
    public void A_geometry_without_samples_channels_or_kernels_is_not_valid([Values(0, 1)] int n, [Values(0, 1)] int c,
        [Values(0, 1)] int f) =>
        Assert.That(
            new ConvolutionGeometry(n, c, f, 3, 2, 1, 0, false, 1).IsValid, Is.EqualTo(n == 1 && c == 1 && f == 1));

    [GateProperty]
    public void A_stride_above_one_leaves_inputs_over(ConvolutionGeometry geometry)
    {
        var (image, kernel, stride, padding) = (geometry.Image, geometry.Kernel, geometry.Stride, geometry.Padding);
        var height = image.Height + 2 * padding.Height - kernel.Height;
        var width = image.Width + 2 * padding.Width - kernel.Width;
        if (stride.Height > 1) Assert.That(height % stride.Height, Is.Not.Zero);
        if (stride.Width > 1) Assert.That(width % stride.Width, Is.Not.Zero);
    }

    [GateProperty]
    public void Every_shrunk_convolution_is_valid_and_smaller(ConvolutionGeometry geometry)
    {
        foreach (var smaller in geometry.Shrink())
        {
            Assert.That(smaller.IsValid, Is.True, smaller.ToString());
            Assert.That(SizeOf(smaller), Is.LessThan(SizeOf(geometry)), smaller.ToString());
            smaller.Draw<double>();
        }
    }

    [GateProperty]
    public void Shrinking_ends_at_a_single_number(ConvolutionGeometry convolution, DenseGeometry dense)
    {
        while (convolution.Shrink().FirstOrDefault() is { } smaller) convolution = smaller;
        while (dense.Shrink().FirstOrDefault() is { } smaller) dense = smaller;
        Assert.That(convolution, Is.EqualTo(new ConvolutionGeometry(1, 1, 1, 1, 1, 1, 0, false, convolution.Seed)));
        Assert.That(dense, Is.EqualTo(new DenseGeometry(1, 1, 1, dense.Seed)));
    }

    [Test]
    public void A_failure_shrinks_to_the_smallest_geometry_that_still_fails()
    {
        // Everything with a stride of at least 2 along the width and two channels "fails".
        var large = new ConvolutionGeometry(4, 5, 3, (9, 8), (3, 4), (2, 3), (2, 1), true, 7);
        static bool Fails(ConvolutionGeometry geometry) => geometry is { Stride.Width: >= 2, C: >= 2 };
        var arbitrary = GeometryArbitraries.Convolution();
        while (arbitrary.Shrinker(large).FirstOrDefault(Fails) is { } smaller) large = smaller;
        Assert.That(large, Is.EqualTo(new ConvolutionGeometry(1, 2, 1, 1, 1, (1, 2), 0, false, 7)));
    }

    [Test]
    public void Normal_values_are_signed_reproducible_and_of_unit_variance()
    {
        var draws = new NormalValues(5).Tensor<double>(new Shape(10_000)).Values.ToArray();
        Assert.That(draws, Is.EqualTo(new NormalValues(5).Tensor<double>(new Shape(10_000)).Values.ToArray()));
        Assert.That(draws.Average(), Is.EqualTo(0).Within(Tolerances.SampleMoments));
        Assert.That(draws.Average(draw => draw * draw), Is.EqualTo(1).Within(Tolerances.SampleMoments));
    }

    [TestCase(null, 20_240_229UL)]
    [TestCase("", 20_240_229UL)]
    [TestCase("17", 17UL)]
    public void The_environment_sets_the_seed_of_the_properties(string? variable, ulong seed) =>
        Assert.That(GatePropertyAttribute.SeedOf(variable), Is.EqualTo(seed));

    [Test]
    public void A_random_seed_is_a_new_one_each_time()
    {
        var seeds = Enumerable.Range(0, 10).Select(_ => GatePropertyAttribute.SeedOf("random"));
        Assert.That(seeds.ToArray(), Is.Unique);
    }

    private static int SizeOf(ConvolutionGeometry geometry) =>
        geometry.N + geometry.C + geometry.F + geometry.Image.Height + geometry.Image.Width + geometry.Kernel.Height
        + geometry.Kernel.Width + geometry.Stride.Height + geometry.Stride.Width + geometry.Padding.Height
        + geometry.Padding.Width + (geometry.BiasPerPosition ? 1 : 0);
}
