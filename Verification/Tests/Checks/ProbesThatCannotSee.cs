using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Checks;

/// <summary>A report says which mistakes its own point could not have shown.</summary>
public class ProbesThatCannotSee
{
    [Test]
    public void A_point_that_discriminates_has_nothing_to_confess()
    {
        Assert.That(GradientCheck.Of(Dense()).At(DenseInput).Run().Blind, Is.Empty);
        Assert.That(
            Confessions(Specimens.Draw("Convolution", GeometryClass.Discriminating, seed: 1).Check()), Is.Empty);
    }

    [TestCase("N = 1", "conv-kernel-gradient-last-sample", 1, 3, 8, 6)]
    [TestCase("the image is square", "height and width exchanged", 2, 3, 8, 8)]
    public void Features_of_a_convolutions_input_are_named(string feature, string mistake, params int[] shape) =>
        Assert.That(Confessions(Convolution(), shape), Does.Contain(feature).And.Contain(mistake));

    [Test]
    public void One_channel_symmetric_kernels_and_stride_one_hide_what_they_hide()
    {
        var symmetric = new Tensor<double>(new Shape(1, 1, 2, 2), 1, 2, 2, 1);
        Assert.That(Confessions(new Convolution<double>(symmetric, Normal(2, 1)), 2, 1, 5, 4),
            Does.Contain("C = 1").And.Contain("the kernels are symmetric")
            .And.Contain("stride 1").And.Contain("conv-kernel-not-rotated")
            .And.Contain("conv-channels-swapped").And.Contain("conv-stride-ignored"));
    }

    [Test]
    public void A_constant_upstream_gradient_is_named_with_what_it_hides()
    {
        var ones = new Tensor<double>(new Shape(3, 5));
        ones.Values.Fill(1);
        Assert.That(Confessions(GradientCheck.Of(new Sigmoid<double>()).At(Normal(3, 3, 5), upstream: ones)),
            Does.Contain("dy is constant").And.Contain("sigmoid-upstream-forgotten"));
    }

    [Test]
    public void Saturated_units_and_windows_apart_are_named()
    {
        var saturated = Normal(4, 3, 5);
        foreach (ref var value in saturated.Values) value *= 100;
        Assert.That(Confessions(GradientCheck.Of(new Sigmoid<double>()).At(saturated).WithDualNumbers()),
            Does.Contain("saturated"));
        Assert.That(Confessions(new MaxPooling<double>((2, 3)), 2, 3, 7, 8),
            Does.Contain("no windows overlap").And.Contain("max-pool-windows-overwrite"));
    }

    [Test]
    public void Planting_mistakes_leaves_the_layer_as_it_was()
    {
        var dense = Dense();
        GradientCheck.Of(dense).At(DenseInput).Run();
        Assert.That(
            dense.Parameters[0].Value.Values.ToArray(), Is.EqualTo(Dense().Parameters[0].Value.Values.ToArray()));
    }

    private static string Confessions(Layer<double> layer, params int[] shape) =>
        Confessions(GradientCheck.Of(layer).At(shape));

    private static string Confessions(GradientCheck check) => string.Join("\n", check.Run().Blind);
}
