using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels.Vectors;

/// <summary>
/// What a processor moves between caches at a time: a vector that crosses from one into the next costs two.
/// </summary>
internal static class CacheLine
{
    /// <summary>Its size.</summary>
    public const int Bytes = 64;

    private const int FewestBytes = 4096;

    /// <summary>
    /// An array of zeros for so many numbers and, if they are many, for as many more as may come before its first cache
    /// line; it is then never moved.
    /// </summary>
    public static T[] Allocate<T>(int count) =>
        !Vector512<T>.IsSupported || count * (long)Unsafe.SizeOf<T>() < FewestBytes
            ? new T[count]
            : GC.AllocateArray<T>(count + Bytes / Unsafe.SizeOf<T>(), pinned: true);

    /// <summary>How many numbers come before the next one begins.</summary>
    public static int Until<T>(ref T origin) =>
        (int)(-Unsafe.ByteOffset(ref Unsafe.NullRef<T>(), ref origin) & (Bytes - 1)) / Unsafe.SizeOf<T>();
}
