namespace Exercises;

// Softmax makes probabilities of logits z (N, C): p[n, c] = e^z[n, c] / Σ e^z[n, k]. e^1000 is infinite, so subtract
// the largest logit of the row first: the quotient stays the same.
//
// Cross-entropy takes the logarithm of the right class's probability, the mean over N samples; labels (N) name it:
//
//     L = -Σₙ ln p[n, labels[n]] / N
//     dz[n, c] = (p[n, c] - (1 if c is labels[n], or else 0)) / N
//
// By hand: z = {{0, ln 3}}, labels = {0}: p = {{0.25, 0.75}}, L = ln 4 = 1.3862943611198906, dz = {{-0.75, 0.75}}.
public static class Softmax
{
    /// <summary>p (N, C); each row adds up to 1.</summary>
    public static double[,] Probabilities(double[,] z)
    {
        var p = new double[z.GetLength(0), z.GetLength(1)];
        for (var n = 0; n < z.GetLength(0); n++)
        {
            var (largest, sum) = (double.NegativeInfinity, 0.0);
            for (var c = 0; c < z.GetLength(1); c++)
                largest = Math.Max(largest, z[n, c]);
            for (var c = 0; c < z.GetLength(1); c++)
                sum += p[n, c] = Math.Exp(z[n, c] - largest);
            for (var c = 0; c < z.GetLength(1); c++)
                p[n, c] /= sum;
        }
        return p;
    }

    /// <summary>L, a mean over the samples.</summary>
    public static double Loss(double[,] z, int[] labels)
    {
        var p = Probabilities(z);
        var sum = 0.0;
        for (var n = 0; n < labels.Length; n++)
            sum -= Math.Log(p[n, labels[n]]);
        return sum / labels.Length;
    }

    /// <summary>dz (N, C), the derivative of that mean.</summary>
    public static double[,] Gradient(double[,] z, int[] labels)
    {
        var dz = Probabilities(z);
        for (var n = 0; n < labels.Length; n++)
        {
            dz[n, labels[n]] -= 1;
            for (var c = 0; c < z.GetLength(1); c++)
                dz[n, c] /= labels.Length;
        }
        return dz;
    }
}
