using Doubles4 = System.Runtime.Intrinsics.Vector256<double>;
using Doubles8 = System.Runtime.Intrinsics.Vector512<double>;
using Floats16 = System.Runtime.Intrinsics.Vector512<float>;
using Floats8 = System.Runtime.Intrinsics.Vector256<float>;
using Vector256 = System.Runtime.Intrinsics.Vector256;
using Vector512 = System.Runtime.Intrinsics.Vector512;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>What a vector of floating-point numbers needs for measuring how fast fused multiply-adds can be.</summary>
internal interface IFma<V>
{
    /// <summary>The same number in each lane.</summary>
    static abstract V All(double value);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract V Fma(V a, V b, V c);
}

internal readonly struct DoublesIn512 : IFma<Doubles8>
{
    public static Doubles8 All(double value) => Vector512.Create(value);

    public static Doubles8 Fma(Doubles8 a, Doubles8 b, Doubles8 c) => Vector512.FusedMultiplyAdd(a, b, c);
}

internal readonly struct FloatsIn512 : IFma<Floats16>
{
    public static Floats16 All(double value) => Vector512.Create((float)value);

    public static Floats16 Fma(Floats16 a, Floats16 b, Floats16 c) => Vector512.FusedMultiplyAdd(a, b, c);
}

internal readonly struct DoublesIn256 : IFma<Doubles4>
{
    public static Doubles4 All(double value) => Vector256.Create(value);

    public static Doubles4 Fma(Doubles4 a, Doubles4 b, Doubles4 c) => Vector256.FusedMultiplyAdd(a, b, c);
}

internal readonly struct FloatsIn256 : IFma<Floats8>
{
    public static Floats8 All(double value) => Vector256.Create((float)value);

    public static Floats8 Fma(Floats8 a, Floats8 b, Floats8 c) => Vector256.FusedMultiplyAdd(a, b, c);
}
