using CnnVerified.Verification.Tests.Checks;
using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Evaluation;

/// <summary>What checked code throws or returns where it should not, and the sentence that tells of it.</summary>
public class ExceptionTests
{
    private static readonly Action Fails = () => throw new InvalidOperationException("no luck.");

    public static IEnumerable<TestCaseData> FailuresAtThePoint()
    {
        foreach (var n in new[] { 1, 3, 500 })
        {
            yield return Case($"a function of {n}", GradientCheck.Of(Throw, x => x).At(n), "the function");
            yield return Case(
                $"a gradient of {n}", GradientCheck.Of(x => x.Sum(), x => [Throw(x)]).At(n), "the gradient");
        }
        yield return Case("a layer's forward pass", GradientCheck.Of(new Watched(Normal(1, 3), Fails)).At(2, 3),
            "the forward pass of Watched at 2×3");
        yield return Case("a layer's backward pass",
            GradientCheck.Of(new Watched(Normal(1, 3), () => { }, Fails)).At(2, 3),
            "the backward pass of Watched at 2×3");
        yield return Case("a loss", GradientCheck.Of(new SumOfSquares(Fails)).At(2, 3),
            "the forward pass of SumOfSquares at 2×3");
        yield return Case("a loss's gradient", GradientCheck.Of(new SumOfSquares(() => { }, Fails)).At(2, 3),
            "the backward pass of SumOfSquares at 2×3");

        static double Throw(double[] x) => throw new InvalidOperationException("no luck.");

        static TestCaseData Case(string name, GradientCheck check, string code) =>
            new TestCaseData(check, code).SetName($"What throws at the point itself is told in one sentence: {name}");
    }

    [TestCaseSource(nameof(FailuresAtThePoint))]
    public void What_throws_at_the_point_itself_is_told_in_one_sentence(
        GradientCheck check, string code) => Assert.That(
        () => check.Run(),
        Throws.TypeOf<CheckedCodeException>().With.InnerException.TypeOf<InvalidOperationException>()
            .And.Message.EqualTo($"{code} threw InvalidOperationException at the point itself: no luck."));

    [Test]
    public void What_a_function_throws_at_its_point_later_on_is_told_as_well()
    {
        var calls = 0;
        var subject = PlainFunction.At(
            x => calls++ == 0 ? x[0] : throw new InvalidOperationException("no luck"), _ => [1],
            new(new Shape(1), 2.0));
        Assert.That(
            () => subject.NewEvaluator().Evaluate(0, 0, 2, new double[1]), Throws.TypeOf<CheckedCodeException>());
    }

    [Test]
    public void Where_a_function_throws_beside_the_point_it_is_not_a_number()
    {
        var subject = PlainFunction.At(x => x.Min() > 0 ? x.Sum() : throw new InvalidOperationException("below 0"),
            x => [.. x.Select(_ => 1.0)], new(new Shape(1, 3), 1, 2, 3));
        var evaluator = subject.NewEvaluator();
        var outputs = new double[3];
        evaluator.EvaluateEach(0, [(0, 4), (2, -0.5), (1, 5)], outputs, new Reach[3]);
        Assert.That(outputs, Is.EqualTo(new[] { 9, double.NaN, 9 }));
        Assert.That(subject.Thrown, Is.EqualTo(
            "the function threw InvalidOperationException at x[0, 2] = -0.5 (its own value 3): below 0"));
    }

    [Test]
    public void Where_a_layer_throws_beside_the_point_its_parameters_and_activations_are_put_back()
    {
        var (a, fails) = (Normal(1, 3), false);
        var layer = new Scale(a);
        var last = new Tampered(new Sigmoid<double>())
        {
            AfterForward = (_, y) => y[0] = fails ? throw new InvalidOperationException() : y[0],
        };
        var subject = Subject.Of("", new Network<double>(layer, last), Normal(2, 2, 3), dy: Normal(3, 2, 3));
        var (evaluator, before, after) = (subject.NewEvaluator(), new double[6], new double[6]);
        evaluator.Evaluate(0, 1, 5, before);
        fails = true;
        evaluator.Evaluate(0, 0, 7, after);
        Assert.That(after, Is.All.NaN);
        Assert.That(a.Values.ToArray(), Is.EqualTo(Normal(1, 3).Values.ToArray()));
        fails = false;
        evaluator.Evaluate(0, 1, 5, after);
        Assert.That(after, Is.EqualTo(before));
    }

    [Test]
    public void A_function_that_throws_at_the_edge_of_its_domain_is_checked_on_the_other_side() => Assert.That(
        () => GradientCheck.Of(
            x => x[0] < 1 ? Math.Log(1 - x[0]) : throw new InvalidOperationException("beyond 1"),
            x => [-1 / (1 - x[0])])
            .At(new Tensor<double>(new Shape(1), 0.9)).Run(),
        Throws.Nothing);

    [Test]
    public void Lack_of_memory_is_no_fault_of_the_code([Values] bool isAllowedInParallel)
    {
        var check = GradientCheck.Of(
            x => x[0] == 1 ? x.Sum() : throw new InsufficientMemoryException(), x => [.. x.Select(_ => 1.0)])
            .At(Ones(500));
        Assert.That(
            () => (isAllowedInParallel ? check.InParallel() : check).Run(),
            Throws.TypeOf<InsufficientMemoryException>());
    }

    [Test]
    public void A_gradient_of_the_wrong_length_is_told()
    {
        Assert.That(
            () => GradientCheck.Of(x => x.Sum(), _ => [1, 1, 1]).At(4).Run(),
            Throws.TypeOf<CheckedCodeException>()
                .With.Message.EqualTo("the gradient returned 3 numbers, but x has 4."));
        Assert.That(
            () => GradientCheck.Of(x => x.Sum(), _ => null!).At(4).Run(),
            Throws.TypeOf<CheckedCodeException>().With.Message.EqualTo("the gradient returned null."));
    }

    [Test]
    public void A_function_that_is_null_is_refused()
    {
        Assert.That(() => GradientCheck.Of(null!, x => x), Throws.ArgumentNullException);
        Assert.That(() => GradientCheck.Of(x => x[0], null!), Throws.ArgumentNullException);
    }

    [Test]
    public void A_function_may_change_its_array_and_return_the_same_one_again()
    {
        var scratch = new double[4];
        double Function(double[] x)
        {
            for (var i = 0; i < x.Length; i++) scratch[i] = x[i] *= x[i];
            return x.Sum();
        }
        double[] Gradient(double[] x)
        {
            for (var i = 0; i < x.Length; i++) (scratch[i], x[i]) = (2 * x[i], double.NaN);
            return scratch;
        }
        GradientCheck.Of(Function, Gradient).At(4).Verify();
    }

    [Test]
    public void An_output_that_is_not_finite_at_the_point_is_named()
    {
        var x = new Tensor<double>(new Shape(1, 4), 1, 2, 3, double.NaN);
        Assert.That(
            Subject.Of("", new Network<double>(new Scale(Ones(4))), x, dy: Normal(1, 1, 4)).Complaint,
            Is.EqualTo("y[0, 3] is NaN at the point itself"));
        Assert.That(
            Subject.Of("", new(), new SumOfSquares(() => { }), x, x).Complaint,
            Is.EqualTo("the loss is NaN at the point itself"));
        Assert.That(
            PlainFunction.At(_ => double.NegativeInfinity, x => x, x).Complaint,
            Is.EqualTo("the function is −∞ at the point itself"));
        Assert.That(PlainFunction.At(x => x[0], x => x, x).Complaint, Is.Null);
    }

    [Test]
    public void Reports_say_why_the_function_is_not_a_number()
    {
        var x = new Tensor<double>(new Shape(1, 4), 1, 2, 3, double.NaN);
        var layer = new Scale(Ones(4));
        Assert.That(
            GradientCheck.Of(layer).At(x).Run().ToString(), Does.Contain("y[0, 3] is NaN at the point itself.\n"));
        Assert.That(
            GradientCheck.Of(layer).At(x).Run(CheckShard.Whole).Summary.ToString(),
            Does.Contain("y[0, 3] is NaN at the point"));
        Assert.That(LayerProof.Of(layer).At(x).Run().ToString(), Does.Contain("y[0, 3] is NaN at the point itself"));
        Assert.That(
            WordsOf(GradientCheck.Of(v => v[0] == 2 ? 1 : throw new InvalidOperationException("not 2."), _ => [1])
                .At(new Tensor<double>(new Shape(1), 2.0)).Run()),
            Does.Match(@"the function threw InvalidOperationException at x\[0\] = \S+ \(its own value 2\): not 2\."));
    }

    [Test]
    public void A_layer_that_throws_at_a_later_call_is_told_as_well([Range(2, 6)] int last)
    {
        var calls = 0;
        var layer = new Tampered(new Scale(Normal(1, 3)))
        {
            AfterForward = (_, _) =>
            {
                if (++calls == last) Fails();
            },
        };
        Assert.That(() => GradientCheck.Of(layer).At(2, 3).Run(), Throws.TypeOf<CheckedCodeException>());
    }

    [Test]
    public void A_layer_that_throws_on_dual_numbers_is_told() => Assert.That(
        () => GradientCheck.Of(new OnDoubleAlone()).At(2, 3).Run(),
        Throws.TypeOf<CheckedCodeException>().With.Message.EqualTo(
            "the forward pass of OnDoubleAlone at 2×3, on dual numbers, "
            + "threw NotSupportedException at the point itself: double, please."));

    [Test]
    public void A_layer_that_throws_in_some_check_of_a_proof_has_failed_that_one()
    {
        var layer = new Watched(Normal(1, 3), () => { }, OnlyBatches);
        var report = LayerProof.Of(layer).At(2, 3).Run();
        Assert.That(report.Outcomes.Single(o => o.Check == "batch = Σ samples").Outcome.Reason,
            Does.Contain("threw InvalidOperationException: no luck."));
        Assert.That(report.ToHtml(), Does.Contain("id=\"verified\""));

        void OnlyBatches()
        {
            if (Environment.StackTrace.Contains(nameof(BatchIsSumOfSamples), StringComparison.Ordinal)) Fails();
        }
    }

    private static Tensor<double> Ones(int n)
    {
        var ones = new Tensor<double>(new Shape(n));
        ones.Values.Fill(1);
        return ones;
    }

    private sealed class OnDoubleAlone : Layer<double>
    {
        public override Shape OutputShape(Shape x) => x;

        public override void Forward(Tensor<double> x, Tensor<double> y) => x.Values.CopyTo(y.Values);

        public override void Backward(
            Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double>? dx,
            ReadOnlySpan<Tensor<double>> gradients) => dy.Values.CopyTo(dx!.Values);

        public override Layer<U>? Over<U>() => typeof(U) == typeof(double)
            ? (Layer<U>)(object)this : throw new NotSupportedException("double, please.");
    }
}
