using static CnnVerified.Verification.Tests.VerdictAccuracy.Elementary;
using static CnnVerified.Verification.Tests.VerdictAccuracy.Family;

namespace CnnVerified.Verification.Tests.VerdictAccuracy.Families;

/// <summary>Functions that iterate until a tolerance is met: how often depends on the argument.</summary>
internal static class Solvers
{
    private const int Limit = 500;

    public static IEnumerable<Family> All =>
    [
        Of("sqrt(x) by Newton to 1e-8", NewtonRoot, x => 0.5 / Sqrt(x), r => r.Uniform(0.5, 20)),
        Of("y + sin(y)/2 = x by bisection to 1e-8", Bisection, x => 1 / (1 + Cos(Bisection(x, 0)) / 2),
            r => r.Uniform(-3, 3)),
        Of("y = cos(x y) by fixed point to 1e-8", x => FixedPoint(x, 1e-8), FixedPointSlope, r => r.Uniform(0.1, 0.8)),
        Of("∫₀¹ exp(-x t²) dt by Simpson to 1e-8", x => Simpson(x, 1e-8), GaussSlope, r => r.Uniform(0.5, 3)),
        Of("y' = -x y to t = 1, adaptive steps to 1e-8", x => Adaptive(x, 1e-8), x => -Exp(-x), r => r.Uniform(0.5, 3)),
        Of("Kepler's E - 0.6 sin(E) = x by Newton to 1e-8", x => Kepler(x, 1e-8),
            x => 1 / (1 - 0.6 * Cos(Kepler(x, 1e-15))), r => r.Uniform(0.1, 3)),
        Of("minimiser of (y - x)² + y⁴ by golden section to 1e-6", GoldenSection, x =>
            2 / (2 + 12 * Power(Minimiser(x), 2)), r => r.Uniform(-2, 2)),
        Of("Σ xᵏ/k until a term is below 1e-10", Logarithm, x => 1 / (1 - x), r => r.Uniform(-0.7, 0.7)),
    ];

    private static double NewtonRoot(double x)
    {
        var (y, change) = (x, 1.0);
        for (var k = 0; Abs(change) > 1e-8; k++) y -= change = k < Limit ? (y - x / y) / 2 : throw Diverged(x);
        return y;
    }

    private static double Bisection(double x) => Bisection(x, 1e-8);

    private static double Bisection(double x, double tolerance)
    {
        var (low, high) = (-5.0, 5.0);
        while (high - low > tolerance && (low + high) / 2 is var middle && middle > low && middle < high)
            (low, high) = middle + Sin(middle) / 2 > x ? (low, middle) : (middle, high);
        return (low + high) / 2;
    }

    private static double Kepler(double x, double tolerance)
    {
        var (e, change) = (x, 1.0);
        for (var k = 0; Abs(change) > tolerance; k++)
            e -= change = k < Limit ? (e - 0.6 * Sin(e) - x) / (1 - 0.6 * Cos(e)) : throw Diverged(x);
        return e;
    }

    private static double GoldenSection(double x)
    {
        double Cost(double y) => (y - x) * (y - x) + Power(y, 4);
        var (low, high, ratio) = (-3.0, 3.0, 0.6180339887498949);
        while (high - low > 1e-6)
        {
            var (left, right) = (high - ratio * (high - low), low + ratio * (high - low));
            (low, high) = Cost(left) < Cost(right) ? (low, right) : (left, high);
        }
        return (low + high) / 2;
    }

    // 2 (y − x) + 4 y³ = 0 by bisection to the last bit.
    private static double Minimiser(double x)
    {
        var (low, high) = (-3.0, 3.0);
        while ((low + high) / 2 is var middle && middle > low && middle < high)
            (low, high) = 2 * (middle - x) + 4 * Power(middle, 3) > 0 ? (low, middle) : (middle, high);
        return (low + high) / 2;
    }

    private static double FixedPoint(double x, double tolerance)
    {
        var (y, before) = (0.5, 1.0);
        for (var k = 0; Abs(y - before) > tolerance; k++)
            (y, before) = k < Limit ? (Cos(x * y), y) : throw Diverged(x);
        return y;
    }

    private static double FixedPointSlope(double x)
    {
        var y = FixedPoint(x, 1e-15);
        return -y * Sin(x * y) / (1 + x * Sin(x * y));
    }

    // Simpson's rule from two trapezoidal sums, the finer of which reuses the coarser's values.
    private static double Simpson(double x, double tolerance)
    {
        var (n, sum, area, before) = (1, (1 + Exp(-x)) / 2, 0.0, double.MaxValue);
        while (Abs(area - before) > tolerance)
        {
            (before, n) = n < Limit ? (area, 2 * n) : throw Diverged(x);
            var finer = sum / 2;
            for (var k = 1; k < n; k += 2) finer += Exp(-x * k * k / ((double)n * n)) / n;
            (area, sum) = ((4 * finer - sum) / 3, finer);
        }
        return area;
    }

    // −∫ t² exp(−x t²) dt by its series Σ (−x)ᵏ/(k! (2k + 3)).
    private static double GaussSlope(double x)
    {
        var (term, sum) = (1.0, 1 / 3.0);
        for (var k = 1; k < 50; k++)
        {
            term *= -x / k;
            sum += term / (2 * k + 3);
        }
        return -sum;
    }

    // One step of order four against two of half the size; the step shrinks until they agree and grows where they do.
    private static double Adaptive(double x, double tolerance)
    {
        var (t, y, h) = (0.0, 1.0, 0.1);
        for (var k = 0; t < 1; k++)
        {
            h = k < Limit ? Min(h, 1 - t) : throw Diverged(x);
            var (whole, halves) = (Step(y, x, h), Step(Step(y, x, h / 2), x, h / 2));
            var error = Abs(whole - halves);
            var allowed = tolerance * h + 1e-15 * Abs(y);
            if (error <= allowed) (t, y) = (t + h, halves + (halves - whole) / 15);
            h *= error <= allowed / 16 ? 2 : error <= allowed ? 1 : 0.5;
        }
        return y;
    }

    // One step of the classical method of order four for y' = −x y.
    private static double Step(double y, double x, double h)
    {
        var a = -x * y;
        var b = -x * (y + h / 2 * a);
        var c = -x * (y + h / 2 * b);
        return y + h / 6 * (a + 2 * b + 2 * c - x * (y + h * c));
    }

    private static double Logarithm(double x)
    {
        var (power, sum) = (x, x);
        for (var k = 2; Abs(power) > 1e-10; k++) sum += k < Limit ? (power *= x) / k : throw Diverged(x);
        return sum;
    }

    private static ArgumentException Diverged(double x) => new($"no solution was found at {x}");
}
