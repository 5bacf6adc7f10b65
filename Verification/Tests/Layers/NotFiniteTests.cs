namespace CnnVerified.Verification.Tests.Layers;

/// <summary>NaN in an image reaches the outputs and the taps that see it, and nothing else.</summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class NotFiniteTests<T> where T : IFloatingPointIeee754<T>
{
    [GateProperty(Arbitrary = [typeof(WideGeometries)])]
    public void NaN_in_an_image_reaches_what_sees_it(ConvolutionGeometry geometry)
    {
        foreach (var (layer, _, _) in EveryLayer.Of(geometry, new(1, 1, 1, geometry.Seed)))
        {
            if (EveryLayer.WindowOf(layer) is not { } window) continue;
            var (x, y) = (new Tensor<double>(geometry.X), layer.OutputShape(geometry.X));
            var odd = (int)((uint)geometry.Seed % x.Shape.Count);
            x[odd] = double.NaN;
            var (over, given) = (layer.Over<T>()!, x.Over<T>());
            var output = over.Forward(given);
            var (dx, gradients) = over.Backward(given, output, new NormalValues(1).Tensor<T>(y));

            var at = x.Shape.IndexOf(odd);
            bool Sees(int o, int tap, int i, Func<Extent, int> along) =>
                o * along(window.Stride) - along(window.Padding) + tap * along(window.Dilation) == i;
            bool OutputSees(int[] o, int u, int v) =>
                o[0] == at[0] && Sees(o[2], u, at[2], e => e.Height) && Sees(o[3], v, at[3], e => e.Width);
            var (taps, outputs) = (new Shape(window.Size.Height, window.Size.Width), Indices(y).ToArray());

            foreach (var o in outputs)
                Require("y", output[y.PositionOf(o)], (layer is Convolution<double> || o[1] == at[1])
                    && Indices(taps).Any(tap => OutputSees(o, tap[0], tap[1])));
            foreach (var value in dx.Values) Require("dx", value, false);
            foreach (var k in gradients.Length == 0 ? [] : Indices(gradients[0].Shape))
                Require("dkernels", gradients[0][gradients[0].Shape.PositionOf(k)],
                    k[1] == at[1] && outputs.Any(o => o[1] == k[0] && OutputSees(o, k[2], k[3])));
        }
    }

    private static IEnumerable<int[]> Indices(Shape shape) => Enumerable.Range(0, shape.Count).Select(shape.IndexOf);

    private static void Require(string name, T value, bool isOdd)
    {
        if (T.IsNaN(value) != isOdd)
            throw new AssertionException($"{name} is {value}, where NaN is {(isOdd ? "seen" : "not seen")}.");
    }
}
