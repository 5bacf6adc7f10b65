using System.Numerics;

namespace CnnVerified.Verification.Tests.ForeignLayers;

/// <summary>Activations with an exponential on one side, and one with the normal distribution.</summary>
internal static class ExponentialActivations
{
    public static ForeignLayer[] All { get; } =
    [
        new("GELU by erf", bug => GradientCheck.Of(new GeluErf<double>(bug)).At(3, 5),
            new("density forgotten", "dy·y/x", "Φ(x)"),
            new("x forgotten", "Φ(x) + φ(x)", "e^−x²/2"),
            new("√2π forgotten", "√2π", "√(2π)", "2.5066")),
        new("ELU", bug => GradientCheck.Of(new Elu<double>(bug, 0.7)).At(3, 5),
            new("a forgotten", "x ≤ 0 & 1.428571", "x < 0 & 1.428571", "negative & 1.428571"),
            new("y for y + a", "y & x ≤ 0", "y & x < 0", "y & negative"),
            new("branch forgotten", "e^x", "x > 0")),
        new("SELU", bug => GradientCheck.Of(new Selu<double>(bug)).At(3, 5),
            new("λ forgotten", "correct × 0.951"),
            new("α forgotten", "x ≤ 0 & 0.5976", "x < 0 & 0.5976", "negative & 0.5976"),
            new("slope at y", "x replaced by y", "at y", "x stands for y")),
    ];

    private sealed class GeluErf<T>(string bug) : Activation<T> where T : IFloatingPointIeee754<T>
    {
        public override T Value(T x) => x * Cumulative(x);

        public override T Slope(T x, T y)
        {
            var density = T.Exp(-x * x / (T.One + T.One));
            if (bug != "√2π forgotten") density /= T.Sqrt(T.Tau);
            return bug switch
            {
                "density forgotten" => Cumulative(x),
                "x forgotten" => Cumulative(x) + density,
                _ => Cumulative(x) + x * density,
            };
        }

        public override Layer<U> Over<U>() => new GeluErf<U>(bug);

        /// <summary>Φ(x) = 1/2 + φ(x)·(x + x³/3 + x⁵/15 + …).</summary>
        private static T Cumulative(T x)
        {
            var (term, sum) = (x, x);
            for (var k = 3; k < 120; k += 2) sum += term *= x * x / T.CreateChecked(k);
            return T.One / (T.One + T.One) + T.Exp(-x * x / (T.One + T.One)) / T.Sqrt(T.Tau) * sum;
        }
    }

    private sealed class Elu<T>(string bug, T a) : Activation<T> where T : IFloatingPointIeee754<T>
    {
        public override T Value(T x) => x > T.Zero ? x : a * (T.Exp(x) - T.One);

        public override T Slope(T x, T y) =>
            bug == "branch forgotten" ? a * T.Exp(x)
            : x > T.Zero ? T.One
            : bug == "a forgotten" ? T.Exp(x)
            : bug == "y for y + a" ? y
            : y + a;

        public override Layer<U> Over<U>() => new Elu<U>(bug, U.CreateChecked(a));
    }

    private sealed class Selu<T>(string bug) : Activation<T> where T : IFloatingPointIeee754<T>
    {
        private static readonly T Lambda = T.CreateChecked(1.0507009873554804934);
        private static readonly T Alpha = T.CreateChecked(1.6732632423543772848);

        public override T Value(T x) => Lambda * (x > T.Zero ? x : Alpha * (T.Exp(x) - T.One));

        public override T Slope(T x, T y)
        {
            if (bug == "slope at y") x = y;
            var slope = x > T.Zero ? T.One : (bug == "α forgotten" ? T.One : Alpha) * T.Exp(x);
            return bug == "λ forgotten" ? slope : Lambda * slope;
        }

        public override Layer<U> Over<U>() => new Selu<U>(bug);
    }
}
