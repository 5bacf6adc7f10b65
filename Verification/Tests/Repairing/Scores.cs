namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>y[i] = scale·Σ w[c]·q[i, c]·k[i, c], as somebody writes it, with mistakes.</summary>
internal static class Scores
{
    private const int Features = 3;

    public static double[] Forward(double[] q, double[] k, double[] w)
    {
        var scale = 1 / Math.Sqrt(q.Length);
        var y = new double[q.Length / Features];
        for (var i = 0; i < y.Length; i++)
            for (var c = 0; c < Features; c++) y[i] += scale * w[c] * q[i * Features + c] * k[i * Features + c];
        return y;
    }

    public static IEnumerable<(string, Array)> Backward(string bug, double[] q, double[] k, double[] w, double[] dy)
    {
        double[] dq = new double[q.Length], dk = new double[k.Length], dw = new double[w.Length];
        var scale = 1 / Math.Sqrt(q.Length);
        for (var i = 0; i < dy.Length; i++)
            for (var c = 0; c < Features; c++)
            {
                var at = i * Features + c;
                var d = dy[i] * scale;
                dq[at] = d * w[c] * (bug == "other array" ? q[at] : k[at]);
                dk[at] = (bug == "no scale" ? dy[i] : bug == "wrong sign" ? -d : d)
                    * q[bug is "one row further" or "two mistakes" ? (at + Features) % q.Length : at]
                    * (bug == "weights left out" ? 1 : bug == "two mistakes" ? w[Features - 1 - c] : w[c]);
                dw[c] += d * q[at] * k[at];
            }
        return [("q", dq), ("k", dk), ("w", dw)];
    }
}
