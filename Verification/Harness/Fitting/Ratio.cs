namespace CnnVerified.Verification.Fitting;

/// <summary>
/// How many times too large something is, as numbers show it that are known to some digits: a round number if it may be
/// one.
/// </summary>
internal readonly record struct Ratio
{
    private const double ShownShort = 1e-3;

    /// <summary>A ratio, made round if it is known no better.</summary>
    /// <param name="value">As it was found.</param>
    /// <param name="within">By how much it may be off.</param>
    public Ratio(double value, double within)
    {
        Within = Math.Max(within, Tolerances.ExplainedFactor * Math.Abs(value));
        Value = Math.Abs(value) <= within ? 0
            : PlainNumber.Near(Math.Abs(value), Within) is { } plain ? Math.CopySign(plain, value) : value;
    }

    /// <summary>The ratio.</summary>
    public double Value { get; }

    /// <summary>By how much it may be off.</summary>
    public double Within { get; }

    /// <summary>Whether it is a number that one would write.</summary>
    public bool IsPlain => PlainNumber.Near(Math.Abs(Value), 0) is not null;

    /// <summary>Without its sign.</summary>
    public Ratio Size => new(Math.Abs(Value), Within);

    /// <summary>A part of it.</summary>
    public static Ratio operator /(Ratio c, double by) => new(c.Value / by, c.Within / Math.Abs(by));

    /// <summary>Whether it may be a number.</summary>
    public bool Is(double c) => Math.Abs(Value - c) <= Within;

    /// <summary>Whether two may be the same.</summary>
    public bool Is(Ratio other) => Math.Abs(Value - other.Value) <= Math.Max(Within, other.Within);

    /// <summary>A few digits of one that names nothing.</summary>
    public string Short => PlainNumber.Text(Value, Math.Max(Within, ShownShort * Math.Abs(Value)));

    /// <summary>The ratio as a report shows it.</summary>
    public override string ToString() =>
        PlainNumber.Fraction(Math.Abs(Value)) is { } k ? $"{(Value < 0 ? "−" : "")}1/{k}"
            : PlainNumber.Text(Value, Within);
}
