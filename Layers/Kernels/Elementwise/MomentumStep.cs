using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Elementwise;

/// <summary>v ← μ·v − η·dθ, then θ ← θ + v, entry by entry.</summary>
internal static class MomentumStep
{
    /// <summary>Takes the step.</summary>
    public static void Take<T>(
        Span<T> parameter, T momentum, T learningRate, ReadOnlySpan<T> gradient, Span<T> velocity)
        where T : IFloatingPointIeee754<T>
    {
        var (lanes, i) = (Lanes.Of<T>(), 0);
        if (lanes != 0)
        {
            ref var p = ref MemoryMarshal.GetReference(parameter);
            ref var g = ref MemoryMarshal.GetReference(gradient[..parameter.Length]);
            ref var v = ref MemoryMarshal.GetReference(velocity[..parameter.Length]);
            for (; i <= parameter.Length - lanes; i += lanes)
            {
                var changed = momentum * Lanes.At(ref v, i) - learningRate * Lanes.At(ref g, i);
                changed.StoreUnsafe(ref v, (nuint)i);
                (Lanes.At(ref p, i) + changed).StoreUnsafe(ref p, (nuint)i);
            }
        }
        for (; i < parameter.Length; i++)
        {
            velocity[i] = momentum * velocity[i] - learningRate * gradient[i];
            parameter[i] += velocity[i];
        }
    }
}
