using System.Numerics;

namespace CnnVerified.Verification;

/// <summary>Every tolerance of the gate, with the error it bounds and the reason for its size.</summary>
public static partial class Tolerances
{
    /// <summary>
    /// Between the layers and an oracle in double precision, relative to max(1, |value|). Both sum the same few hundred
    /// products of order 1, in another order: they were seen to differ by 10⁻¹⁴ at most. A hundredfold margin is
    /// still ten orders of magnitude below the smallest mistake in a formula.
    /// </summary>
    public const double Oracle = 1e-12;

    /// <summary>
    /// Between a kernel's exponential or logarithm and the platform's, in units in the last place: each rounds its own
    /// result to within one, and their errors may have opposite signs.
    /// </summary>
    public const int KernelUlps = 2;

    /// <summary>
    /// Between σ(−x) and 1 − σ(x), absolute: the exponential is good to one unit in the last place, the sum, the
    /// quotient and the difference round once each, and all values are at most 1, where half a unit is 2⁻⁵³.
    /// </summary>
    public const double SigmoidSymmetry = 5 * 1.1102230246251565e-16;

    /// <summary>
    /// Between the first two moments of 10,000 normal draws and those of the distribution: their standard errors are
    /// 0.010 and 0.014, and four of them pass for chance.
    /// </summary>
    public const double SampleMoments = 0.06;

    /// <summary>
    /// Between two orders of summing the same products, relative to the sum of their absolute values: each of the two
    /// is off by at most the number of roundings that one term passes through, times the unit roundoff
    /// (Higham, Accuracy and Stability of Numerical Algorithms, §4.2).
    /// </summary>
    /// <param name="roundings">Roundings on the longest way from a term to the result.</param>
    /// <typeparam name="T">The scalar whose unit roundoff counts.</typeparam>
    public static double Reordering<T>(int roundings) where T : IFloatingPointIeee754<T> =>
        roundings * double.CreateChecked(T.BitIncrement(T.One) - T.One);
}
