namespace CnnVerified.Verification.Tests.VerdictAccuracy;

/// <summary>A function and a gradient at a point, right or wrong.</summary>
/// <param name="Family">Where they come from.</param>
/// <param name="Point">The number of the point in its family.</param>
/// <param name="X">The point.</param>
/// <param name="Error">The relative size of the gradient's error; 0 if it is right.</param>
internal sealed record Case(Family Family, int Point, double[] X, double Error)
{
    /// <summary>The function; one that throws dice throws the same in every case.</summary>
    public Func<double[], double> F { get; } = Family.Make(new Random(Point));

    /// <summary>The gradient that is claimed.</summary>
    public double[] Gradient(double[] x) =>
        Error == 0 ? Family.Gradient(x) : Family.Spoil(x, Family.Gradient(x), Error);

    /// <summary>The point with one entry moved.</summary>
    public double[] Moved(int entry, double step)
    {
        double[] moved = [.. X];
        moved[entry] += step;
        return moved;
    }
}
