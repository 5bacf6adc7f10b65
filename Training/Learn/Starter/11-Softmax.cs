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
        throw new NotImplementedException();
    }

    /// <summary>L, a mean over the samples.</summary>
    public static double Loss(double[,] z, int[] labels)
    {
        throw new NotImplementedException();
    }

    /// <summary>dz (N, C), the derivative of that mean.</summary>
    public static double[,] Gradient(double[,] z, int[] labels)
    {
        throw new NotImplementedException();
    }
}
