using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Elementwise;

/// <summary>One step of <see cref="Adam{T}"/>, entry by entry.</summary>
/// <param name="LearningRate">η.</param>
/// <param name="Beta1">β₁.</param>
/// <param name="Beta2">β₂.</param>
/// <param name="Power1">β₁ᵗ.</param>
/// <param name="Power2">β₂ᵗ.</param>
/// <param name="Epsilon">ε.</param>
internal readonly record struct AdamStep<T>(T LearningRate, T Beta1, T Beta2, T Power1, T Power2, T Epsilon)
    where T : IFloatingPointIeee754<T>
{
    /// <summary>Brings the means m and v up to date and changes θ.</summary>
    public void Take(Span<T> parameter, ReadOnlySpan<T> gradient, Span<T> mean, Span<T> square)
    {
        var (lanes, i) = (Lanes.Of<T>(), 0);
        if (lanes != 0)
        {
            ref var p = ref MemoryMarshal.GetReference(parameter);
            ref var g = ref MemoryMarshal.GetReference(gradient[..parameter.Length]);
            ref var m = ref MemoryMarshal.GetReference(mean[..parameter.Length]);
            ref var v = ref MemoryMarshal.GetReference(square[..parameter.Length]);
            for (; i <= parameter.Length - lanes; i += lanes)
            {
                var dθ = Lanes.At(ref g, i);
                var newMean = Beta1 * Lanes.At(ref m, i) + (T.One - Beta1) * dθ;
                var newSquare = Beta2 * Lanes.At(ref v, i) + (T.One - Beta2) * (dθ * dθ);
                newMean.StoreUnsafe(ref m, (nuint)i);
                newSquare.StoreUnsafe(ref v, (nuint)i);
                var root = Vector512.Sqrt(newSquare / (T.One - Power2)) + Vector512.Create(Epsilon);
                (Lanes.At(ref p, i) - LearningRate * (newMean / (T.One - Power1)) / root).StoreUnsafe(ref p, (nuint)i);
            }
        }
        for (; i < parameter.Length; i++)
        {
            mean[i] = Beta1 * mean[i] + (T.One - Beta1) * gradient[i];
            square[i] = Beta2 * square[i] + (T.One - Beta2) * (gradient[i] * gradient[i]);
            var root = T.Sqrt(square[i] / (T.One - Power2)) + Epsilon;
            parameter[i] -= LearningRate * (mean[i] / (T.One - Power1)) / root;
        }
    }
}
