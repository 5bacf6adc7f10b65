namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>h[t] = tanh(u₀·x[t] + u₁·h[t − 1]), as somebody writes it, with mistakes.</summary>
internal static class Recurrence
{
    public static double[] States(double[] x, double[] u)
    {
        var h = new double[x.Length];
        for (var t = 0; t < x.Length; t++) h[t] = Math.Tanh(u[0] * x[t] + (t > 0 ? u[1] * h[t - 1] : 0));
        return h;
    }

    public static IEnumerable<(string, Array)> Backward(string bug, double[] x, double[] u, double[] dy)
    {
        var h = States(x, u);
        double[] dx = new double[x.Length], du = new double[2];
        var carry = 0.0;
        for (var t = x.Length - 1; t >= 0; t--)
        {
            var slope = 1 - h[t] * h[t];
            var da = bug == "carry not scaled" ? dy[t] * slope + carry : (dy[t] + carry) * slope;
            dx[t] = (bug == "half of the last weight" ? 0.5 : 1) * da * u[0];
            du[0] += da * x[t];
            if (t > 0) du[1] += da * h[bug == "state after for before" ? t : t - 1];
            carry = da * u[1];
        }
        return [("x", dx), ("u", du)];
    }
}
