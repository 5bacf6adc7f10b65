namespace CnnVerified.Verification.Tests.Checks;

/// <summary>Entries of equal value, where an order must be chosen, and kinks at which conventions differ.</summary>
public class Ties
{
    private const int Draws = 200;

    private static readonly Tensor<double> Equal = new(new Shape(5), 1, 1, 1, 1, 1);

    [Test]
    public void The_two_largest_of_five_equal_ones_may_be_any_two() =>
        IsRight(new Ranked(5, 0, 1), Equal, 0.19, 0.54);

    [Test]
    public void A_stable_sort_of_equal_numbers_has_a_right_gradient() =>
        IsRight(new Ranked(5, 0, 1, 2, 3, 4), Equal, 0.3, -1.2, 0.7, 2.1, -0.4);

    [Test]
    public void A_sort_with_some_equal_numbers_has_a_right_gradient() =>
        IsRight(new Ranked(5, 0, 1, 2, 3, 4), new(new Shape(5), 2, 1, 2, 2, 1), 0.3, -1.2, 0.7, 2.1, -0.4);

    [Test]
    public void The_median_of_equal_numbers_may_be_any_of_them() => IsRight(new Ranked(5, 2), Equal, 0.8);

    [TestCase(1.0)]
    [TestCase(0.0)]
    public void All_or_none_of_the_equal_numbers_are_no_median_and_no_largest(double share)
    {
        var none = new Tampered(new Ranked(5, 2)) { AfterBackward = (_, _, _, dx, _) => dx!.Values.Fill(share) };
        IsWrong(none, Equal, 0.8);
        Assert.That(GradientCheck.Of(x => x.Max(), x => [.. x.Select(_ => share)]).At(Equal).Run().Count(Verdict.Wrong),
            Is.Positive);
    }

    [Test]
    public void An_entry_is_not_both_of_the_two_largest()
    {
        var both = new Tampered(new Ranked(5, 0, 1))
        {
            AfterBackward = (_, _, _, dx, _) => (dx![0], dx[1]) = (0.73, 0),
        };
        IsWrong(both, Equal, 0.19, 0.54);
    }

    [Test]
    public void Max_pooling_on_a_coarse_grid_is_right_and_all_winners_are_wrong()
    {
        var wrong = 0;
        for (var seed = 0; seed < Draws; seed++)
        {
            var x = Draw.Normal(new Shape(1, 1, 3, 4), seed);
            foreach (ref var value in x.Values) value = Math.Round(value);
            var right = new MaxPooling<double>((2, 2), (1, 1));
            var report = GradientCheck.Of(right).At(x).WithDualNumbers(false).Run();
            Assert.That(report.Count(Verdict.Wrong), Is.Zero, $"{seed}");
            var all = new Tampered(new MaxPooling<double>((3, 4)))
            {
                AfterBackward = (input, y, dy, dx, _) =>
                {
                    for (var i = 0; i < input.Shape.Count; i++) dx![i] = input[i] == y[0] ? dy[0] : 0;
                },
            };
            if (x.Values.ToArray().Count(value => value == x.Values.ToArray().Max()) == 1) continue;
            wrong++;
            Assert.That(GradientCheck.Of(all).At(x).Run().Count(Verdict.Wrong), Is.Positive, $"{seed}");
        }
        Assert.That(wrong, Is.GreaterThan(Draws / 4));
    }

    [Test]
    public void A_hinge_layer_at_integers_has_a_right_gradient()
    {
        for (var seed = 0; seed < Draws; seed++)
        {
            var x = Draw.Normal(new Shape(4, 4), seed);
            foreach (ref var value in x.Values) value = Math.Round(value);
            Assert.That(GradientCheck.Of(new Hinge()).At(x).Run().Count(Verdict.Wrong), Is.Zero, $"{seed}");
        }
    }

    [TestCase(1.0, true)]
    [TestCase(0.0, true)]
    [TestCase(2.0, false)]
    public void At_0_rectifiers_and_absolute_values_may_have_the_slope_0_or_1(double slope, bool isRight)
    {
        var zeros = new Tensor<double>(new Shape(3), 0, 0, 0);
        foreach (var f in new Func<double, double>[] { v => Math.Max(v, 0), Math.Abs })
        {
            var layer = new Pointwise(f, _ => slope);
            if (isRight) IsRight(layer, zeros, 1, -0.3, 0.7);
            else IsWrong(layer, zeros, 1, -0.3, 0.7);
        }
    }

    [TestCase(1e-7)]
    [TestCase(1e-9)]
    [TestCase(1e-11)]
    public void Near_a_kink_of_an_output_the_slope_beyond_it_is_wrong(double distance) =>
        IsWrong(new Pointwise(v => Math.Abs(v - 1), _ => -1), new(new Shape(3), 1 + distance, 0.3, 0.7), 1, -0.3, 0.7);

    [Test]
    public void A_tiny_gradient_that_is_wrong_is_not_excused_by_rounding() => IsWrong(
        new Pointwise(v => 1 + 1e-8 * v, _ => 2e-8), new(new Shape(3), 1e-3, 1e-3, 1e-3), 1e-3, -1, 0.7);

    private static void IsRight(Layer<double> layer, Tensor<double> x, params double[] dy) =>
        Assert.That(Report(layer, x, dy).Passed, () => $"{Report(layer, x, dy)}");

    private static void IsWrong(Layer<double> layer, Tensor<double> x, params double[] dy) =>
        Assert.That(Report(layer, x, dy).Count(Verdict.Wrong), Is.Positive);

    private static GradientReport Report(Layer<double> layer, Tensor<double> x, double[] dy) =>
        GradientCheck.Of(layer).At(x, upstream: new(layer.OutputShape(x.Shape), dy)).Run();

    /// <summary>The entries at some ranks, the largest first; of equal ones the first comes first.</summary>
    private sealed class Ranked(int count, params int[] ranks) : Layer<double>
    {
        public override Shape OutputShape(Shape x) => new(ranks.Length);

        public override void Forward(Tensor<double> x, Tensor<double> y)
        {
            foreach (var (k, i) in Order(x).Index()) y[k] = x[i];
        }

        public override void Backward(Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double>? dx,
            ReadOnlySpan<Tensor<double>> gradients)
        {
            dx?.Values.Clear();
            foreach (var (k, i) in Order(x).Index())
                if (dx is not null) dx[i] = dy[k];
        }

        private int[] Order(Tensor<double> x)
        {
            int[] sorted = [.. Enumerable.Range(0, count).OrderByDescending(i => x[i])];
            return [.. ranks.Select(rank => sorted[rank])];
        }
    }

    /// <summary>y[n] = Σ over i ≠ n of max(0, 1 + x[n, i] − x[n, n]), with slope 0 at 0.</summary>
    private sealed class Hinge : Layer<double>
    {
        public override Shape OutputShape(Shape x) => new(x[0]);

        public override void Forward(Tensor<double> x, Tensor<double> y)
        {
            for (var n = 0; n < x.Shape[0]; n++)
                y[n] = Enumerable.Range(0, x.Shape[1]).Where(i => i != n).Sum(i => Math.Max(0, 1 + x[n, i] - x[n, n]));
        }

        public override void Backward(Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double>? dx,
            ReadOnlySpan<Tensor<double>> gradients)
        {
            dx?.Values.Clear();
            for (var n = 0; n < x.Shape[0] && dx is not null; n++)
                for (var i = 0; i < x.Shape[1]; i++)
                {
                    if (i == n || 1 + x[n, i] - x[n, n] <= 0) continue;
                    dx[n, i] += dy[n];
                    dx[n, n] -= dy[n];
                }
        }
    }
}
