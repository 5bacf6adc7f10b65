namespace CnnVerified.Verification.Tests.Checks;

/// <summary>y = f(x), entry by entry, with the slope that is claimed for it; written for double alone.</summary>
internal sealed class Pointwise(Func<double, double> f, Func<double, double> slope) : Activation<double>
{
    public override double Value(double x) => f(x);

    public override double Slope(double x, double y) => slope(x);
}
