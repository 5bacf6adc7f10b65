namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>y = W·x, whose backward pass moves W by its gradient at once, with a mistake in dx.</summary>
internal sealed class Learner
{
    private double[] last = [];

    public double[,] W { get; } = { { 0.4, -1.1, 0.3 }, { 0.7, 0.9, -0.2 }, { -0.5, 0.8, 0.6 } };

    public double[] Forward(double[] x)
    {
        last = x;
        var y = new double[3];
        for (var o = 0; o < 3; o++)
            for (var i = 0; i < 3; i++) y[o] += W[o, i] * x[i];
        return y;
    }

    public double[] Step(double[] dy)
    {
        var dx = new double[3];
        for (var o = 0; o < 3; o++)
            for (var i = 0; i < 3; i++)
            {
                dx[i] += W[o, i] * dy[i];                                           // dy[o]
                W[o, i] -= dy[o] * last[i];
            }
        return dx;
    }
}
