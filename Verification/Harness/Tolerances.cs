namespace CnnVerified.Verification;

/// <summary>How far two numbers that should agree may differ, and why just that far.</summary>
public static partial class Tolerances
{
    /// <summary>
    /// Dual numbers: a few roundings of numbers of one or two digits, as between a derivative and its closed form, or
    /// between a sum of some tens of products added in two different orders.
    /// </summary>
    public const double DualRounding = 1e-13;

    /// <summary>
    /// Dual numbers: relative to a slope (or to 1 if that is greater), between a derivative and the five-point stencil
    /// at <see cref="DualStencilStep"/>. Its rounding, about 2⁻⁵³·f/h, is below 10⁻¹⁰ for f below 100, and its
    /// truncation h⁴·f⁽⁵⁾/30 below 10⁻⁹ for fifth derivatives up to 10⁵ times the slope.
    /// </summary>
    public const double DualStencil = 1e-9;

    /// <summary>Dual numbers: the step h of that stencil, which balances its truncation against its rounding.</summary>
    public const double DualStencilStep = 5e-4;
}
