namespace Exercises;

// The sigmoid: y = 1 / (1 + e^-x), from 0 to 1. Its derivative is y · (1 - y).
//
// By hand: x = 0 gives y = 0.5 and a derivative of 0.25. x = ln 3 gives y = 0.75 and 0.1875.
//
// Backward hands the upstream gradient dy on, entry by entry: dx[i] = dy[i] · y[i] · (1 - y[i]).
//     y = {0.5, 0.75}, dy = {2, -4}: dx = {0.5, -0.75}.
public static class Sigmoid
{
    /// <summary>y at x.</summary>
    public static double Value(double x)
    {
        throw new NotImplementedException();
    }

    /// <summary>dy/dx at x.</summary>
    public static double Slope(double x)
    {
        throw new NotImplementedException();
    }

    /// <summary>dx, given what the forward pass gave, y, and the upstream gradient dy, both of n numbers.</summary>
    public static double[] Backward(double[] y, double[] dy)
    {
        throw new NotImplementedException();
    }
}
