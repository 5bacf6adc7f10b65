namespace CnnVerified.Verification.DoubleDoubles;

/// <content>
/// What else <see cref="IFloatingPointIeee754{TSelf}"/> asks of a number. Comparisons and whole parts look at both
/// parts, other questions, bits and conversions at the number rounded to double.
/// </content>
internal readonly partial struct DoubleDouble : IExtendsDouble<DoubleDouble>
{
    double IExtendsDouble<DoubleDouble>.AsDouble => High;
    static DoubleDouble IExtendsDouble<DoubleDouble>.Of(double value) => value;

    /// <summary>0.</summary>
    public static DoubleDouble Zero => 0;

    /// <summary>1.</summary>
    public static DoubleDouble One => 1;

    static DoubleDouble IFloatingPointConstants<DoubleDouble>.E => new(2.718281828459045, 1.4456468917292502e-16);
    static DoubleDouble IFloatingPointConstants<DoubleDouble>.Pi => Pi;
    static DoubleDouble IFloatingPointConstants<DoubleDouble>.Tau => new(2 * Pi.High, 2 * Pi.Low);

    static bool INumberBase<DoubleDouble>.IsEvenInteger(DoubleDouble x) => IsInteger(x) && IsInteger(ScaleB(x, -1));
    static bool INumberBase<DoubleDouble>.IsOddInteger(DoubleDouble x) => IsInteger(x) && !IsInteger(ScaleB(x, -1));

    /// <summary>Whether there is nothing behind the point.</summary>
    public static bool IsInteger(DoubleDouble x) => double.IsInteger(x.High) && double.IsInteger(x.Low);

    /// <summary>Whether both are the same number; NaN equals nothing.</summary>
    public static bool operator ==(DoubleDouble x, DoubleDouble y) => x.High == y.High && x.Low == y.Low;

    /// <summary>Whether they are not the same number.</summary>
    public static bool operator !=(DoubleDouble x, DoubleDouble y) => !(x == y);

    /// <summary>Whether x is less than y.</summary>
    public static bool operator <(DoubleDouble x, DoubleDouble y) =>
        x.High < y.High || x.High == y.High && x.Low < y.Low;

    /// <summary>Whether x is greater than y.</summary>
    public static bool operator >(DoubleDouble x, DoubleDouble y) => y < x;

    /// <summary>Whether x is at most y.</summary>
    public static bool operator <=(DoubleDouble x, DoubleDouble y) => x < y || x == y;

    /// <summary>Whether x is at least y.</summary>
    public static bool operator >=(DoubleDouble x, DoubleDouble y) => y <= x;

    /// <summary>Whether both are the same number or both NaN.</summary>
    public bool Equals(DoubleDouble other) => High.Equals(other.High) && Low.Equals(other.Low);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DoubleDouble other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(High, Low);

    /// <summary>The order of the numbers, NaN first.</summary>
    public int CompareTo(DoubleDouble other) =>
        High.CompareTo(other.High) is not 0 and var order ? order : Low.CompareTo(other.Low);

    int IComparable.CompareTo(object? obj) => obj switch
    {
        null => 1,
        DoubleDouble other => CompareTo(other),
        _ => throw new ArgumentException(
            $"A double-double number cannot be compared with a {obj.GetType().Name}.", nameof(obj)),
    };

    /// <summary>Both parts, such as <c>0.1 + -5E-18</c>.</summary>
    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);

    /// <summary>Both parts in a numeric format.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        $"{High.ToString(format, formatProvider)} + {Low.ToString(format, formatProvider)}";

    /// <summary>|x|.</summary>
    public static DoubleDouble Abs(DoubleDouble x) => double.IsNegative(x.High) ? -x : x;

    /// <summary>|x| with the sign of another number.</summary>
    public static DoubleDouble CopySign(DoubleDouble x, DoubleDouble sign) =>
        double.IsNegative(x.High) == double.IsNegative(sign.High) ? x : -x;

    static DoubleDouble INumberBase<DoubleDouble>.MaxMagnitude(DoubleDouble x, DoubleDouble y) =>
        double.IsNaN(x.High) || Abs(x) > Abs(y) || Abs(x) == Abs(y) && double.IsNegative(y.High) ? x : y;

    static DoubleDouble INumberBase<DoubleDouble>.MinMagnitude(DoubleDouble x, DoubleDouble y) =>
        double.IsNaN(x.High) || Abs(x) < Abs(y) || Abs(x) == Abs(y) && double.IsNegative(x.High) ? x : y;

    static DoubleDouble INumberBase<DoubleDouble>.MaxMagnitudeNumber(DoubleDouble x, DoubleDouble y) =>
        double.IsNaN(y.High) || Abs(x) > Abs(y) || Abs(x) == Abs(y) && double.IsNegative(y.High) ? x : y;

    static DoubleDouble INumberBase<DoubleDouble>.MinMagnitudeNumber(DoubleDouble x, DoubleDouble y) =>
        double.IsNaN(y.High) || Abs(x) < Abs(y) || Abs(x) == Abs(y) && double.IsNegative(x.High) ? x : y;

    /// <summary>x rounded to so many digits behind the point.</summary>
    public static DoubleDouble Round(DoubleDouble x, int digits, MidpointRounding mode)
    {
        if (digits > 0) return Once(x, digits, (x, digits) => Round(x * Pow(10, digits), 0, mode) / Pow(10, digits));
        if (double.IsInteger(x.High)) return Sum(x.High, Math.Round(x.Low, mode));
        var isTie = Math.Abs(x.High - Math.Truncate(x.High)) == 0.5 && x.Low != 0;
        return !isTie || mode > MidpointRounding.AwayFromZero ? Math.Round(x.High, mode)
            : x.Low > 0 ? Math.Ceiling(x.High) : Math.Floor(x.High);
    }

    static DoubleDouble IModulusOperators<DoubleDouble, DoubleDouble, DoubleDouble>.operator %(
        DoubleDouble x, DoubleDouble y) =>
        Once(x, y, static (x, y) => CopySign(Rest(x, y, MidpointRounding.ToZero), x));

    static DoubleDouble IFloatingPointIeee754<DoubleDouble>.Ieee754Remainder(DoubleDouble x, DoubleDouble y) =>
        Once(x, y, static (x, y) => Rest(x, y, MidpointRounding.ToEven));

    private static DoubleDouble Rest(DoubleDouble x, DoubleDouble y, MidpointRounding mode) =>
        double.IsInfinity(y.High) && double.IsFinite(x.High) ? x : x - Round(x / y, 0, mode) * y;

    static DoubleDouble IIncrementOperators<DoubleDouble>.operator ++(DoubleDouble x) => x + 1;

    static DoubleDouble IDecrementOperators<DoubleDouble>.operator --(DoubleDouble x) => x - 1;

    /// <summary>x and 2⁻¹⁰⁵ of its power of two.</summary>
    static DoubleDouble IFloatingPointIeee754<DoubleDouble>.BitIncrement(DoubleDouble x) => Next(x, 1);

    /// <summary>x without 2⁻¹⁰⁵ of its power of two.</summary>
    static DoubleDouble IFloatingPointIeee754<DoubleDouble>.BitDecrement(DoubleDouble x) => Next(x, -1);

    private static DoubleDouble Next(DoubleDouble x, int sign) =>
        double.IsFinite(x.High) && x.High != 0
            ? Sum(x, sign * Math.Max(Math.ScaleB(1, Math.ILogB(x.High) - 105), double.Epsilon))
            : sign > 0 ? Math.BitIncrement(x.High) : Math.BitDecrement(x.High);
}
