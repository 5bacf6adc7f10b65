namespace CnnVerified.Verification.PlantedBugs;

/// <summary>Kernels rotated by 180°: both spatial axes reversed.</summary>
internal static class Mirrored
{
    /// <summary>Each kernel of (F, C, height, width) rotated.</summary>
    public static Tensor<double> Tensor(Tensor<double> kernels)
    {
        var mirrored = kernels.Clone();
        var taps = kernels.Shape[2] * kernels.Shape[3];
        for (var kernel = 0; kernel < kernels.Shape.Count; kernel += taps)
            mirrored.Values.Slice(kernel, taps).Reverse();
        return mirrored;
    }
}
