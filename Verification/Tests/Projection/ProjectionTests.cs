using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Projection;

[Parallelizable(ParallelScope.All)]
public sealed class ProjectionTests
{
    private static IEnumerable<PlantedBug> WithAWrongGradient => Catalogue.All.Where(bug => bug.Named is not null);

    private const double Wrongness = 1e-6;

    [Test]
    public void Right_gradients_pass_in_both_oracles([Values] bool withDualNumbers)
    {
        IsCorrect(GradientCheck.Of(Convolution()).At(ConvolutionInput));
        IsCorrect(GradientCheck.Of(Dense()).At(DenseInput));
        IsCorrect(GradientCheck.Of(new BinaryCrossEntropy<double>()).At(Probabilities));
        IsCorrect(GradientCheck.Of(SmallNetwork(), new BinaryCrossEntropy<double>()).At(2, 1, 7, 5));

        void IsCorrect(GradientCheck check)
        {
            var report = check.WithDualNumbers(withDualNumbers).ByRandomProjection().Run();
            Assert.That(report.Passed, report.ToString);
            Assert.That(report.Variables.Select(variable => variable.Entries.Count), Has.All.EqualTo(8));
        }
    }

    [Test]
    public void Random_bits_are_those_of_SplitMix64()
    {
        // The generator's first numbers from state 1,234,567.
        ulong[] published = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431];
        var direction = new RandomDirection(1_234_567, 1);
        foreach (var (i, bits) in published.Index())
        {
            var share = Math.ScaleB((double)(long)bits, -63);
            Assert.That(direction[i], Is.EqualTo(share + Math.Sign(share)));
        }
    }

    [Test]
    public void A_function_that_some_directions_move_has_a_signal()
    {
        var report = GradientCheck.Of(x => Math.Max(x[0], 0) * Math.Max(x[1], 0), _ => [0.0, 0.0]).At([0.0, 0.0])
            .ByRandomProjection(8).Run();
        Assert.That(report.Variables[0].Entries.Select(entry => entry.Doubt), Has.None.EqualTo(Doubt.NoSignal));
    }

    [TestCaseSource(nameof(WithAWrongGradient))]
    public void Planted_bugs_are_rejected(PlantedBug bug) =>
        IsRejected(Specimens.Draw(bug.Breaks, GeometryClass.Discriminating, seed: 1).With(bug).Check());

    [Test]
    public void A_single_wrong_entry_shows_in_every_direction([Range(0, 9)] int entry)
    {
        var report = Powers(10, (i, slope) => i == entry ? slope + Wrongness : slope).ByRandomProjection().Run();
        Assert.That(report.Count(Verdict.Wrong), Is.EqualTo(8), report.ToString);
    }

    [Test]
    public void Two_entries_wrong_by_the_same_size_and_opposite_signs_show()
    {
        var report = Powers(10, (i, slope) => i switch { 2 => slope + Wrongness, 7 => slope - Wrongness, _ => slope })
            .ByRandomProjection().Run();
        Assert.That(report.Count(Verdict.Wrong), Is.EqualTo(8), report.ToString);
    }

    [Test]
    public void The_report_says_what_it_cannot_see_and_sees_more_than_that()
    {
        var blind = Powers(10, (_, slope) => slope).ByRandomProjection(3).Run().Blind;
        Assert.That(blind[0], Does.Contain("which entry"));
        Assert.That(blind[1], Is.EqualTo("a mistake that is orthogonal to all 3 directions drawn for its tensor;"));
        Assert.That(blind[2], Does.StartWith("a single entry of x that is wrong by less than "));
        var least = double.Parse(
            blind[2].Split(' ')[^1].TrimEnd(';'), System.Globalization.CultureInfo.InvariantCulture);
        Assert.That(least, Is.LessThan(Wrongness));
        // The bound is printed with one digit: the next larger number of one digit is above it for certain.
        Assert.That(
            Powers(10, (i, slope) => i == 3 ? slope + 2 * least : slope).ByRandomProjection(3).Run().Passed, Is.False);
        Assert.That(
            Powers(10, (i, slope) => i == 3 ? slope + least / 100 : slope).ByRandomProjection(3).Run().Passed, Is.True);
    }

    [Test]
    public void One_forward_pass_on_dual_numbers_gives_the_derivative_along_all_entries_of_a_tensor()
    {
        var calls = new List<int>();
        var report = GradientCheck.Of(new CountingDense<double>(Dense(), calls)).At(DenseInput)
            .ByRandomProjection(5).Run();
        Assert.That(report.Passed, report.ToString);
        const int Tensors = 3;
        Assert.That(calls, Has.Count.EqualTo(5 * Tensors + 2),
            "and one at the start, of the one worker that is needed, and one to see that the copy is the same "
            + "function");
    }

    [Test]
    public void A_check_leaves_parameters_and_input_exactly_as_they_were([Values] bool withDualNumbers)
    {
        var (layer, x) = (Dense(), Normal(13, 4, 7));
        Tensor<double>[] tensors = [.. layer.Parameters.Select(p => p.Value), x];
        var before = tensors.Select(t => t.Values.ToArray()).ToArray();
        GradientCheck.Of(layer).At(x).WithDualNumbers(withDualNumbers).ByRandomProjection().Verify();
        Assert.That(tensors.Select(t => t.Values.ToArray()), Is.EqualTo(before));
    }

    [Test]
    public void It_cannot_be_split_and_needs_a_direction()
    {
        Assert.That(
            () => GradientCheck.Of(Dense()).At(DenseInput).ByRandomProjection().Run(new CheckShard(1, 2)),
            Throws.InvalidOperationException.With.Message.Contains("cannot be split"));
        Assert.That(
            () => GradientCheck.Of(Dense()).ByRandomProjection(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    /// <summary>Σ xᵢ³ of n numbers, whose slopes 3xᵢ² are changed before they are checked.</summary>
    private static GradientCheck Powers(int n, Func<int, double, double> spoil) => GradientCheck.Of(
        x => x.Sum(v => v * v * v), x => [.. x.Select((v, i) => spoil(i, 3 * v * v))]).At(n);

    private static void IsRejected(GradientCheck check)
    {
        foreach (var withDualNumbers in new[] { false, true })
        {
            var report = check.WithDualNumbers(withDualNumbers).ByRandomProjection().Run();
            Assert.That(report.Count(Verdict.Wrong), Is.Positive, report.ToString);
        }
    }

    /// <summary>A dense layer that notes every forward pass on dual numbers.</summary>
    private sealed class CountingDense<T>(Layer<T> dense, List<int> calls) : Layer<T>
        where T : IFloatingPointIeee754<T>
    {
        public override IReadOnlyList<Parameter<T>> Parameters => dense.Parameters;

        public override Shape OutputShape(Shape x) => dense.OutputShape(x);

        public override void Forward(Tensor<T> x, Tensor<T> y)
        {
            if (typeof(T) == typeof(Dual))
                lock (calls) calls.Add(calls.Count);
            dense.Forward(x, y);
        }

        public override void Backward(
            Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, ReadOnlySpan<Tensor<T>> gradients) =>
            dense.Backward(x, y, dy, dx, gradients);

        public override Layer<U>? Over<U>() => new CountingDense<U>(dense.Over<U>()!, calls);
    }
}
