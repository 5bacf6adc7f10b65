namespace CnnVerified.Verification.Tests.VerdictAccuracy;

/// <summary>Functions of one kind with their exact gradient, and points to try them at.</summary>
/// <param name="Kind">What is hard about them.</param>
/// <param name="Name">The formula and where it is tried.</param>
/// <param name="F">The function, as somebody would write it.</param>
/// <param name="Gradient">Its gradient to about 10⁻¹², whatever <paramref name="F"/> loses to cancellation.</param>
/// <param name="Draw">Draws a point.</param>
internal sealed record Family(
    Kind Kind, string Name, Func<double[], double> F, Func<double[], double[]> Gradient, Func<Random, double[]> Draw)
{
    /// <summary>The function for one point, for those that remember or throw dice.</summary>
    public Func<Random, Func<double[], double>> Make { get; init; } = _ => F;

    /// <summary>Puts an error of a relative size into the gradient at a point: by default into every entry.</summary>
    public Func<double[], double[], double, double[]> Spoil { get; init; } = Mistake.InEveryEntry;

    /// <summary>Why nobody can decide some of its points; null where all can be decided.</summary>
    public string? Undecidable { get; init; }

    /// <summary>Code that has the precision of double: mistakes of 3·10⁻⁶ must not pass.</summary>
    public bool IsExact => Kind <= Kind.Constant && Kind != Kind.Cancelling;

    /// <summary>A family of functions of one number.</summary>
    public static Family Of(
        Kind kind, string name, Func<double, double> f, Func<double, double> slope, Func<Random, double> draw) =>
        new(kind, name, x => f(x[0]), x => [slope(x[0])], random => [draw(random)]);

    /// <summary>The same of the kind that its list has.</summary>
    public static Family Of(
        string name, Func<double, double> f, Func<double, double> slope, Func<Random, double> draw) =>
        Of(default, name, f, slope, draw);

    /// <summary>The same at normal points.</summary>
    public static Family Of(string name, Func<double, double> f, Func<double, double> slope) =>
        Of(name, f, slope, Sampling.Normal);

    /// <summary>A family of functions of several numbers, of the kind that its list has.</summary>
    public static Family Of(
        string name, Func<double[], double> f, Func<double[], double[]> gradient, Func<Random, double[]> draw) =>
        new(default, name, f, gradient, draw);

    /// <summary>The name, which a test's filter can ask for.</summary>
    public override string ToString() => $"{Kind}: {Name}";
}
