namespace CnnVerified.Verification.Tests.ThirdParties;

/// <summary>Logistic regression with a ridge: negative log-likelihood, gradient, Hessian and its products.</summary>
public class LogisticRegressionTests
{
    private const double Ridge = 0.05;

    private static readonly double[] Weights = [0.4, -0.7, 0.2];

    private static readonly (double[] Features, int Label)[] Data =
    [
        ([1, 0.5, -1.2], 1), ([1, -0.3, 0.8], 0), ([1, 2.1, 0.4], 0), ([1, -1.5, -0.6], 1), ([1, 0.2, 1.7], 1),
    ];

    [Test]
    public void The_gradient_is_right() => GradientCheck.Of(Nll, w => Gradient(w)).At(Weights).Verify();

    [Test]
    public void The_Hessian_is_right() =>
        GradientCheck.OfJacobian(w => Gradient(w), w => Hessian(w)).At(Weights).Verify();

    [Test]
    public void Products_with_the_Hessian_are_right() =>
        GradientCheck.OfForwardMode(w => Gradient(w), (w, v) => Product(w, v)).At(Weights).Verify();

    [Test]
    public void The_gradient_is_right_where_it_saturates() =>
        GradientCheck.Of(Nll, w => Gradient(w)).At([4.0, -7, 2]).Verify();

    [Test]
    public void A_sum_in_place_of_a_mean_is_wrong() =>
        IsWrong(GradientCheck.Of(Nll, w => Gradient(w, count: 1)).At(Weights));

    [Test]
    public void A_gradient_without_the_ridge_is_wrong() =>
        IsWrong(GradientCheck.Of(Nll, w => Gradient(w, ridge: 0)).At(Weights));

    [Test]
    public void A_Hessian_with_p_for_its_slope_is_wrong() =>
        IsWrong(GradientCheck.OfJacobian(w => Gradient(w), w => Hessian(w, p => p)).At(Weights));

    [Test]
    public void A_product_without_the_ridge_is_wrong() =>
        IsWrong(GradientCheck.OfForwardMode(w => Gradient(w), (w, v) => Product(w, v, ridge: 0)).At(Weights));

    private static void IsWrong(GradientCheck check) => Assert.That(check.Run().Count(Verdict.Wrong), Is.Positive);

    private static double Nll(double[] w)
    {
        var loss = 0.5 * Ridge * w.Sum(v => v * v);
        foreach (var (x, label) in Data)
        {
            var z = label == 1 ? -Dot(w, x) : Dot(w, x);
            loss += (Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z)))) / Data.Length;
        }
        return loss;
    }

    private static double[] Gradient(double[] w, int count = 5, double ridge = Ridge)
    {
        double[] gradient = [.. w.Select(v => ridge * v)];
        foreach (var (x, label) in Data)
            for (var i = 0; i < w.Length; i++) gradient[i] += (Sigmoid(Dot(w, x)) - label) * x[i] / count;
        return gradient;
    }

    private static double[,] Hessian(double[] w, Func<double, double>? slope = null)
    {
        var hessian = new double[w.Length, w.Length];
        for (var i = 0; i < w.Length; i++)
        {
            hessian[i, i] = Ridge;
            foreach (var (x, _) in Data)
            {
                var p = Sigmoid(Dot(w, x));
                for (var j = 0; j < w.Length; j++)
                    hessian[i, j] += (slope?.Invoke(p) ?? p * (1 - p)) * x[i] * x[j] / Data.Length;
            }
        }
        return hessian;
    }

    private static double[] Product(double[] w, double[] v, double ridge = Ridge)
    {
        double[] product = [.. v.Select(one => ridge * one)];
        foreach (var (x, _) in Data)
        {
            var p = Sigmoid(Dot(w, x));
            for (var i = 0; i < w.Length; i++) product[i] += p * (1 - p) * Dot(x, v) * x[i] / Data.Length;
        }
        return product;
    }

    private static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
