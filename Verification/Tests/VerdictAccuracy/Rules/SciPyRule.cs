namespace CnnVerified.Verification.Tests.VerdictAccuracy.Rules;

/// <summary>
/// The rule of <c>scipy.optimize.check_grad</c> with its documented default: forward differences of step √ε ≈
/// 1.49·10⁻⁸, or √ε·|x| where that step would vanish beside x, and the 2-norm of the difference to the gradient. What
/// is small enough the caller says: 10⁻⁶, as many test suites do that assert on it.
/// </summary>
internal static class SciPyRule
{
    private const double Step = 1.4901161193847656e-08, Threshold = 1e-6;

    public static bool Passes(Case one)
    {
        var (gradient, value, sum) = (one.Gradient(one.X), one.F(one.X), 0.0);
        for (var i = 0; i < one.X.Length; i++)
        {
            var moved = one.Moved(i, Step);
            if (moved[i] == one.X[i]) moved = one.Moved(i, Step * one.X[i]);
            var error = gradient[i] - (one.F(moved) - value) / (moved[i] - one.X[i]);
            sum += error * error;
        }
        return Math.Sqrt(sum) <= Threshold;
    }
}
