namespace CnnVerified.Verification.Numerics;

/// <summary>
/// A number that is a double with more beside it: what <see cref="IFloatingPointIeee754{TSelf}"/> asks that concerns
/// the double alone. Questions, bits and conversions to other scalars are those of the double; what is converted from
/// another scalar or parsed has nothing beside it.
/// </summary>
internal interface IExtendsDouble<TSelf> : IFloatingPointIeee754<TSelf> where TSelf : IExtendsDouble<TSelf>
{
    /// <summary>The number as a double.</summary>
    double AsDouble { get; }

    /// <summary>The number that is this double.</summary>
    static abstract TSelf Of(double value);

    static TSelf ISignedNumber<TSelf>.NegativeOne => TSelf.Of(-1);
    static TSelf IAdditiveIdentity<TSelf, TSelf>.AdditiveIdentity => TSelf.Of(0);
    static TSelf IMultiplicativeIdentity<TSelf, TSelf>.MultiplicativeIdentity => TSelf.Of(1);
    static TSelf IFloatingPointIeee754<TSelf>.Epsilon => TSelf.Of(double.Epsilon);
    static TSelf IFloatingPointIeee754<TSelf>.NaN => TSelf.Of(double.NaN);
    static TSelf IFloatingPointIeee754<TSelf>.NegativeInfinity => TSelf.Of(double.NegativeInfinity);
    static TSelf IFloatingPointIeee754<TSelf>.NegativeZero => TSelf.Of(double.NegativeZero);
    static TSelf IFloatingPointIeee754<TSelf>.PositiveInfinity => TSelf.Of(double.PositiveInfinity);
    static int INumberBase<TSelf>.Radix => 2;

    static bool INumberBase<TSelf>.IsCanonical(TSelf x) => true;
    static bool INumberBase<TSelf>.IsComplexNumber(TSelf x) => false;
    static bool INumberBase<TSelf>.IsFinite(TSelf x) => double.IsFinite(x.AsDouble);
    static bool INumberBase<TSelf>.IsImaginaryNumber(TSelf x) => false;
    static bool INumberBase<TSelf>.IsInfinity(TSelf x) => double.IsInfinity(x.AsDouble);
    static bool INumberBase<TSelf>.IsNaN(TSelf x) => double.IsNaN(x.AsDouble);
    static bool INumberBase<TSelf>.IsNegative(TSelf x) => double.IsNegative(x.AsDouble);
    static bool INumberBase<TSelf>.IsNegativeInfinity(TSelf x) => double.IsNegativeInfinity(x.AsDouble);
    static bool INumberBase<TSelf>.IsNormal(TSelf x) => double.IsNormal(x.AsDouble);
    static bool INumberBase<TSelf>.IsPositive(TSelf x) => double.IsPositive(x.AsDouble);
    static bool INumberBase<TSelf>.IsPositiveInfinity(TSelf x) => double.IsPositiveInfinity(x.AsDouble);
    static bool INumberBase<TSelf>.IsRealNumber(TSelf x) => double.IsRealNumber(x.AsDouble);
    static bool INumberBase<TSelf>.IsSubnormal(TSelf x) => double.IsSubnormal(x.AsDouble);
    static bool INumberBase<TSelf>.IsZero(TSelf x) => x.AsDouble == 0;

    private IFloatingPoint<double> Bits => AsDouble;
    static int IFloatingPointIeee754<TSelf>.ILogB(TSelf x) => Math.ILogB(x.AsDouble);
    int IFloatingPoint<TSelf>.GetExponentByteCount() => Bits.GetExponentByteCount();
    int IFloatingPoint<TSelf>.GetExponentShortestBitLength() => Bits.GetExponentShortestBitLength();
    int IFloatingPoint<TSelf>.GetSignificandBitLength() => Bits.GetSignificandBitLength();
    int IFloatingPoint<TSelf>.GetSignificandByteCount() => Bits.GetSignificandByteCount();
    bool IFloatingPoint<TSelf>.TryWriteExponentBigEndian(Span<byte> destination, out int bytesWritten) =>
        Bits.TryWriteExponentBigEndian(destination, out bytesWritten);
    bool IFloatingPoint<TSelf>.TryWriteExponentLittleEndian(Span<byte> destination, out int bytesWritten) =>
        Bits.TryWriteExponentLittleEndian(destination, out bytesWritten);
    bool IFloatingPoint<TSelf>.TryWriteSignificandBigEndian(Span<byte> destination, out int bytesWritten) =>
        Bits.TryWriteSignificandBigEndian(destination, out bytesWritten);
    bool IFloatingPoint<TSelf>.TryWriteSignificandLittleEndian(Span<byte> destination, out int bytesWritten) =>
        Bits.TryWriteSignificandLittleEndian(destination, out bytesWritten);

    static bool INumberBase<TSelf>.TryConvertFromChecked<TOther>(TOther value, out TSelf result) =>
        Converted(TSelf.Of(double.CreateChecked(value)), out result);
    static bool INumberBase<TSelf>.TryConvertFromSaturating<TOther>(TOther value, out TSelf result) =>
        Converted(TSelf.Of(double.CreateSaturating(value)), out result);
    static bool INumberBase<TSelf>.TryConvertFromTruncating<TOther>(TOther value, out TSelf result) =>
        Converted(TSelf.Of(double.CreateTruncating(value)), out result);
    static bool INumberBase<TSelf>.TryConvertToChecked<TOther>(TSelf value, out TOther result) =>
        Converted(TOther.CreateChecked(value.AsDouble), out result);
    static bool INumberBase<TSelf>.TryConvertToSaturating<TOther>(TSelf value, out TOther result) =>
        Converted(TOther.CreateSaturating(value.AsDouble), out result);
    static bool INumberBase<TSelf>.TryConvertToTruncating<TOther>(TSelf value, out TOther result) =>
        Converted(TOther.CreateTruncating(value.AsDouble), out result);

    bool ISpanFormattable.TryFormat(
        Span<char> destination, out int written, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        var text = ToString(format.ToString(), provider);
        written = text.TryCopyTo(destination) ? text.Length : 0;
        return written > 0;
    }

    static TSelf IParsable<TSelf>.Parse(string s, IFormatProvider? provider) => TSelf.Of(double.Parse(s, provider));
    static TSelf ISpanParsable<TSelf>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TSelf.Of(double.Parse(s, provider));
    static TSelf INumberBase<TSelf>.Parse(string s, NumberStyles style, IFormatProvider? provider) =>
        TSelf.Of(double.Parse(s, style, provider));
    static TSelf INumberBase<TSelf>.Parse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider) =>
        TSelf.Of(double.Parse(s, style, provider));
    static bool IParsable<TSelf>.TryParse(string? s, IFormatProvider? provider, out TSelf result) =>
        double.TryParse(s, provider, out var value) & Converted(TSelf.Of(value), out result);
    static bool ISpanParsable<TSelf>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out TSelf result) =>
        double.TryParse(s, provider, out var value) & Converted(TSelf.Of(value), out result);
    static bool INumberBase<TSelf>.TryParse(
        string? s, NumberStyles style, IFormatProvider? provider, out TSelf result) =>
        double.TryParse(s, style, provider, out var value) & Converted(TSelf.Of(value), out result);
    static bool INumberBase<TSelf>.TryParse(
        ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out TSelf result) =>
        double.TryParse(s, style, provider, out var value) & Converted(TSelf.Of(value), out result);

    private static bool Converted<TNumber>(TNumber value, out TNumber result)
    {
        result = value;
        return true;
    }
}
