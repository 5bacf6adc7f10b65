namespace CnnVerified.Verification.Tests.ThirdParties;

/// <summary>Scaled dot-product attention with a mask that says who may look at whom.</summary>
public class AttentionTests
{
    private static readonly double[,] Q = { { 0.5, -1, 0.25 }, { 1.5, 0.3, -0.6 }, { -0.2, 0.9, 1.1 } };
    private static readonly double[,] K =
        { { 0.7, 0.2, -0.5 }, { -1.2, 0.4, 0.8 }, { 0.1, -0.3, 0.6 }, { 0.9, 1, -1 } };
    private static readonly double[,] V = { { 1, -2 }, { 0.5, 0.25 }, { -1.5, 3 }, { 0.75, 2 } };
    private static readonly bool[,] Mask =
        { { true, true, false, false }, { true, true, true, false }, { false, true, true, true } };

    private enum Slip { None, NoScale, NoNormaliser, WrongMask, QueriesForKeys }

    [Test]
    public void Masked_attention_is_right() => Check(Slip.None).Verify();

    [Test]
    public void A_forgotten_scale_is_wrong() => IsWrong(Slip.NoScale);

    [Test]
    public void A_softmax_without_the_term_of_its_sum_is_wrong() => IsWrong(Slip.NoNormaliser);

    [Test]
    public void A_backward_pass_without_the_mask_is_wrong() => IsWrong(Slip.WrongMask);

    [Test]
    public void Keys_that_get_what_is_for_other_keys_are_wrong() => IsWrong(Slip.QueriesForKeys);

    private static void IsWrong(Slip slip) => Assert.That(Check(slip).Run().Count(Verdict.Wrong), Is.Positive);

    private static GradientCheck Check(Slip slip) => GradientCheck.OfBackward(
        a => Attend(a.Of<double[,]>("q"), a.Of<double[,]>("k"), a.Of<double[,]>("v"), a.Of<bool[,]>("mask")),
        (a, dy) => Back(a.Of<double[,]>("q"), a.Of<double[,]>("k"), a.Of<double[,]>("v"), a.Of<bool[,]>("mask"),
            dy, slip))
        .At(("q", Q), ("k", K), ("v", V), ("mask", Mask));

    private static double[,] Attend(double[,] q, double[,] k, double[,] v, bool[,] mask)
    {
        var (p, y) = (Probabilities(q, k, mask), new double[q.GetLength(0), v.GetLength(1)]);
        for (var i = 0; i < y.GetLength(0); i++)
            for (var d = 0; d < y.GetLength(1); d++)
                for (var j = 0; j < k.GetLength(0); j++) y[i, d] += p[i, j] * v[j, d];
        return y;
    }

    private static (string, Array)[] Back(
        double[,] q, double[,] k, double[,] v, bool[,] mask, double[,] dy, Slip slip)
    {
        var (rows, keys, width) = (q.GetLength(0), k.GetLength(0), q.GetLength(1));
        var p = Probabilities(q, k, slip == Slip.WrongMask ? null : mask);
        var (dq, dk, dv) = (new double[rows, width], new double[keys, width], new double[keys, v.GetLength(1)]);
        var scale = slip == Slip.NoScale ? 1 : 1 / Math.Sqrt(width);
        for (var i = 0; i < rows; i++)
        {
            var dp = new double[keys];
            for (var j = 0; j < keys; j++)
                for (var d = 0; d < v.GetLength(1); d++)
                {
                    dp[j] += dy[i, d] * v[j, d];
                    dv[j, d] += p[i, j] * dy[i, d];
                }
            var mean = slip == Slip.NoNormaliser ? 0 : Enumerable.Range(0, keys).Sum(j => p[i, j] * dp[j]);
            for (var j = 0; j < keys; j++)
                for (var d = 0; d < width; d++)
                {
                    var ds = p[i, j] * (dp[j] - mean) * scale;
                    dq[i, d] += ds * k[j, d];
                    dk[slip == Slip.QueriesForKeys ? i : j, d] += ds * q[i, d];
                }
        }
        return [("q", dq), ("k", dk), ("v", dv)];
    }

    private static double[,] Probabilities(double[,] q, double[,] k, bool[,]? mask)
    {
        var p = new double[q.GetLength(0), k.GetLength(0)];
        for (var i = 0; i < q.GetLength(0); i++)
        {
            var (scores, sum) = (new double[k.GetLength(0)], 0.0);
            for (var j = 0; j < scores.Length; j++)
            {
                for (var d = 0; d < q.GetLength(1); d++) scores[j] += q[i, d] * k[j, d] / Math.Sqrt(q.GetLength(1));
                if (mask?[i, j] == false) scores[j] = double.NegativeInfinity;
            }
            for (var j = 0; j < scores.Length; j++) sum += p[i, j] = Math.Exp(scores[j] - scores.Max());
            for (var j = 0; j < scores.Length; j++) p[i, j] /= sum;
        }
        return p;
    }
}
