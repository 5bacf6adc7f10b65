using System.Numerics;

namespace CnnVerified.Verification.Tests.ForeignLayers;

/// <summary>Smooth activations over any scalar.</summary>
internal static class SmoothActivations
{
    public static ForeignLayer[] All { get; } =
    [
        new("SiLU", bug => GradientCheck.Of(new Silu<double>(bug)).At(3, 5),
            new("second term forgotten", "dy·σ(x)", "dy·y/x"),
            new("slope of sigmoid", "dy·σ(x)·(1 − σ(x))", "dy·σ′(x)"),
            new("slope at y", "x replaced by y", "at y", "x and y change places wherever they are read"),
            new("1 − σ forgotten", "σ(x) + x·σ(x)", "σ(x)·(1 + x)", "y + y/x")),
        new("softplus", bug => GradientCheck.Of(new Softplus<double>(bug)).At(3, 5),
            new("σ(−x)", "σ(−x)", "1 − σ(x)", "correct·e^−x", "correct/(e^x)"),
            new("slope at y", "x replaced by y", "at y"),
            new("slope of sigmoid", "σ(x)·(1 − σ(x))", "σ′(x)", "correct·e^−y", "correct·(1 − correct)"),
            new("β divides", "correct × 0.25.")),
        new("mish", bug => GradientCheck.Of(new Mish<double>(bug)).At(3, 5),
            new("second term forgotten", "dy·y/x", "dy·tanh"),
            new("σ forgotten", "without σ", "term of σ"),
            new("1 − t² forgotten", "1 − tanh", "term of tanh")),
        new("GELU by tanh", bug => GradientCheck.Of(new GeluTanh<double>(bug)).At(3, 5),
            new("second term forgotten", "dy·y/x"),
            new("0.5 forgotten", "correct × 2."),
            new("3 forgotten", "factor 3", "x² × 3", "−1 × the slope in the second factor"),
            new("√(2/π) forgotten in the slope", "√(2/π)", "0.797",
                "with 1 for the slope in the second factor of the 5th ·")),
    ];

    private sealed class Silu<T>(string bug) : Activation<T> where T : IFloatingPointIeee754<T>
    {
        private static T Sigmoid(T x) => T.One / (T.One + T.Exp(-x));

        public override T Value(T x) => x * Sigmoid(x);

        public override T Slope(T x, T y)
        {
            var s = Sigmoid(bug == "slope at y" ? y : x);
            return bug switch
            {
                "second term forgotten" => s,
                "slope of sigmoid" => s * (T.One - s),
                "slope at y" => s + y * s * (T.One - s),
                "1 − σ forgotten" => s + x * s,
                _ => s + x * s * (T.One - s),
            };
        }

        public override Layer<U> Over<U>() => new Silu<U>(bug);
    }

    private sealed class Softplus<T>(string bug) : Activation<T> where T : IFloatingPointIeee754<T>
    {
        private static readonly T Beta = T.One + T.One;

        public override T Value(T x) => T.Log(T.One + T.Exp(Beta * x)) / Beta;

        public override T Slope(T x, T y)
        {
            var s = T.One / (T.One + T.Exp(-Beta * (bug == "slope at y" ? y : x)));
            return bug == "σ(−x)" ? T.One - s : bug == "slope of sigmoid" ? s * (T.One - s)
                : bug == "β divides" ? s / (Beta * Beta) : s;
        }

        public override Layer<U> Over<U>() => new Softplus<U>(bug);
    }

    private sealed class Mish<T>(string bug) : Activation<T> where T : IFloatingPointIeee754<T>
    {
        public override T Value(T x) => x * T.Tanh(T.Log(T.One + T.Exp(x)));

        public override T Slope(T x, T y)
        {
            var t = T.Tanh(T.Log(T.One + T.Exp(x)));
            var sech = bug == "1 − t² forgotten" ? T.One : T.One - t * t;
            var s = bug == "σ forgotten" ? T.One : T.One / (T.One + T.Exp(-x));
            return bug == "second term forgotten" ? t : t + x * sech * s;
        }

        public override Layer<U> Over<U>() => new Mish<U>(bug);
    }

    private sealed class GeluTanh<T>(string bug) : Activation<T> where T : IFloatingPointIeee754<T>
    {
        private static readonly T C = T.Sqrt(T.CreateChecked(2) / T.Pi), A = T.CreateChecked(0.044715);
        private static readonly T Half = T.CreateChecked(0.5);

        public override T Value(T x) => Half * x * (T.One + T.Tanh(C * (x + A * x * x * x)));

        public override T Slope(T x, T y)
        {
            var t = T.Tanh(C * (x + A * x * x * x));
            var inner = (bug == "√(2/π) forgotten in the slope" ? T.One : C)
                * (T.One + (bug == "3 forgotten" ? T.One : T.CreateChecked(3)) * A * x * x);
            var slope = bug == "second term forgotten" ? T.One + t : T.One + t + x * (T.One - t * t) * inner;
            return bug == "0.5 forgotten" ? slope : Half * slope;
        }

        public override Layer<U> Over<U>() => new GeluTanh<U>(bug);
    }
}
