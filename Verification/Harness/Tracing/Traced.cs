using System.Runtime.CompilerServices;

namespace CnnVerified.Verification.Tracing;

/// <summary>
/// A number that remembers how it was computed: each operation leaves a step on its tape, with its slopes as dual
/// numbers have them. Code that is generic over its scalar shows every step of its forward pass so.
/// </summary>
/// <param name="value">The value, as computed in double.</param>
/// <param name="tape">Where it is recorded; null for a constant.</param>
/// <param name="step">Which step of the tape made it.</param>
internal readonly partial struct Traced(double value, Tape? tape = null, int step = -1) : IExtendsDouble<Traced>
{
    /// <summary>The value.</summary>
    public double Value => value;

    /// <summary>Where it is recorded; null for a constant.</summary>
    public Tape? Tape => tape;

    /// <summary>Which step made it; −1 for a constant.</summary>
    public int Step => tape is null ? -1 : step;

    double IExtendsDouble<Traced>.AsDouble => value;
    static Traced IExtendsDouble<Traced>.Of(double value) => new(value);

    public static Traced Zero => new(0);
    public static Traced One => new(1);
    static Traced IFloatingPointConstants<Traced>.E => new(Math.E);
    static Traced IFloatingPointConstants<Traced>.Pi => new(Math.PI);
    static Traced IFloatingPointConstants<Traced>.Tau => new(Math.Tau);
    static bool INumberBase<Traced>.IsEvenInteger(Traced x) => double.IsEvenInteger(x.Value);
    static bool INumberBase<Traced>.IsInteger(Traced x) => double.IsInteger(x.Value);
    static bool INumberBase<Traced>.IsOddInteger(Traced x) => double.IsOddInteger(x.Value);

    public static bool operator ==(Traced x, Traced y) => x.Value == y.Value;
    public static bool operator !=(Traced x, Traced y) => x.Value != y.Value;
    public static bool operator <(Traced x, Traced y) => x.Value < y.Value;
    public static bool operator >(Traced x, Traced y) => x.Value > y.Value;
    public static bool operator <=(Traced x, Traced y) => x.Value <= y.Value;
    public static bool operator >=(Traced x, Traced y) => x.Value >= y.Value;
    public bool Equals(Traced other) => Value.Equals(other.Value);
    public override bool Equals(object? obj) => obj is Traced other && Equals(other);
    public override int GetHashCode() => Value.GetHashCode();
    public int CompareTo(Traced other) => Value.CompareTo(other.Value);
    int IComparable.CompareTo(object? obj) => Value.CompareTo((obj as Traced?)?.Value);
    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);
    public string ToString(string? format, IFormatProvider? formatProvider) => Value.ToString(format, formatProvider);

    /// <summary>The result of an operation.</summary>
    public static double Result(CodePlace of, double left, double right) =>
        of.IsBinary ? Function(of.Name, left, right) : Function(of.Name, left);

    /// <summary>The result of an operation, and its slopes in both operands.</summary>
    public static (double Value, double Left, double Right) Slopes(CodePlace of, double left, double right)
    {
        var byLeft = of.IsBinary ? Function(of.Name, new Dual(left, 1), right) : Function(of.Name, new Dual(left, 1));
        return (byLeft.Value, byLeft.Derivative,
            of.IsBinary ? Function(of.Name, left, new Dual(right, 1)).Derivative : 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]                   // its caller is where the code is
    public static Traced Of(Traced x, [CallerMemberName] string name = "")
    {
        var y = Function(name, new Dual(x.Value, 1));
        return x.Tape is not { } tape ? new(y.Value) : tape.Add(name, y.Value, (x, y.Derivative), null);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Traced Of(Traced x, Traced y, [CallerMemberName] string name = "")
    {
        var (byX, byY) = (Function(name, new Dual(x.Value, 1), y.Value), Function(name, x.Value, new Dual(y.Value, 1)));
        return (x.Tape ?? y.Tape) is not { } tape ? new(byX.Value)
            : tape.Add(name, byX.Value, (x, byX.Derivative), (y, byY.Derivative));
    }
}
