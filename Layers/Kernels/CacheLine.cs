using System.Runtime.CompilerServices;

namespace CnnVerified.Layers.Kernels;

/// <summary>What a processor moves between caches at a time: a vector that crosses from one into the next costs two.</summary>
internal static class CacheLine
{
    /// <summary>Its size.</summary>
    public const int Bytes = 64;

    /// <summary>How many numbers come before the next one begins.</summary>
    public static int Until<T>(ref T origin) =>
        (int)(-Unsafe.ByteOffset(ref Unsafe.NullRef<T>(), ref origin) & (Bytes - 1)) / Unsafe.SizeOf<T>();
}
