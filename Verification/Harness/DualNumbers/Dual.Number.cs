namespace CnnVerified.Verification;

/// <content>
/// What else <see cref="IFloatingPointIeee754{TSelf}"/> asks of a number. Constants are constants; questions, bits and
/// conversions to other scalars concern the value; what is converted from another scalar or parsed is a constant.
/// </content>
public readonly partial struct Dual
{
    /// <summary>0.</summary>
    public static Dual Zero => 0;

    /// <summary>1.</summary>
    public static Dual One => 1;

    static Dual ISignedNumber<Dual>.NegativeOne => -1;
    static Dual IAdditiveIdentity<Dual, Dual>.AdditiveIdentity => 0;
    static Dual IMultiplicativeIdentity<Dual, Dual>.MultiplicativeIdentity => 1;
    static Dual IFloatingPointConstants<Dual>.E => Math.E;
    static Dual IFloatingPointConstants<Dual>.Pi => Math.PI;
    static Dual IFloatingPointConstants<Dual>.Tau => Math.Tau;
    static Dual IFloatingPointIeee754<Dual>.Epsilon => double.Epsilon;
    static Dual IFloatingPointIeee754<Dual>.NaN => double.NaN;
    static Dual IFloatingPointIeee754<Dual>.NegativeInfinity => double.NegativeInfinity;
    static Dual IFloatingPointIeee754<Dual>.NegativeZero => double.NegativeZero;
    static Dual IFloatingPointIeee754<Dual>.PositiveInfinity => double.PositiveInfinity;
    static int INumberBase<Dual>.Radix => 2;

    static bool INumberBase<Dual>.IsCanonical(Dual x) => true;
    static bool INumberBase<Dual>.IsComplexNumber(Dual x) => false;
    static bool INumberBase<Dual>.IsEvenInteger(Dual x) => double.IsEvenInteger(x.Value);
    static bool INumberBase<Dual>.IsFinite(Dual x) => double.IsFinite(x.Value);
    static bool INumberBase<Dual>.IsImaginaryNumber(Dual x) => false;
    static bool INumberBase<Dual>.IsInfinity(Dual x) => double.IsInfinity(x.Value);
    static bool INumberBase<Dual>.IsInteger(Dual x) => double.IsInteger(x.Value);
    static bool INumberBase<Dual>.IsNaN(Dual x) => double.IsNaN(x.Value);
    static bool INumberBase<Dual>.IsNegative(Dual x) => double.IsNegative(x.Value);
    static bool INumberBase<Dual>.IsNegativeInfinity(Dual x) => double.IsNegativeInfinity(x.Value);
    static bool INumberBase<Dual>.IsNormal(Dual x) => double.IsNormal(x.Value);
    static bool INumberBase<Dual>.IsOddInteger(Dual x) => double.IsOddInteger(x.Value);
    static bool INumberBase<Dual>.IsPositive(Dual x) => double.IsPositive(x.Value);
    static bool INumberBase<Dual>.IsPositiveInfinity(Dual x) => double.IsPositiveInfinity(x.Value);
    static bool INumberBase<Dual>.IsRealNumber(Dual x) => double.IsRealNumber(x.Value);
    static bool INumberBase<Dual>.IsSubnormal(Dual x) => double.IsSubnormal(x.Value);
    static bool INumberBase<Dual>.IsZero(Dual x) => x.Value == 0;

    /// <summary>Whether the values are equal as <see cref="double.Equals(double)"/> has it: NaN equals NaN.</summary>
    public bool Equals(Dual other) => Value.Equals(other.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Dual other && Equals(other);

    /// <summary>The value's hash code.</summary>
    public override int GetHashCode() => Value.GetHashCode();

    /// <summary>The order of the values, NaN first.</summary>
    public int CompareTo(Dual other) => Value.CompareTo(other.Value);

    int IComparable.CompareTo(object? obj) => obj switch
    {
        null => 1,
        Dual other => CompareTo(other),
        _ => throw new ArgumentException($"A dual number cannot be compared with a {obj.GetType().Name}.", nameof(obj)),
    };

    private IFloatingPoint<double> Bits => Value;
    static int IFloatingPointIeee754<Dual>.ILogB(Dual x) => Math.ILogB(x.Value);
    int IFloatingPoint<Dual>.GetExponentByteCount() => Bits.GetExponentByteCount();
    int IFloatingPoint<Dual>.GetExponentShortestBitLength() => Bits.GetExponentShortestBitLength();
    int IFloatingPoint<Dual>.GetSignificandBitLength() => Bits.GetSignificandBitLength();
    int IFloatingPoint<Dual>.GetSignificandByteCount() => Bits.GetSignificandByteCount();
    bool IFloatingPoint<Dual>.TryWriteExponentBigEndian(Span<byte> destination, out int bytesWritten) =>
        Bits.TryWriteExponentBigEndian(destination, out bytesWritten);
    bool IFloatingPoint<Dual>.TryWriteExponentLittleEndian(Span<byte> destination, out int bytesWritten) =>
        Bits.TryWriteExponentLittleEndian(destination, out bytesWritten);
    bool IFloatingPoint<Dual>.TryWriteSignificandBigEndian(Span<byte> destination, out int bytesWritten) =>
        Bits.TryWriteSignificandBigEndian(destination, out bytesWritten);
    bool IFloatingPoint<Dual>.TryWriteSignificandLittleEndian(Span<byte> destination, out int bytesWritten) =>
        Bits.TryWriteSignificandLittleEndian(destination, out bytesWritten);

    static bool INumberBase<Dual>.TryConvertFromChecked<TOther>(TOther value, out Dual result) =>
        Converted(double.CreateChecked(value), out result);
    static bool INumberBase<Dual>.TryConvertFromSaturating<TOther>(TOther value, out Dual result) =>
        Converted(double.CreateSaturating(value), out result);
    static bool INumberBase<Dual>.TryConvertFromTruncating<TOther>(TOther value, out Dual result) =>
        Converted(double.CreateTruncating(value), out result);
    static bool INumberBase<Dual>.TryConvertToChecked<TOther>(Dual value, out TOther result) =>
        Converted(TOther.CreateChecked(value.Value), out result);
    static bool INumberBase<Dual>.TryConvertToSaturating<TOther>(Dual value, out TOther result) =>
        Converted(TOther.CreateSaturating(value.Value), out result);
    static bool INumberBase<Dual>.TryConvertToTruncating<TOther>(Dual value, out TOther result) =>
        Converted(TOther.CreateTruncating(value.Value), out result);

    /// <summary>Value and derivative, such as <c>0.5 + -3·ε</c>.</summary>
    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);

    /// <summary>Value and derivative, both in a numeric format.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        $"{Value.ToString(format, formatProvider)} + {Derivative.ToString(format, formatProvider)}·ε";

    bool ISpanFormattable.TryFormat(
        Span<char> destination, out int written, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        var text = ToString(format.ToString(), provider);
        written = text.TryCopyTo(destination) ? text.Length : 0;
        return written > 0;
    }

    static Dual IParsable<Dual>.Parse(string s, IFormatProvider? provider) => double.Parse(s, provider);
    static Dual ISpanParsable<Dual>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => double.Parse(s, provider);
    static Dual INumberBase<Dual>.Parse(string s, NumberStyles style, IFormatProvider? provider) =>
        double.Parse(s, style, provider);
    static Dual INumberBase<Dual>.Parse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider) =>
        double.Parse(s, style, provider);
    static bool IParsable<Dual>.TryParse(string? s, IFormatProvider? provider, out Dual result) =>
        double.TryParse(s, provider, out var value) & Converted(value, out result);
    static bool ISpanParsable<Dual>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Dual result) =>
        double.TryParse(s, provider, out var value) & Converted(value, out result);
    static bool INumberBase<Dual>.TryParse(string? s, NumberStyles style, IFormatProvider? provider, out Dual result) =>
        double.TryParse(s, style, provider, out var value) & Converted(value, out result);
    static bool INumberBase<Dual>.TryParse(
        ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out Dual result) =>
        double.TryParse(s, style, provider, out var value) & Converted(value, out result);

    private static bool Converted<TNumber>(TNumber value, out TNumber result)
    {
        result = value;
        return true;
    }
}
