namespace CnnVerified.Verification.Tests.ThirdParties;

/// <summary>Dropout that draws from a generator of its own at every forward pass.</summary>
public class DropoutTests
{
    private static readonly double[] X = [0.5, -1.25, 2, 0.75, -0.3, 1.1, 0.9, -2.2];

    public enum Slip { None, NoScale, NewDraws, NoMask }

    [Test]
    public void Dropout_seeded_anew_is_right() => Check(Slip.None).Verify();

    [Test]
    public void Dropout_that_goes_on_drawing_is_no_function()
    {
        var layer = new Dropout(0.4, Slip.None);
        var report = GradientCheck.OfModule<double[], double[]>(layer.Forward, layer.Backward).At(X).Run();
        Assert.That(report.Passed, Is.False);
        Assert.That(report.Count(Verdict.Wrong), Is.Zero);
        Assert.That(report.Variables[0].Entries.Select(entry => entry.Doubt), Is.All.EqualTo(Doubt.NotDeterministic));
    }

    [Test]
    public void It_is_wrong_with_any_slip_and_not_without([Values] Slip slip) =>
        Assert.That(Check(slip).Run().Count(Verdict.Wrong) > 0, Is.EqualTo(slip != Slip.None));

    private static GradientCheck Check(Slip slip)
    {
        var layer = new Dropout(0.4, slip);
        return GradientCheck.OfModule<double[], double[]>(layer.Forward, layer.Backward).At(X)
            .Reseed(() => layer.Generator = new Random(11));
    }

    private sealed class Dropout(double rate, Slip slip)
    {
        private bool[] kept = [];

        public Random Generator { get; set; } = new();

        public double[] Forward(double[] x)
        {
            kept = [.. x.Select(_ => Generator.NextDouble() >= rate)];
            var y = new double[x.Length];
            for (var i = 0; i < x.Length; i++)
                if (kept[i]) y[i] = x[i] / (1 - rate);
            return y;
        }

        public double[] Backward(double[] dy)
        {
            if (slip == Slip.NewDraws) kept = [.. dy.Select(_ => Generator.NextDouble() >= rate)];
            var dx = new double[dy.Length];
            for (var i = 0; i < dy.Length; i++)
                if (kept[i] || slip == Slip.NoMask) dx[i] = slip == Slip.NoScale ? dy[i] : dy[i] / (1 - rate);
            return dx;
        }
    }
}
