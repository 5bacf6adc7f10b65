using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Gradients;

/// <summary>Every layer and loss of the library at a point that shows mistakes: the first that is looked at.</summary>
internal static class ShippedLayers
{
    /// <summary>The checks by name: in double and in float, and of the textbook.</summary>
    public static IReadOnlyList<(string Name, Func<GradientCheck> Check)> All { get; } =
    [
        .. LayerKinds.Draw(Images, Features).SelectMany(Checks),
        ("Convolution with a bias for each position",
            () => GradientCheck.Of(ConvolutionWithBiasPerPosition()).At(3, 2, 7, 7)),
    ];

    private static IEnumerable<(string, Func<GradientCheck>)> Checks(Specimen one)
    {
        var name = $"{one.AsLayer.Name} at {one.X.Shape}";
        yield return (name, one.Check);
        yield return ($"{name} in float", () => Over<float>(one));
        if (one.AsLayer.AsReference() is not null)
            yield return ($"{name} without kernels", (one with
            {
                Layer = one.Layer?.AsReference(),
                Loss = one.Loss?.AsReference(),
            }).Check);
    }

    private static GradientCheck Over<T>(Specimen one) where T : IFloatingPointIeee754<T> => one.Layer is { } layer
        ? GradientCheck.Of(layer.Over<T>()!).At(one.X, upstream: one.Upstream)
        : GradientCheck.Of(one.Loss!.Over<T>()!).At(one.X, one.Upstream);
}
