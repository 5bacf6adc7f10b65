using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Checks;

/// <summary>Each contract, broken in the way it is there to catch.</summary>
public class ContractsAreEnforced
{
    private static readonly Tensor<double> X = Normal(30, 4, 7), Dy = Normal(31, 4, 5);

    [Test]
    public void A_result_that_changes_from_call_to_call_is_not_deterministic()
    {
        var calls = 0;
        Fails(new IsDeterministic(), new Tampered(Dense()) { AfterForward = (_, y) => y[0] += calls++ });
        Fails(new IsDeterministic(), new Tampered(Dense()) { AfterBackward = (_, _, _, dx, _) => dx![0] += calls++ });
    }

    [Test]
    public void Changing_x_y_dy_or_a_parameter_is_touching_an_argument()
    {
        var dense = Dense();
        Fails(new ArgumentsStayUntouched(), new Tampered(Dense()) { AfterForward = (x, _) => x[3]++ });
        Fails(new ArgumentsStayUntouched(), new Tampered(Dense()) { AfterBackward = (_, y, _, _, _) => y[3]++ });
        Fails(new ArgumentsStayUntouched(), new Tampered(Dense()) { AfterBackward = (_, _, dy, _, _) => dy[3]++ });
        Fails(new ArgumentsStayUntouched(),
            new Tampered(dense) { AfterBackward = (_, _, _, _, _) => dense.Parameters[0].Value[3]++ });
        Assert.That(dense.Parameters[0].Value.Values.ToArray(),
            Is.EqualTo(Dense().Parameters[0].Value.Values.ToArray()), "the check puts parameters back");
    }

    [Test]
    public void Adding_to_what_the_buffer_held_is_not_overwriting() =>
        Fails(new BuffersAreOverwritten(), new Tampered(Dense()) { BeforeForward = (own, y) => y[2] += own[2] });

    [Test]
    public void Keeping_the_last_result_and_writing_into_it_is_aliasing()
    {
        Tensor<double>? last = null;
        Fails(new BuffersAreOverwritten(), new Tampered(Dense())
        {
            AfterForward = (_, y) =>
            {
                if (last is not null) y.Values.CopyTo(last.Values);
                last = y;
            },
        });
    }

    [Test]
    public void Remembering_the_last_input_forbids_interleaved_calls()
    {
        var last = X;
        Fails(new CallsMayInterleave(), new Tampered(Dense())
        {
            AfterForward = (x, _) => last = x.Clone(),
            AfterBackward = (_, _, _, dx, _) => dx![0] += last[0],
        });
    }

    [Test]
    public void Sharing_a_buffer_with_other_instances_forbids_interleaved_calls() =>
        Fails(new CallsMayInterleave(), new Sharing(new Layer<double>[1]));

    [Test]
    public void Overwriting_gradients_is_not_accumulating() => Fails(new GradientsAccumulate(), new Tampered(Dense())
    {
        AfterBackward = (x, y, dy, _, gradients) =>
            Dense().Backward(x, y, dy).Parameters[1].Values.CopyTo(gradients[1].Values),
    });

    [Test]
    public void A_gradient_that_is_there_without_an_upstream_gradient_is_no_gradient() =>
        Fails(new ZeroUpstreamGivesZero(),
            new Tampered(Dense()) { AfterBackward = (_, _, _, dx, _) => dx![5] += 1e-300 });

    [Test]
    public void Clipping_a_gradient_is_not_linear() =>
        Fails(new LinearInUpstream(),
            new Tampered(Dense()) { AfterBackward = (_, _, _, dx, _) => dx![5] = Math.Clamp(dx[5], -0.5, 0.5) });

    [Test]
    public void The_size_of_a_single_upstream_gradient_is_not_linear_though_sizes_of_two_alike_add()
    {
        var one = new Tensor<double>(new Shape(1, 1), 0.5);
        Assert.That(new LinearInUpstream().Run(new Tanh<double>(), one, one).Status, Is.EqualTo(CheckStatus.Passed));
        var size = new Tampered(new Tanh<double>()) { AfterBackward = (_, _, _, dx, _) => dx![0] = Math.Abs(dx[0]) };
        Assert.That(new LinearInUpstream().Run(size, one, one).Status, Is.EqualTo(CheckStatus.Failed));
    }

    [Test]
    public void Samples_that_see_each_other_are_no_sum_of_samples() =>
        Fails(new BatchIsSumOfSamples(),
            new Tampered(Dense()) { AfterForward = (x, y) => y[0] += x[x.Shape.Count - 1] });

    [Test]
    public void A_gradient_that_is_no_adjoint_fails_the_dot_product_test()
    {
        Fails(new AdjointInInput(), new Tampered(Dense()) { AfterBackward = (_, _, _, dx, _) => dx![5] *= 1 + 1e-9 });
        Fails(new AdjointInParameters(),
            new Tampered(Dense()) { AfterBackward = (_, _, _, _, gradients) => gradients[1][2] *= 1 + 1e-9 });
    }

    [Test]
    public void A_field_that_is_no_gradient_has_no_symmetric_Hessian() =>
        Fails(new HessianIsSymmetric(), new Tampered(Dense()) { AfterBackward = (x, _, _, dx, _) => dx![0] += x[1] });

    [Test]
    public void A_field_is_asked_elsewhere_only_where_it_is_no_gradient([Values] bool isGradient)
    {
        var x = new Tensor<double>(new Shape(1, 2), 5, -6);
        var outcome = Hessian.IsSymmetric(
            [x], () => [new(x.Shape, isGradient && x[0] > 4 ? [x[0], x[1]] : [x[1], -x[0]])]);
        Assert.That(outcome.Status, Is.EqualTo(isGradient ? CheckStatus.Passed : CheckStatus.Failed));
    }

    [Test]
    public void Noise_that_hides_the_smaller_of_two_products_does_not_hide_that_they_differ()
    {
        var x = new Tensor<double>(new Shape(1, 3), 1, 1.37, 1.74);
        var outcome = Hessian.IsSymmetric(
            [x], () => [new(x.Shape, x[1] + Math.ScaleB(Math.Sin(1e9 * x[1]), -30), 0, 0)]);
        Assert.That(outcome.Status, Is.EqualTo(CheckStatus.Failed));
    }

    [Test]
    public void A_partial_forward_pass_must_not_miss_an_output_that_a_change_reaches() =>
        Fails(new PartialForwardEqualsWhole(), new TamperedPartial(Dense()) { Reach = _ => ..(Dy.Shape.Count - 1) });

    [Test]
    public void A_partial_forward_pass_is_for_samples_that_do_not_see_each_other() =>
        Fails(
            new PartialForwardEqualsWhole(),
            new TamperedPartial(Dense()) { AfterForward = (x, y) => y[0] += x.Shape[0] });

    private static void Fails(LayerCheck check, Layer<double> layer)
    {
        var outcome = check.Run(layer, X, Dy);
        Assert.That(outcome.Status, Is.EqualTo(CheckStatus.Failed), outcome.Reason);
        Assert.That(outcome.Reason, Is.Not.Empty);
        Assert.That(check.Run(Dense(), X, Dy).Status, Is.EqualTo(CheckStatus.Passed));
    }

    /// <summary>Right, unless another instance was called last.</summary>
    private sealed class Sharing(Layer<double>[] last) : Tampered(Dense())
    {
        public override void Forward(Tensor<double> x, Tensor<double> y)
        {
            last[0] = this;
            base.Forward(x, y);
        }

        public override void Backward(Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double>? dx,
            ReadOnlySpan<Tensor<double>> gradients)
        {
            base.Backward(x, y, dy, dx, gradients);
            if (last[0] != this) dx![0]++;
        }

        public override Layer<U>? Over<U>() => (object)new Sharing(last) as Layer<U>;
    }
}
