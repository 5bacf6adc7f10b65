namespace CnnVerified.Verification.Tests.VerdictAccuracy.Rules;

/// <summary>
/// The rule of <c>chainer.gradient_check.check_backward</c> with its documented defaults: one central difference of
/// step 10⁻³ along a random unit direction, which the gradient must meet within 10⁻⁵ + 10⁻⁴·|analytic|.
/// </summary>
internal static class ChainerRule
{
    private const double Step = 1e-3, Absolute = 1e-5, Relative = 1e-4;

    public static bool Passes(Case one)
    {
        var random = new Random(one.Point);
        var direction = random.Several(one.X.Length, Sampling.Normal);
        var norm = Math.Sqrt(direction.Sum(d => d * d));
        double[] At(double step) => [.. one.X.Zip(direction, (x, d) => x + step * d / norm)];
        var numeric = (one.F(At(Step)) - one.F(At(-Step))) / (2 * Step);
        var analytic = one.Gradient(one.X).Zip(direction, (g, d) => g * d / norm).Sum();
        return Math.Abs(numeric - analytic) <= Absolute + Relative * Math.Abs(analytic);
    }
}
