namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>y = a·sin(a) + max(b, 0)² + 1/c + c³, as somebody writes it, with mistakes.</summary>
internal static class Pulse
{
    public static double Value(double[] x) =>
        x[0] * Math.Sin(x[0]) + Math.Pow(Math.Max(x[1], 0), 2) + 1 / x[2] + Math.Pow(x[2], 3);

    public static double[] Gradient(string bug, double[] x)
    {
        var (a, b, c) = (x[0], x[1], x[2]);
        var da = Math.Sin(a) + a * (bug == "sine for cosine" ? Math.Sin(a) : Math.Cos(a));
        var db = b > 0 || bug == "condition left out" ? 2 * b : 0;
        var dc = -1 / (bug == "not squared" ? c : c * c);
        dc += 3 * Math.Pow(c, bug == "another power" ? 3 : 2);
        return [da, db, dc];
    }

    /// <summary>y = exp(−a² − b² − c²).</summary>
    public static double Bump(double[] x) => Math.Exp(-x.Sum(one => one * one));

    public static double[] BumpGradient(string bug, double[] x)
    {
        var s = bug == "odd function" ? Math.Sin(x[0] * x[1] + x[2]) : Bump(x);
        return [-2 * x[0] * s, -2 * x[1] * s, -2 * x[2] * s];
    }
}
