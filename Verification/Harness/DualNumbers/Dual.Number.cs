namespace CnnVerified.Verification;

/// <content>
/// What else <see cref="IFloatingPointIeee754{TSelf}"/> asks of a number. Constants are constants; questions, bits and
/// conversions to other scalars concern the value; what is converted from another scalar or parsed is a constant.
/// </content>
public readonly partial struct Dual : IExtendsDouble<Dual>
{
    double IExtendsDouble<Dual>.AsDouble => Value;
    static Dual IExtendsDouble<Dual>.Of(double value) => value;

    /// <summary>0.</summary>
    public static Dual Zero => 0;

    /// <summary>1.</summary>
    public static Dual One => 1;

    static Dual IFloatingPointConstants<Dual>.E => Math.E;
    static Dual IFloatingPointConstants<Dual>.Pi => Math.PI;
    static Dual IFloatingPointConstants<Dual>.Tau => Math.Tau;

    static bool INumberBase<Dual>.IsEvenInteger(Dual x) => double.IsEvenInteger(x.Value);
    static bool INumberBase<Dual>.IsInteger(Dual x) => double.IsInteger(x.Value);
    static bool INumberBase<Dual>.IsOddInteger(Dual x) => double.IsOddInteger(x.Value);

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

    /// <summary>Value and derivative, such as <c>0.5 + -3·ε</c>.</summary>
    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);

    /// <summary>Value and derivative, both in a numeric format.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        $"{Value.ToString(format, formatProvider)} + {Derivative.ToString(format, formatProvider)}·ε";
}
