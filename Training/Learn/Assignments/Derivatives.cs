namespace CnnVerified.Training.Learn.Assignments;

/// <summary>The exercises on derivatives of one number.</summary>
internal static class Derivatives
{
    private const double Step = 1e-5, Truncation = 1e-6;
    private static readonly double[] Half = [0.5, 0.75];

    public static IReadOnlyList<Question> OfDifferences(StudentCode code)
    {
        var derivative = code.Method<Func<Func<double, double>, double, double, double>>("Of");
        var gradient = code.Method<Func<Func<double[], double>, double[], double, double[]>>("Gradient");
        return
        [
            new("f(x) = x³ at 1 with h = 0.1", "the error is of the order h²: 3.01, not 3.31, for h = 0.1",
                "a one-sided difference, or a division by h where the points are 2h apart",
                "return (f(x + h) - f(x - h)) / (2 * h);",
                () => ArrayComparison.Of("f'(1)", derivative(x => x * x * x, 1, 0.1), 3.01)),
            new("f(x) = x[0]·x[1]² at {2, 3} with h = 0.5", "each entry is moved alone, by h in both directions",
                "an entry stays moved while the next one is", "g[i] = (above - below) / (2 * h);",
                () => ArrayComparison.Of("g", gradient(x => x[0] * x[1] * x[1], [2, 3], 0.5), new double[] { 9, 12 })),
            new("x is left as it was", "whoever gives you an array finds it unchanged",
                "x[i] is not put back, or by adding h, which rounds", "x[i] = kept;", () =>
                {
                    double[] x = [0.1, 0.7, -0.3];
                    gradient(a => a.Sum(), x, 0.3);
                    return ArrayComparison.Of("x", x, new[] { 0.1, 0.7, -0.3 });
                }),
            new("the gradient of e^x[0]·sin x[1] + x[2]²", "it is the gradient, to within h²",
                "what the question before says", "g[i] = (above - below) / (2 * h);",
                () => Answer.Of(GradientCheck.Of(Wave, x => gradient(Wave, x, Step)).At([0.3, -0.8, 1.7])
                    .To(Truncation, $"a difference over ±{Step} has an error").Called("Gradient"))),
        ];

        static double Wave(double[] x) => Math.Exp(x[0]) * Math.Sin(x[1]) + x[2] * x[2];
    }

    public static IReadOnlyList<Question> OfSigmoid(StudentCode code)
    {
        var value = code.Method<Func<double, double>>("Value");
        var slope = code.Method<Func<double, double>>("Slope");
        var backward = code.Method<Func<double[], double[], double[]>>("Backward");
        double[] x = [-3, -0.5, 0, 0.8, 4];
        return
        [
            new("y at 0 and ln 3", "y is between 0 and 1, and 0.5 at 0", "the sign of x in the exponent",
                "return 1 / (1 + Math.Exp(-x));",
                () => ArrayComparison.Of("y", new[] { value(0), value(Math.Log(3)) }, Half)),
            new("y at five points", "y rises from 0 to 1, and y(-x) = 1 - y(x)", "the sign of x in the exponent",
                "return 1 / (1 + Math.Exp(-x));",
                () => ArrayComparison.Of("y", Array.ConvertAll(x, one => value(one)),
                    new Sigmoid<double>().Forward(Tensors.Of(x, 1, x.Length)).Values.ToArray())),
            new("the derivative", "it is 0.25 at 0, and positive everywhere", "y · (1 - y) with x in the place of y",
                "return y * (1 - y);",
                () => Answer.Of(GradientCheck.OfPointwise(one => 1 / (1 + Math.Exp(-one)), slope).At(x)
                    .Called("Slope"))),
            new("y = {0.5, 0.75}, dy = {2, -4}", "dx is dy times the derivative, which y tells",
                "dy is forgotten, or the derivative is taken at y", "dx[i] = dy[i] * y[i] * (1 - y[i]);",
                () => ArrayComparison.Of("dx", backward([0.5, 0.75], [2, -4]), new[] { 0.5, -0.75 })),
            new("Backward at a drawn point", "dx is linear in dy: twice the dy, twice the dx",
                "dy is forgotten, or the derivative is taken at y", "dx[i] = dy[i] * y[i] * (1 - y[i]);",
                () => Answer.Of(GradientCheck.OfBackward(a => Forward(a["x"]),
                    (a, dy) => [("x", backward(Forward(a["x"]), dy))]).At(("x", Draw.Row(2, 4))).Called("Backward"))),
        ];

        static double[] Forward(double[] x) =>
            new Sigmoid<double>().Forward(Tensors.Of(x, 1, x.Length)).Values.ToArray();
    }
}
