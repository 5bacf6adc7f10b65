using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels.Vectors;

/// <summary>
/// The registers of a processor: a type, so that tile kernels are written once and compiled for each kind.
/// </summary>
internal interface IRegisters<T, V>
{
    /// <summary>Rows of 3 vectors of sums for which there are enough.</summary>
    static abstract int Rows { get; }

    /// <summary>The vector that starts there.</summary>
    static abstract V Load(ref T from);

    /// <summary>Writes a vector.</summary>
    static abstract void Store(V v, ref T to);

    /// <summary>One number in every lane.</summary>
    static abstract V Broadcast(ref T number);

    /// <summary>a + b.</summary>
    static abstract V Add(V a, V b);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract V MultiplyAdd(V a, V b, V c);
}

/// <summary>32 registers of 512 bits.</summary>
internal readonly struct Registers512<T> : IRegisters<T, Vector512<T>> where T : IFloatingPointIeee754<T>
{
    public static int Rows => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load(ref T from) => Vector512.LoadUnsafe(ref from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<T> v, ref T to) => v.StoreUnsafe(ref to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Broadcast(ref T number) => Vector512.Create(number);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Add(Vector512<T> a, Vector512<T> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd(Vector512<T> a, Vector512<T> b, Vector512<T> c) =>
        Lanes.MultiplyAdd(a, b, c);
}

/// <summary>16 registers of 256 bits.</summary>
internal readonly struct Registers256<T> : IRegisters<T, Vector256<T>> where T : IFloatingPointIeee754<T>
{
    public static int Rows => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load(ref T from) => Vector256.LoadUnsafe(ref from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<T> v, ref T to) => v.StoreUnsafe(ref to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Broadcast(ref T number) => Vector256.Create(number);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Add(Vector256<T> a, Vector256<T> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MultiplyAdd(Vector256<T> a, Vector256<T> b, Vector256<T> c) =>
        Lanes.MultiplyAdd(a, b, c);
}
