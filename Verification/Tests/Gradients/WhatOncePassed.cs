using CnnVerified.Verification.Tests.Checks;
using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Gradients;

/// <summary>Wrong or unprovable gradients that a check once let pass.</summary>
public class WhatOncePassed
{
    [TestCase(12345)]
    [TestCase(0)]
    public void No_slope_passes_where_a_function_jumps(double slope) =>
        Reject(x => x[0] > 0 ? 1 : 0, x => [slope], 0);

    [Test]
    public void Nothing_passes_of_a_function_that_rolls_dice()
    {
        var dice = new Random(1);
        Reject(x => x.Sum() + dice.NextDouble(), x => [.. x.Select(_ => 42.0)], 1, 2, 3);
        Reject(x => (float)(x[0] * (1 + 1e-6 * dice.NextDouble())), x => [-7], 1);
    }

    [Test]
    public void Dropout_that_draws_another_mask_each_time_passes_with_no_dx()
    {
        var dice = new Random(1);
        var dropout = new Tampered(new ReLU<double>())
        {
            AfterForward = (_, y) =>
            {
                foreach (ref var value in y.Values) value *= dice.Next(2);
            },
        };
        Assert.That(GradientCheck.Of(dropout).At(2, 5).Run().Passed, Is.False);
    }

    [Test]
    public void A_sine_of_five_digits_does_not_confirm_a_slope_off_by_a_tenth()
    {
        for (var i = 0; i < 100; i++)
            Reject(x => Math.Round(Math.Sin(x[0]), 5), x => [1.1 * Math.Cos(x[0])], Draw.Normal(new Shape(1), i)[0]);
    }

    [Test]
    public void A_loss_in_single_precision_does_not_confirm_a_slope_off_by_a_third()
    {
        var samples = Draw.Uniform(new Shape(2, 1000), -2, 2, seed: 3).Over<float>();
        Reject(
            w => Residuals(w).Aggregate(0f, (sum, r) => sum + r.Error * r.Error),
            w =>
            [
                Residuals(w).Sum(r => 1.3 * 2 * r.Error * w[1] * (1 - r.H * r.H) * r.X),
                Residuals(w).Sum(r => 2 * r.Error * r.H),
            ],
            0.7, -0.4);

        IEnumerable<(float X, float H, float Error)> Residuals(double[] w) =>
            from i in Enumerable.Range(0, 1000)
            let x = samples[0, i]
            let h = MathF.Tanh((float)w[0] * x)
            select (x, h, (float)w[1] * h - samples[1, i]);
    }

    [Test]
    public void A_sine_far_from_0_does_not_confirm_a_slope_off_by_a_tenth() =>
        Reject(x => Math.Sin(x[0]), x => [1.1 * Math.Cos(x[0])], 123_456.7);

    [Test]
    public void The_tails_of_tanh_and_sigmoid_do_not_confirm_a_slope_off_by_a_tenth([Values(9, 15, 17)] double x)
    {
        Reject(v => Math.Tanh(v[0]), v => [1.1 / Math.Pow(Math.Cosh(v[0]), 2)], x);
        Reject(v => 1 / (1 + Math.Exp(-v[0])), v => [1.1 * Math.Exp(-v[0]) / Math.Pow(1 + Math.Exp(-v[0]), 2)], x);
    }

    [Test]
    public void An_upstream_gradient_of_zeros_proves_nothing()
    {
        var zeros = new Tensor<double>(new Shape(4, 5));
        Assert.That(GradientCheck.Of(Dense()).At(Normal(1, DenseInput), upstream: zeros).Run().Passed, Is.False);
    }

    [Test]
    public void Weights_of_zeros_behind_a_layer_prove_nothing_of_it()
    {
        var network = new Network<double>(
            Dense(), new Sigmoid<double>(),
            new Dense<double>(new Tensor<double>(new Shape(2, 5)), new Tensor<double>(new Shape(2))),
            new Sigmoid<double>());
        Assert.That(GradientCheck.Of(network, new BinaryCrossEntropy<double>()).At(DenseInput).Run().Passed, Is.False);
    }

    [Test]
    public void A_flat_loss_proves_nothing() => Reject(x => Math.Max(0, x.Max(Math.Abs) - 10), x => [0, 0, 0], 1, 2, 3);

    [TestCase(0)]
    [TestCase(1)]
    public void Slopes_of_a_maximum_of_equal_numbers_add_up_to_1(double each) =>
        Reject(x => x.Max(), x => [.. x.Select(_ => each)], 0.5, 0.5, 0.5, 0.5);

    [TestCase(1)]
    [TestCase(0)]
    public void A_proof_rejects_all_or_none_of_the_winners_of_a_tie(double share)
    {
        var ties = new Tensor<double>(new Shape(1, 1, 1, 4), 1, 1, 1, 1);
        var wrong = new Tampered(new MaxPooling<double>((1, 4)))
        {
            AfterBackward = (_, _, dy, dx, _) => dx?.Values.Fill(share * dy[0]),
        };
        Assert.That(LayerProof.Of(wrong).At(ties).Run().Outcomes.Select(check => check.Outcome.Status),
            Contains.Item(CheckStatus.Failed));
    }

    [Test]
    public void No_entry_of_a_noisy_layer_is_correct_whatever_its_slope([Values(-7, 1)] double slope)
    {
        var dice = new Random(3);
        var noisy = new Tampered(new Reshape<double>(new Shape(4)))
        {
            AfterForward = (_, y) => { foreach (ref var value in y.Values) value += 0.01 * dice.NextDouble(); },
            AfterBackward = (_, _, _, dx, _) => { foreach (ref var value in dx!.Values) value *= slope; },
        };
        var report = GradientCheck.Of(noisy).At(3, 4).Run();
        Assert.That((report.Passed, report.Count(Verdict.Correct)), Is.EqualTo((false, 0)));
        Assert.That(LayerProof.Of(noisy).At(3, 4).Run().Passed, Is.False);
    }

    private static void Reject(Func<double[], double> function, Func<double[], double[]> gradient, params double[] x)
    {
        var report = GradientCheck.Of(function, gradient).At(new Tensor<double>(new Shape(x.Length), x)).Run();
        Assert.That(report.Passed, Is.False, report.ToString);
    }
}
