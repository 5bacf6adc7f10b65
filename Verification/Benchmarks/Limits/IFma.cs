using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>What a vector of floating-point numbers needs for measuring how fast fused multiply-adds can be.</summary>
internal interface IFma<V>
{
    /// <summary>The same number in each lane.</summary>
    static abstract V All(double value);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract V Fma(V a, V b, V c);
}

internal readonly struct Doubles512 : IFma<Vector512<double>>
{
    public static Vector512<double> All(double value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Fma(Vector512<double> a, Vector512<double> b, Vector512<double> c) => Vector512.FusedMultiplyAdd(a, b, c);
}

internal readonly struct Floats512 : IFma<Vector512<float>>
{
    public static Vector512<float> All(double value) => Vector512.Create((float)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Fma(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Vector512.FusedMultiplyAdd(a, b, c);
}

internal readonly struct Doubles256 : IFma<Vector256<double>>
{
    public static Vector256<double> All(double value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Fma(Vector256<double> a, Vector256<double> b, Vector256<double> c) => Vector256.FusedMultiplyAdd(a, b, c);
}

internal readonly struct Floats256 : IFma<Vector256<float>>
{
    public static Vector256<float> All(double value) => Vector256.Create((float)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Fma(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Vector256.FusedMultiplyAdd(a, b, c);
}
