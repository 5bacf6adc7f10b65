namespace CnnVerified.Verification.Tests.ForeignLayers;

/// <summary>Losses that are a mean over the entries: of p and t, and nothing else.</summary>
internal static class RegressionLosses
{
    private const double Delta = 0.8;

    public static ForeignLayer[] All { get; } =
    [
        Real("squared error", (p, t) => (p - t) * (p - t), bug => (p, t) => bug switch
        {
            "2 forgotten" => p - t,
            "sign" => 2 * (t - p),
            "1/n forgotten" => 2 * 15 * (p - t),
            "1/N for 1/n" => 2 * 5 * (p - t),
            "absolute" => 2 * Math.Abs(p - t),
            _ => 2 * (p - t),
        },
            new("2 forgotten", "correct × 0.5."),
            new("sign", "correct × −1", "p and t swapped"),
            new("1/n forgotten", "the number of entries", "correct × 15."),
            new("1/N for 1/n", "correct × 5."),
            new("absolute", "|correct|")),
        Real("absolute error", (p, t) => Math.Abs(p - t), bug => (p, t) => bug switch
        {
            "sign forgotten" => 1,
            "slope of the square" => p - t,
            "sign of p" => Math.Sign(p),
            _ => Math.Sign(p - t),
        },
            new("sign forgotten", "|correct|", "dprediction = 1"),
            new("slope of the square", "(p − t)", "p − t"),
            new("sign of p", "the sign of p", "t replaced by 0")),
        Real("Huber", (p, t) => Math.Abs(p - t) < Delta ? (p - t) * (p - t) / 2
            : Delta * (Math.Abs(p - t) - Delta / 2), bug => (p, t) => bug switch
        {
            "never linear" => p - t,
            "δ forgotten" => Math.Abs(p - t) < Delta ? p - t : Math.Sign(p - t),
            "one side clipped" => Math.Min(p - t, Delta),
            "sign forgotten in the tail" => Math.Abs(p - t) < Delta ? p - t : Delta,
            _ => Math.Clamp(p - t, -Delta, Delta),
        },
            new("never linear", "(p − t)", "p − t"),
            new("δ forgotten", "|p − t| > & 1.25", "|p − t| ≥ & 1.25"),
            new("one side clipped", "p − t <", "p − t ≤", "p − t & minimum", "p < t"),
            new("sign forgotten in the tail", "|correct| & p − t", "−1 & p − t", "sign & p − t")),
        Real("log-cosh", (p, t) => Math.Log(Math.Cosh(p - t)), bug => (p, t) => bug switch
        {
            "cosh for tanh" => Math.Sinh(p - t),
            "of the square" => p - t,
            "of p" => Math.Tanh(p),
            _ => Math.Tanh(p - t),
        },
            new("cosh for tanh", "sinh", "cosh"),
            new("of the square", "(p − t)", "p − t"),
            new("of p", "t replaced by 0", "tanh(p)", "tanh p")),
        Positive("Poisson of rates", (p, t) => p - t * Math.Log(p), bug => (p, t) => bug switch
        {
            "1 forgotten" => -t / p,
            "p − t" => p - t,
            "quotient reversed" => 1 - p / t,
            "sign" => t / p - 1,
            _ => 1 - t / p,
        },
            new("1 forgotten", "t/p", "−1/n", "correct − 0.06666667 × 1", "constant"),
            new("p − t", "(p − t)", "correct·p."),
            new("quotient reversed", "p and t swapped", "swapped", "p/t"),
            new("sign", "correct × −1")),
        Real("Poisson of logarithms", (p, t) => Math.Exp(p) - t * p, bug => (p, t) => bug switch
        {
            "exponential forgotten" => p - t,
            "t forgotten" => Math.Exp(p),
            "t times p" => Math.Exp(p) - t * p,
            _ => Math.Exp(p) - t,
        },
            new("exponential forgotten", "(p − t)", "p − t"),
            new("t forgotten", "e^p", "t replaced by 0"),
            new("t times p", "t·p")),
        Positive("Kullback-Leibler", (p, t) => t * Math.Log(t / p), bug => (p, t) => bug switch
        {
            "other way round" => Math.Log(p / t) + 1,
            "sign" => t / p,
            "logarithm's slope at t" => -1 / p,
            "difference" => p - t,
            _ => -t / p,
        },
            new("other way round", "swapped", "ln p", "ln(p"),
            new("sign", "correct × −1"),
            new("logarithm's slope at t", "1/p", "correct/(t)", "t replaced by 1"),
            new("difference", "(p − t)", "p − t")),
        Positive("focal", (p, t) => -t * (1 - p) * (1 - p) * Math.Log(p), bug => (p, t) => bug switch
        {
            "weight held constant" => -t * (1 - p) * (1 - p) / p,
            "of cross-entropy" => -t / p,
            "inner sign" => t * (-2 * (1 - p) * Math.Log(p) - (1 - p) * (1 - p) / p),
            "exponent forgotten" => t * ((1 - p) * Math.Log(p) - (1 - p) * (1 - p) / p),
            _ => t * (2 * (1 - p) * Math.Log(p) - (1 - p) * (1 - p) / p),
        },
            new("weight held constant", "(1 − p)²", "constant", "t/p & (1 − p)"),
            new("of cross-entropy", "t/p"),
            new("inner sign", "sign of", "first term"),
            new("exponent forgotten", "first term", "exponent")),
    ];

    private static ForeignLayer Real(string name, Func<double, double, double> f,
        Func<string, Func<double, double, double>> slope, params Mistake[] all) => new(name, bug =>
            GradientCheck.Of(new MeanOf(f, slope(bug))).At(Draw.Tensor(41, 3, 5), Draw.Tensor(42, 3, 5)), all);

    private static ForeignLayer Positive(string name, Func<double, double, double> f,
        Func<string, Func<double, double, double>> slope, params Mistake[] all) => new(name, bug =>
            GradientCheck.Of(new MeanOf(f, slope(bug)))
            .At(Draw.Probabilities(43, 3, 5), Draw.Probabilities(44, 3, 5)), all);

    private sealed class MeanOf(Func<double, double, double> f, Func<double, double, double> slope) : Loss<double>
    {
        public override double Value(Tensor<double> prediction, Tensor<double> target) =>
            Enumerable.Range(0, target.Shape.Count).Average(i => f(prediction[i], target[i]));

        public override void Gradient(Tensor<double> prediction, Tensor<double> target, Tensor<double> gradient)
        {
            for (var i = 0; i < target.Shape.Count; i++)
                gradient[i] = slope(prediction[i], target[i]) / target.Shape.Count;
        }
    }
}
