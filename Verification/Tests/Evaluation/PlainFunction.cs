namespace CnnVerified.Verification.Tests.Evaluation;

/// <summary>A plain function and its gradient as the subject of a check.</summary>
internal static class PlainFunction
{
    public static Subject At(Func<double[], double> function, Func<double[], double[]> gradient, Tensor<double> x) =>
        ArraySubject.Of(
            ArrayCode.OfFunction(a => new[] { function(a["x"]) }, a => [("x", gradient(a["x"]))]), new Point { X = x });
}
