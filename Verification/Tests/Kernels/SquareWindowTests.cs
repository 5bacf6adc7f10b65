using System.Numerics;
using CnnVerified.Layers;

namespace CnnVerified.Verification.Tests.Kernels;

/// <summary>
/// Windows of 2×2 side by side, which vectors pool straight from the image, against the same layers over dual numbers,
/// which have no vectors and go through planes. Numbers are few, so that most windows hold equal ones; some are NaN.
/// </summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class SquareWindowTests<T> where T : IFloatingPointIeee754<T>
{
    private static readonly double[] Numbers = [-1, -0.0, 0, 0, 1, 2, 2, double.PositiveInfinity, double.NaN];

    [Test]
    public void Vectors_pool_what_plain_numbers_do([Values(2, 3, 6)] int height, [Range(2, 37)] int width)
    {
        var random = new Random(width);
        Layer<double>[] layers = [new MaxPooling<double>(2), new AveragePooling<double>(2)];
        foreach (var layer in layers)
        {
            var x = Draw(new Shape(2, 3, height, width));
            var dy = Draw(layer.OutputShape(x.Shape));
            var (y, dx) = Run<T>(layer, x, dy);
            var (plainY, plainDx) = Run<Dual>(layer, x, dy);
            Agreement.RequireSameBits($"y of {layer.Name}", y, plainY);
            Agreement.RequireSameBits($"dx of {layer.Name}", dx, plainDx);
        }

        Tensor<double> Draw(Shape shape)
        {
            var tensor = new Tensor<double>(shape);
            foreach (ref var value in tensor.Values) value = Numbers[random.Next(Numbers.Length)];
            return tensor;
        }
    }

    private static (Tensor<double> Y, Tensor<double> Dx) Run<TScalar>(
        Layer<double> layer, Tensor<double> x, Tensor<double> dy) where TScalar : IFloatingPointIeee754<TScalar>
    {
        var over = layer.Over<TScalar>()!;
        var y = over.Forward(x.Over<TScalar>());
        var (dx, _) = over.Backward(x.Over<TScalar>(), y, dy.Over<TScalar>());
        return (Plain(y), Plain(dx));
    }

    private static Tensor<double> Plain<TScalar>(Tensor<TScalar> values) where TScalar : IFloatingPointIeee754<TScalar> =>
        new(values.Shape, [.. values.Values.ToArray().Select(v => v is Dual dual ? dual.Value : double.CreateChecked(v))]);
}
