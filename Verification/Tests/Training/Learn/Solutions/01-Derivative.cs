namespace Exercises;

// A first derivative by central differences: f'(x) = (f(x + h) - f(x - h)) / (2h), but for an error of the order h².
//
// By hand: f(x) = x³ at x = 1 with h = 0.1.
//     (1.331 - 0.729) / 0.2 = 3.01, where the derivative is 3.
//
// Gradient does it for each entry: g[i] = (f(x with x[i] + h) - f(x with x[i] - h)) / (2h). Leave x as it was.
//     f(x) = x[0]·x[1]² at x = {2, 3} with h = 0.5: g = {9, 12}.
public static class Derivative
{
    /// <summary>f'(x), nearly.</summary>
    public static double Of(Func<double, double> f, double x, double h)
    {
        return (f(x + h) - f(x - h)) / (2 * h);
    }

    /// <summary>∂f/∂x[i] for each i, nearly: as many numbers as x has.</summary>
    public static double[] Gradient(Func<double[], double> f, double[] x, double h)
    {
        var g = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var kept = x[i];
            x[i] = kept + h;
            var above = f(x);
            x[i] = kept - h;
            var below = f(x);
            x[i] = kept;
            g[i] = (above - below) / (2 * h);
        }
        return g;
    }
}
