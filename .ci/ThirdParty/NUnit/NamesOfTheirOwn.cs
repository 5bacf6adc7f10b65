using CnnVerified.Verification;
using NUnit.Framework;
using Own;

namespace Own
{
    public record Shape;
    public record Tensor;
    public record Layer;
    public record Network;
    public record Dense;
    public record Convolution;
    public record Loss;
    public record Point;
    public record Axes;
    public record Draw;
    public record Shard;
    public record Numbers;
    public record Difference;
    public record Section;
    public record Piece;
    public record Parameter;
    public record Variable;
    public record Worker;
    public static class ReLU
    {
        public static double[] Forward(double[] x) => Array.ConvertAll(x, v => Math.Max(v, 0));
        public static double[] Backward(double[] x, double[] dy) => [.. x.Zip(dy, (v, d) => v > 0 ? d : 0)];
    }
}

public class NamesOfTheirOwn
{
    private static readonly object[] Named =
    [
        new Shape(), new Tensor(), new Layer(), new Network(), new Dense(), new Convolution(), new Loss(), new Point(),
        new Axes(), new Draw(), new Shard(), new Numbers(), new Difference(), new Section(), new Piece(),
        new Parameter(), new Variable(), new Worker(),
    ];

    [Test]
    public void NoAlias()
    {
        GradientReport report = GradientCheck.OfBackward(
            a => ReLU.Forward(a["x"]), (a, dy) => [("x", ReLU.Backward(a["x"], dy))]).At([0.5, -2, 1]).Run();
        Assert.That(report.Count(Verdict.Correct), Is.EqualTo(3));
        Assert.That(Named, Is.Unique);
    }
}
