namespace CnnVerified.Verification.Tests.ThirdParties;

/// <summary>
/// A fit of a predator and its prey to observations, by a solver that chooses its steps; the gradient is from
/// sensitivity equations, whose steps are others.
/// </summary>
[Parallelizable]
public class OdeFitTests
{
    private const double SolverTolerance = 1e-7;

    private static readonly double[] Rates = [1.1, 0.4, 0.9, 0.3];     // birth, predation, death, growth
    private static readonly double[] Start = [2, 1];
    private static readonly double[] Times = [0.7, 1.5, 2.4, 3.1];
    private static readonly double[,] Observed = { { 3.1, 0.9 }, { 5.2, 1.1 }, { 7, 2.4 }, { 5.5, 5 } };

    public enum Slip { None, NoTwo, NoDirectTerm, TransposedSystem, LastTimeOnly }

    [Test]
    public void A_fit_of_an_equation_is_right_to_the_tolerance_of_its_solver() => Check(Slip.None).Verify();

    [Test]
    public void The_report_says_how_far_off_entries_may_be() =>
        Assert.That(WordsOf(Check(Slip.None).Run()), Does.Contain("the solver stops at 1e-7"));

    [Test]
    public void It_is_wrong_with_any_slip_and_not_without([Values] Slip slip) =>
        Assert.That(Check(slip).Run().Count(Verdict.Wrong) > 0, Is.EqualTo(slip != Slip.None));

    private static GradientCheck Check(Slip slip) => GradientCheck.Of(Misfit, rates => MisfitGradient(rates, slip))
        .At(Rates).To(1e-4, "the solver stops at 1e-7");

    private static double Misfit(double[] rates)
    {
        var (sum, y, time) = (0.0, Start, 0.0);
        for (var n = 0; n < Times.Length; n++)
        {
            y = Solve((_, s) => Field(rates, s), y, time, Times[n]);
            time = Times[n];
            for (var i = 0; i < 2; i++) sum += Math.Pow(y[i] - Observed[n, i], 2);
        }
        return sum;
    }

    private static double[] MisfitGradient(double[] rates, Slip slip)
    {
        var (gradient, time) = (new double[4], 0.0);
        double[] y = [.. Start, .. new double[8]];
        for (var n = 0; n < Times.Length; n++)
        {
            y = Solve((_, s) => WithSensitivities(rates, s, slip), y, time, Times[n]);
            time = Times[n];
            if (slip == Slip.LastTimeOnly) gradient = new double[4];
            for (var i = 0; i < 2; i++)
                for (var p = 0; p < 4; p++)
                    gradient[p] += (slip == Slip.NoTwo ? 1 : 2) * (y[i] - Observed[n, i]) * y[2 + 2 * p + i];
        }
        return gradient;
    }

    private static double[] Field(double[] rates, double[] s) =>
        [rates[0] * s[0] - rates[1] * s[0] * s[1], rates[3] * s[0] * s[1] - rates[2] * s[1]];

    private static double[] WithSensitivities(double[] rates, double[] s, Slip slip)
    {
        double[] result = [.. Field(rates, s), .. new double[8]];
        var (a, d) = (rates[0] - rates[1] * s[1], rates[3] * s[0] - rates[2]);
        var (b, c) = (-rates[1] * s[0], rates[3] * s[1]);
        if (slip == Slip.TransposedSystem) (b, c) = (c, b);
        double[,] direct = { { s[0], 0 }, { -s[0] * s[1], 0 }, { 0, -s[1] }, { 0, s[0] * s[1] } };
        for (var p = 0; p < 4; p++)
        {
            var (u, v) = (s[2 + 2 * p], s[3 + 2 * p]);
            var isForgotten = slip == Slip.NoDirectTerm && p == 3;
            result[2 + 2 * p] = a * u + b * v + direct[p, 0];
            result[3 + 2 * p] = c * u + d * v + (isForgotten ? 0 : direct[p, 1]);
        }
        return result;
    }

    /// <summary>The method of Bogacki and Shampine, of third order, with an error estimate of second.</summary>
    private static double[] Solve(Func<double, double[], double[]> f, double[] y, double t, double end)
    {
        var h = (end - t) / 10;
        while (t < end)
        {
            h = Math.Min(h, end - t);
            var k1 = f(t, y);
            var k2 = f(t + h / 2, Add(y, (h / 2, k1)));
            var k3 = f(t + 0.75 * h, Add(y, (0.75 * h, k2)));
            var next = Add(y, (h * 2 / 9, k1), (h / 3, k2), (h * 4 / 9, k3));
            var k4 = f(t + h, next);
            var low = Add(y, (h * 7 / 24, k1), (h / 4, k2), (h / 3, k3), (h / 8, k4));
            var error = next.Zip(low, (a, b) => Math.Abs(a - b) / (1 + Math.Abs(a))).Max() / SolverTolerance;
            if (error <= 1) (t, y) = (end - t <= h ? end : t + h, next);
            h *= Math.Clamp(0.9 * Math.Pow(error + 1e-12, -1.0 / 3), 0.2, 5);
        }
        return y;
    }

    private static double[] Add(double[] y, params (double Factor, double[] K)[] terms) =>
        [.. y.Select((value, i) => value + terms.Sum(term => term.Factor * term.K[i]))];
}
