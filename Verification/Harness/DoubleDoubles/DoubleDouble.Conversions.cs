namespace CnnVerified.Verification.DoubleDoubles;

/// <content>
/// Bits, other scalars and text: what is converted or parsed is a double, bits are those of the number rounded to it.
/// </content>
internal readonly partial struct DoubleDouble
{
    private IFloatingPoint<double> Bits => High;
    static int IFloatingPointIeee754<DoubleDouble>.ILogB(DoubleDouble x) => Math.ILogB(x.High);
    int IFloatingPoint<DoubleDouble>.GetExponentByteCount() => Bits.GetExponentByteCount();
    int IFloatingPoint<DoubleDouble>.GetExponentShortestBitLength() => Bits.GetExponentShortestBitLength();
    int IFloatingPoint<DoubleDouble>.GetSignificandBitLength() => Bits.GetSignificandBitLength();
    int IFloatingPoint<DoubleDouble>.GetSignificandByteCount() => Bits.GetSignificandByteCount();
    bool IFloatingPoint<DoubleDouble>.TryWriteExponentBigEndian(Span<byte> destination, out int bytesWritten) =>
        Bits.TryWriteExponentBigEndian(destination, out bytesWritten);
    bool IFloatingPoint<DoubleDouble>.TryWriteExponentLittleEndian(Span<byte> destination, out int bytesWritten) =>
        Bits.TryWriteExponentLittleEndian(destination, out bytesWritten);
    bool IFloatingPoint<DoubleDouble>.TryWriteSignificandBigEndian(Span<byte> destination, out int bytesWritten) =>
        Bits.TryWriteSignificandBigEndian(destination, out bytesWritten);
    bool IFloatingPoint<DoubleDouble>.TryWriteSignificandLittleEndian(Span<byte> destination, out int bytesWritten) =>
        Bits.TryWriteSignificandLittleEndian(destination, out bytesWritten);

    static bool INumberBase<DoubleDouble>.TryConvertFromChecked<TOther>(TOther value, out DoubleDouble result) =>
        Converted(double.CreateChecked(value), out result);
    static bool INumberBase<DoubleDouble>.TryConvertFromSaturating<TOther>(TOther value, out DoubleDouble result) =>
        Converted(double.CreateSaturating(value), out result);
    static bool INumberBase<DoubleDouble>.TryConvertFromTruncating<TOther>(TOther value, out DoubleDouble result) =>
        Converted(double.CreateTruncating(value), out result);
    static bool INumberBase<DoubleDouble>.TryConvertToChecked<TOther>(DoubleDouble value, out TOther result) =>
        Converted(TOther.CreateChecked(value.High), out result);
    static bool INumberBase<DoubleDouble>.TryConvertToSaturating<TOther>(DoubleDouble value, out TOther result) =>
        Converted(TOther.CreateSaturating(value.High), out result);
    static bool INumberBase<DoubleDouble>.TryConvertToTruncating<TOther>(DoubleDouble value, out TOther result) =>
        Converted(TOther.CreateTruncating(value.High), out result);

    /// <summary>Both parts, such as <c>0.1 + -5E-18</c>.</summary>
    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);

    /// <summary>Both parts in a numeric format.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        $"{High.ToString(format, formatProvider)} + {Low.ToString(format, formatProvider)}";

    bool ISpanFormattable.TryFormat(
        Span<char> destination, out int written, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        var text = ToString(format.ToString(), provider);
        written = text.TryCopyTo(destination) ? text.Length : 0;
        return written > 0;
    }

    static DoubleDouble IParsable<DoubleDouble>.Parse(string s, IFormatProvider? provider) => double.Parse(s, provider);
    static DoubleDouble ISpanParsable<DoubleDouble>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        double.Parse(s, provider);
    static DoubleDouble INumberBase<DoubleDouble>.Parse(string s, NumberStyles style, IFormatProvider? provider) =>
        double.Parse(s, style, provider);
    static DoubleDouble INumberBase<DoubleDouble>.Parse(
        ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider) => double.Parse(s, style, provider);
    static bool IParsable<DoubleDouble>.TryParse(string? s, IFormatProvider? provider, out DoubleDouble result) =>
        double.TryParse(s, provider, out var value) & Converted(value, out result);
    static bool ISpanParsable<DoubleDouble>.TryParse(
        ReadOnlySpan<char> s, IFormatProvider? provider, out DoubleDouble result) =>
        double.TryParse(s, provider, out var value) & Converted(value, out result);
    static bool INumberBase<DoubleDouble>.TryParse(
        string? s, NumberStyles style, IFormatProvider? provider, out DoubleDouble result) =>
        double.TryParse(s, style, provider, out var value) & Converted(value, out result);
    static bool INumberBase<DoubleDouble>.TryParse(
        ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out DoubleDouble result) =>
        double.TryParse(s, style, provider, out var value) & Converted(value, out result);

    private static bool Converted<TNumber>(TNumber value, out TNumber result)
    {
        result = value;
        return true;
    }
}
