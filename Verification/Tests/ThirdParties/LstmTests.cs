namespace CnnVerified.Verification.Tests.ThirdParties;

/// <summary>An LSTM unrolled over time: gates i, f, o and candidate g, in rows of one weight matrix.</summary>
public class LstmTests
{
    private const int Inputs = 2, Units = 2;

    private static readonly double[][] Sequence = [[0.5, -1], [1.5, 0.25], [-0.75, 0.8], [0.1, -0.4]];

    private enum Slip { None, NoForgetSlope, NoCarriedCell, NoCarriedState, NoTanhOfCell, FirstStepOnly }

    [Test]
    public void An_unrolled_cell_is_right() => Check(Slip.None).Verify();

    [Test]
    public void A_forget_gate_without_its_derivative_is_wrong() => IsWrong(Slip.NoForgetSlope);

    [Test]
    public void A_cell_gradient_that_is_not_carried_back_is_wrong() => IsWrong(Slip.NoCarriedCell);

    [Test]
    public void A_state_gradient_that_is_not_carried_back_is_wrong() => IsWrong(Slip.NoCarriedState);

    [Test]
    public void A_cell_without_the_derivative_of_tanh_is_wrong() => IsWrong(Slip.NoTanhOfCell);

    [Test]
    public void A_weight_gradient_of_the_first_step_only_is_wrong() => IsWrong(Slip.FirstStepOnly);

    private static void IsWrong(Slip slip) => Assert.That(Check(slip).Run().Count(Verdict.Wrong), Is.Positive);

    private static GradientCheck Check(Slip slip) => GradientCheck.OfBackward(
        a => Run(a.Of<double[][]>("x"), a.Of<double[,]>("W"), a["b"]).Select(step => step.H).ToArray(),
        (a, dh) => Back(a.Of<double[][]>("x"), a.Of<double[,]>("W"), a["b"], dh, slip))
        .At(("x", Sequence), ("W", Weights(4 * Units, Inputs + Units)), ("b", new[] { 0, 0.1, 1, 1, -0.2, 0, 0.3, 0 }));

    private static List<Step> Run(double[][] x, double[,] w, double[] b)
    {
        var steps = new List<Step>();
        var (h, c) = (new double[Units], new double[Units]);
        foreach (var input in x)
        {
            var step = new Step([.. input, .. h], new double[4 * Units], c, new double[Units], new double[Units]);
            for (var row = 0; row < 4 * Units; row++)
            {
                var z = b[row];
                for (var j = 0; j < Inputs + Units; j++) z += w[row, j] * step.In[j];
                step.Gates[row] = row < 3 * Units ? 1 / (1 + Math.Exp(-z)) : Math.Tanh(z);
            }
            for (var u = 0; u < Units; u++)
            {
                step.C[u] = step.Gates[Units + u] * c[u] + step.Gates[u] * step.Gates[3 * Units + u];
                step.H[u] = step.Gates[2 * Units + u] * Math.Tanh(step.C[u]);
            }
            (h, c) = (step.H, step.C);
            steps.Add(step);
        }
        return steps;
    }

    private static (string, Array)[] Back(double[][] x, double[,] w, double[] b, double[][] dh, Slip slip)
    {
        var dx = x.Select(_ => new double[Inputs]).ToArray();
        var (dw, db) = (new double[4 * Units, Inputs + Units], new double[4 * Units]);
        var (nextH, nextC) = (new double[Units], new double[Units]);
        var steps = Run(x, w, b);
        for (var t = x.Length - 1; t >= 0; t--)
        {
            var (input, gates, before, c, _) = steps[t];
            var dz = new double[4 * Units];
            for (var u = 0; u < Units; u++)
            {
                var (i, f, o, g) = (gates[u], gates[Units + u], gates[2 * Units + u], gates[3 * Units + u]);
                var (squashed, total) = (Math.Tanh(c[u]), dh[t][u] + nextH[u]);
                var dc = total * o * (slip == Slip.NoTanhOfCell ? 1 : 1 - squashed * squashed) + nextC[u];
                dz[u] = dc * g * i * (1 - i);
                dz[Units + u] = dc * before[u] * (slip == Slip.NoForgetSlope ? 1 : f * (1 - f));
                dz[2 * Units + u] = total * squashed * o * (1 - o);
                dz[3 * Units + u] = dc * i * (1 - g * g);
                nextC[u] = slip == Slip.NoCarriedCell ? 0 : dc * f;
            }
            nextH = new double[Units];
            if (slip == Slip.FirstStepOnly) (dw, db) = (new double[4 * Units, Inputs + Units], new double[4 * Units]);
            for (var row = 0; row < dz.Length; row++)
            {
                db[row] += dz[row];
                for (var j = 0; j < Inputs + Units; j++)
                {
                    dw[row, j] += dz[row] * input[j];
                    if (j < Inputs) dx[t][j] += dz[row] * w[row, j];
                    else if (slip != Slip.NoCarriedState) nextH[j - Inputs] += dz[row] * w[row, j];
                }
            }
        }
        return [("x", dx), ("W", dw), ("b", db)];
    }

    private static double[,] Weights(int rows, int columns)
    {
        var (w, random) = (new double[rows, columns], new Random(4));
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++) w[i, j] = 1.6 * random.NextDouble() - 0.8;
        return w;
    }

    private sealed record Step(double[] In, double[] Gates, double[] Before, double[] C, double[] H);
}
