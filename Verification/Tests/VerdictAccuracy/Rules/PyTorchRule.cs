namespace CnnVerified.Verification.Tests.VerdictAccuracy.Rules;

/// <summary>
/// The rule of <c>torch.autograd.gradcheck</c> with its documented defaults: central differences of step 10⁻⁶, which
/// the gradient must meet within 10⁻⁵ + 10⁻³·|numeric| in every entry, and the same gradient twice.
/// </summary>
internal static class PyTorchRule
{
    private const double Step = 1e-6, Absolute = 1e-5, Relative = 1e-3;

    public static bool Passes(Case one)
    {
        var (gradient, again) = (one.Gradient(one.X), one.Gradient(one.X));
        for (var i = 0; i < one.X.Length; i++)
        {
            var numeric = (one.F(one.Moved(i, Step)) - one.F(one.Moved(i, -Step))) / (2 * Step);
            if (gradient[i] != again[i]) return false;
            if (!(Math.Abs(gradient[i] - numeric) <= Absolute + Relative * Math.Abs(numeric))) return false;
        }
        return true;
    }
}
