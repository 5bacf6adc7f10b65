using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels;

/// <summary>
/// Every vector kernel works on logical vectors of 512 bits. Where the processor is narrower .NET runs the same lanes in
/// pieces, and sums run over lanes in one fixed tree, so results have the same bits on every machine. No kernel uses a fused
/// multiply-add or a library function, whose bits differ between processors. A scalar without vectors (such as a dual
/// number) takes each kernel's plain loop instead.
/// </summary>
internal static class Lanes
{
    /// <summary>How many scalars a logical vector holds; 0 for a scalar without vectors.</summary>
    public static int Of<T>() => Vector512<T>.IsSupported ? Vector512<T>.Count : 0;

    /// <summary>The vector that starts at a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> At<T>(ref T origin, int position) => Vector512.LoadUnsafe(ref origin, (nuint)position);

    /// <summary>Sum over the lanes: halves are added until one lane is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum<T>(Vector512<T> v) where T : IFloatingPointIeee754<T>
    {
        var halves = v.GetLower() + v.GetUpper();
        var quarters = halves.GetLower() + halves.GetUpper();
        return Vector128<T>.Count == 2
            ? quarters[0] + quarters[1]
            : (quarters[0] + quarters[2]) + (quarters[1] + quarters[3]);
    }
}
