namespace CnnVerified.Verification.Tests.VerdictAccuracy;

/// <summary>Functions.</summary>
internal static class Elementary
{
    public const double PI = Math.PI;
    public static double Abs(double x) => Math.Abs(x);
    public static double Sqrt(double x) => Math.Sqrt(x);
    public static double Max(double a, double b) => Math.Max(a, b);
    public static double Min(double a, double b) => Math.Min(a, b);
    public static double Exp(double x) => Math.Exp(x);
    public static double Log(double x) => Math.Log(x);
    public static double Sin(double x) => Math.Sin(x);
    public static double Cos(double x) => Math.Cos(x);
    public static double Tan(double x) => Math.Tan(x);
    public static double Tanh(double x) => Math.Tanh(x);
    public static double Cosh(double x) => Math.Cosh(x);
    public static double Asin(double x) => Math.Asin(x);
    public static double Acos(double x) => Math.Acos(x);
    public static double Atan(double x) => Math.Atan(x);
    public static double Atanh(double x) => Math.Atanh(x);
    public static double Acosh(double x) => Math.Acosh(x);
    public static double Power(double x, int n)
    {
        var p = 1.0;
        for (var k = 0; k < n; k++) p *= x;
        return p;
    }
    public static double PowerOfTen(double x) => Math.Pow(10, x);
}
