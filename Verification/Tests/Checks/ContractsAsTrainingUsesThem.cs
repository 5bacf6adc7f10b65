using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Checks;

/// <summary>What training does to a layer, a proof does too; and what a caller owns stays the caller's.</summary>
public class ContractsAsTrainingUsesThem
{
    [Test]
    public void A_backward_pass_that_cannot_do_without_dx_is_not_proven() => Assert.That(
        Proof(new Tampered(Dense()) { AfterBackward = (_, _, _, dx, _) => _ = dx!.Shape }),
        Does.Contain("dx = null")
            .And.Contain("FAILED the backward pass throws NullReferenceException when dx is null"));

    [Test]
    public void A_backward_pass_that_forgets_its_parameters_when_nobody_asks_for_dx_is_not_proven() => Assert.That(
        Proof(new Tampered(Dense())
        {
            AfterBackward = (_, _, _, dx, gradients) =>
            {
                foreach (var gradient in gradients)
                    if (dx is null) gradient.Values.Clear();
            },
        }),
        Does.Contain("when dx is null, as it is for the first layer in training"));

    [TestCase(0, 1)]
    [TestCase(0, int.MaxValue)]
    [TestCase(2, int.MaxValue)]
    [TestCase(9, int.MaxValue)]
    public void A_forward_pass_that_changes_its_input_is_named_whichever_of_its_calls_does(int from, int until)
    {
        var (x, own) = (Normal(40, 4, 7), Normal(40, 4, 7));
        foreach (var run in new Func<Layer<double>, object>[]
        {
            layer => LayerProof.Of(layer).At(x).Run(),
            layer => GradientCheck.Of(layer).At(x).Run(),
            layer => GradientCheck.Of(layer).At(x).Run(CheckShard.Whole).Summary,
        })
        {
            var calls = 0;
            var report = run(new Tampered(Dense())
            {
                AfterForward = (input, _) =>
                {
                    if (calls >= from && calls < until) input[0] += 1;
                    calls++;
                },
            });
            Assert.That(WordsOf(report), Does.Contain("the forward pass changes x, which must stay as given"));
            Assert.That(report, Has.Property("Passed").False);
            Assert.That(x.Values.ToArray(), Is.EqualTo(own.Values.ToArray()), "the caller's values");
        }
    }

    [Test]
    public void A_loss_that_changes_its_target_changes_a_copy_and_is_named()
    {
        var (x, target) = (Draw.Uniform(new Shape(3, 2), 0.1, 0.9, 1), Draw.Uniform(new Shape(3, 2), 0.1, 0.9, 2));
        var own = target.Clone();
        var report = GradientCheck.Of(new TargetSpoiler()).At(x, target).Run();
        Assert.That(target.Values.ToArray(), Is.EqualTo(own.Values.ToArray()));
        Assert.That(report.Passed, Is.False);
        Assert.That(report.ToString(), Does.Contain("the loss changes the target"));
    }

    [Test]
    public void A_backward_pass_that_changes_the_weights_is_named_and_they_are_put_back()
    {
        var dense = Dense();
        var normalising = new Tampered(dense)
        {
            AfterBackward = (_, _, _, _, _) =>
            {
                foreach (ref var weight in dense.Parameters[0].Value.Values) weight /= 2;
            },
        };
        foreach (var report in new object[]
        {
            GradientCheck.Of(normalising).At(DenseInput).Run(), LayerProof.Of(normalising).At(DenseInput).Run(),
            GradientCheck.Of(normalising).At(DenseInput).Run(CheckShard.Whole).Summary,
        })
        {
            Assert.That(WordsOf(report), Does.Contain("the backward pass changes weights, which must stay as given"));
            Assert.That(report, Has.Property("Passed").False);
            Assert.That(dense.Parameters[0].Value.Values.ToArray(),
                Is.EqualTo(Dense().Parameters[0].Value.Values.ToArray()));
        }
    }

    [Test]
    public void A_layer_that_remembers_its_last_input_is_found_out_at_any_input()
    {
        for (var seed = 0; seed < 20; seed++)
            foreach (var x in new[] { Normal(seed, 4, 7), new Tensor<double>(new Shape(4, 7)) })
            {
                Tensor<double>? last = null;
                var caching = new Tampered(Dense())
                {
                    AfterForward = (input, _) => last = input.Clone(),
                    AfterBackward = (_, _, _, dx, _) => dx![0] += last![0],
                };
                Assert.That(new CallsMayInterleave().Run(caching, x, Normal(seed + 1, 4, 5)).Status,
                    Is.EqualTo(CheckStatus.Failed), $"seed {seed}");
            }
    }

    [Test]
    public void A_setting_that_Over_forgets_is_blamed_on_Over_and_not_on_the_backward_pass()
    {
        foreach (var report in new[]
        {
            WordsOf(GradientCheck.Of(new Forgetful<double>(0.1)).At(3, 5).Run()),
            WordsOf(LayerProof.Of(new Forgetful<double>(0.1)).At(3, 5).Run()),
            WordsOf(LayerProof.Of(new Forgetful<float>(0.1)).At(3, 5).Run()),
        })
            Assert.That(report, Does.Contain("suspect Over<U>()").And.Contain("and not the backward pass")
                .And.Not.Contain("so suspect the backward pass").And.Not.Contain("FAILED dx"));
        Assert.That(GradientCheck.Of(new Forgetful<double>(0.1)).At(3, 5).Run().Passed, Is.False);
        Assert.That(LayerProof.Of(new Forgetful<double>(0.2)).At(3, 5).Run().Passed, "nothing is forgotten");
    }

    private static string Proof(Layer<double> layer)
    {
        var report = LayerProof.Of(layer).At(DenseInput).Run();
        Assert.That(report.Passed, Is.False);
        return WordsOf(report);
    }

    private sealed class TargetSpoiler : Loss<double>
    {
        private readonly BinaryCrossEntropy<double> right = new();

        public override double Value(Tensor<double> prediction, Tensor<double> target) =>
            right.Value(prediction, target);

        public override void Gradient(Tensor<double> prediction, Tensor<double> target, Tensor<double> gradient)
        {
            right.Gradient(prediction, target, gradient);
            target[0]++;
        }
    }

    /// <summary>A leaky ReLU that is always one of slope 0.2 over another scalar.</summary>
    private sealed class Forgetful<T>(double slope) : Activation<T> where T : IFloatingPointIeee754<T>
    {
        public override T Value(T x) => Slope(x, x) * x;

        public override T Slope(T x, T y) => x > T.Zero ? T.One : T.CreateChecked(slope);

        public override Layer<U> Over<U>() => new Forgetful<U>(0.2);
    }
}
