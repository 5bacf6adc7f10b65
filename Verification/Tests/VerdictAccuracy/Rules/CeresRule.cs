namespace CnnVerified.Verification.Tests.VerdictAccuracy.Rules;

/// <summary>
/// The rule of Ceres' <c>GradientChecker</c>, whose numeric derivatives are by Ridders' method (Adv. Eng. Software 4
/// (1982) 75), with the defaults of <c>NumericDiffOptions</c>; the relative error must stay below 10⁻⁸, the default
/// of <c>Solver::Options::gradient_check_relative_precision</c>. f(x) must be the same twice to that precision.
/// </summary>
internal static class CeresRule
{
    private const double InitialStep = 1e-2, Shrink = 2, Epsilon = 1e-12, Precision = 1e-8;
    private const int Extrapolations = 10;

    public static bool Passes(Case one)
    {
        var gradient = one.Gradient(one.X);
        return IsClose(one.F(one.X), one.F(one.X))
            && Enumerable.Range(0, one.X.Length).All(i => IsClose(gradient[i], Ridders(one, i)));
    }

    private static bool IsClose(double a, double b)
    {
        var error = Math.Abs(a - b);
        return (a == 0 || b == 0 ? error : error / Math.Max(Math.Abs(a), Math.Abs(b))) < Precision;
    }

    private static double Ridders(Case one, int i)
    {
        var h = Math.Max(InitialStep, InitialStep * Math.Abs(one.X[i])) * Math.Pow(Shrink, Extrapolations / 2);
        double[] previous = [];
        var (best, error) = (double.NaN, double.MaxValue);
        for (var row = 0; row < Extrapolations; row++, h /= Shrink)
        {
            var current = new double[row + 1];
            current[0] = (one.F(one.Moved(i, h)) - one.F(one.Moved(i, -h))) / (2 * h);
            if (row == 0) best = current[0];
            var factor = Shrink * Shrink;
            for (var k = 1; k <= row; k++, factor *= Shrink * Shrink)
            {
                current[k] = (factor * current[k - 1] - previous[k - 1]) / (factor - 1);
                var change = Math.Max(
                    Math.Abs(current[k] - current[k - 1]), Math.Abs(current[k] - previous[k - 1]));
                if (!(change <= error)) continue;
                (best, error) = (current[k], change);
                if (error < Epsilon) return best;
            }
            if (row > 0 && Math.Abs(current[row] - previous[row - 1]) >= 2 * error) return best;
            previous = current;
        }
        return best;
    }
}
