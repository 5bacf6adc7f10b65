using CnnVerified.Verification.Tests.RightLayers;

namespace CnnVerified.Verification.Tests.DoubleDoubles;

/// <summary>
/// Right gradients are within what double can lose, also where it loses nearly everything; wrong ones are far outside.
/// </summary>
[Parallelizable]
public class PreciseGradientTests
{
    private const double FarOutside = 1e6;

    private static Tensor<double> Row(params double[] values) => new(new Shape(1, values.Length), values);

    private static Dense<double> Identity => new(new(new Shape(1, 1), 1), new(new Shape(1)));

    private static readonly double[] Ends = [-700, -40, -30, -10, 10, 30, 36.5, 40, 60, 700];

    private static readonly (string Name, Origin Origin)[] Cases =
    [
        ("sigmoid", Of(new Sigmoid<double>(), Row(Ends))),
        ("tanh", Of(new Tanh<double>(), Row(Ends))),
        ("softmax", Of(new Softmax<double>(), Row(300, 299.5, 260, -300, 0))),
        ("softmax of equal logits", Of(new Softmax<double>(), Row(300, 300, 300))),
        ("softmax cross-entropy", new(new(), new SoftmaxCrossEntropy<double>(), Row(90, 50, -20), Row(1, 0, 0))),
        .. new[] { 25, 28, 31, 34, 40.0 }.Select(z => ($"sigmoid and binary cross-entropy at {z}", new Origin(
            new(Identity, new Sigmoid<double>()), new BinaryCrossEntropy<double>(), Row(z), Row(0)))),
        ("equal weights, whose sum cancels", new(
            new(new Dense<double>(new(new Shape(3, 2), .1, .1, .1, .1, .1, .1), new(new Shape(3), .1, .1, .1))),
            new SoftmaxCrossEntropy<double>(), Row(0.3, -0.7), Row(1, 0, 0))),
    ];

    private static IEnumerable<TestCaseData> Saturated =>
        Cases.Select((one, k) => new TestCaseData(k).SetArgDisplayNames(one.Name));

    [TestCaseSource(nameof(Saturated))]
    public void Right_gradients_of_saturated_and_cancelling_code_are_within_the_tolerance(int number) =>
        AssertRight(Cases[number].Origin);

    [TestCase(0u, 0)]
    [TestCase(3u, 0)]
    [TestCase(7u, 49)]
    public void All_gradients_of_the_original_network_are_within_the_tolerance(uint seed, int image)
    {
        var images = DataSet.ZerosAndOnes.Training;
        AssertRight(new Origin(
            Networks.Original(new NumPyRandom(seed), Initialization.Original), new BinaryCrossEntropy<double>(),
            images.Image<double>(image), images.Target<double>(image)));
    }

    [Test]
    public void A_tolerance_is_what_is_lost_and_no_more()
    {
        var (sigmoid, tanh) = (Of(new Sigmoid<double>(), Row(40)), Of(new Tanh<double>(), Row(10)));
        var lost = PreciseGradient.Of(sigmoid)!.At(0, 0)!.Value;
        Assert.That(lost.Value, Is.EqualTo(Math.Exp(-40)).Within(1).Ulps);
        Assert.That(lost.Tolerance, Is.GreaterThan(lost.Value));
        var slope = PreciseGradient.Of(tanh)!.At(0, 0)!.Value;
        Assert.That(slope.Tolerance / slope.Value, Is.LessThan(Tolerances.Resolution));
    }

    /// <summary>All but one that acts at ties alone, where nothing is known.</summary>
    private static IEnumerable<PlantedBug> WithAWrongGradient =>
        Catalogue.All.Where(bug => bug.Named is not null && bug.Name != "max-pool-all-winners");

    [TestCaseSource(nameof(WithAWrongGradient))]
    public void Planted_bugs_are_far_outside(PlantedBug bug)
    {
        var specimen = Specimens.Draw(bug.Breaks, GeometryClass.Discriminating, seed: 1).With(bug);
        var origin = new Origin(
            specimen.Layer is null ? new() : new(specimen.Layer), specimen.Loss, specimen.X, specimen.Upstream);
        if (Excesses(origin) is { } excesses) Assert.That(excesses.Max(), Is.GreaterThan(FarOutside));
    }

    [Test]
    public void Nothing_is_known_at_a_kink()
    {
        var atZero = PreciseGradient.Of(Of(new ReLU<double>(), Row(1, 0, -1)))!;
        Assert.That(Enumerable.Range(0, 3).Select(entry => atZero.At(0, entry) is null),
            Is.EqualTo(new[] { false, true, false }));
        var tied = new Tensor<double>(new Shape(1, 1, 1, 2), 0.7, 0.7);
        Assert.That(PreciseGradient.Of(Of(new MaxPooling<double>((1, 2)), tied))!.At(0, 0), Is.Null);
    }

    [TestCase(1, true)]
    [TestCase(1 + 1e-5, false)]
    public void A_mistake_of_a_steep_function_beside_a_number_that_hides_it_is_refuted(double factor, bool isRight)
    {
        var network = new Network<DoubleDouble>(
            new Dense<DoubleDouble>(new(new Shape(1, 1), 3e3), new(new Shape(1), -3e3 + 0.5)), new Tanh<DoubleDouble>(),
            new Dense<DoubleDouble>(new(new Shape(1, 1), 1e-3), new(new Shape(1), 1e17)));
        DoubleDouble claimed = factor * 3 / Math.Pow(Math.Cosh(0.5), 2);
        Assert.That(new PreciseDifferences(network, null, Row(1), Row(1)).Prove(4, 0, claimed, 0), Is.EqualTo(isRight));
    }

    [TestCase(1, true)]
    [TestCase(100, false)]
    public void A_tiny_derivative_is_not_known_to_be_another_that_is_tiny(double factor, bool isRight)
    {
        var network = new Network<DoubleDouble>(
            new Dense<DoubleDouble>(new(new Shape(1, 1), 1), new(new Shape(1))), new Sigmoid<DoubleDouble>());
        DoubleDouble claimed = factor * Math.Exp(-56);
        Assert.That(
            new PreciseDifferences(network, null, Row(56), Row(1)).Prove(2, 0, claimed, 0), Is.EqualTo(isRight));
    }

    [Test]
    public void Zero_is_known_where_nothing_moves_beside_a_kink()
    {
        var x = Row(0, -1.7, 0.3);
        var precise = PreciseGradient.Of(
            new(new(new ReLU<double>(), new Tanh<double>()), null, x, Row(0.1, 0.7, -1.3)))!;
        Assert.That((precise.At(0, 0), precise.At(0, 1)?.Value), Is.EqualTo(((PreciseDerivative?)null, 0.0)));
    }

    [Test]
    public void Nothing_is_known_where_the_backward_pass_is_wrong_in_every_precision() =>
        Assert.That(PreciseGradient.Of(Of(new WrongSquare<double>(), Row(1, 2, 3)))!.At(0, 0), Is.Null);

    [Test]
    public void There_is_none_of_code_for_one_scalar() =>
        Assert.That(PreciseGradient.Of(Of(new DoubleLayer(new Tanh<double>()), Row(1, 2, 3))), Is.Null);

    [TestCase(0, ExpectedResult = true)]
    [TestCase(1e-6, ExpectedResult = false)]
    public bool One_entry_of_a_thousand_that_is_off_by_a_millionth_refutes(double off)
    {
        var (weights, x) = (Draw.Normal(new Shape(4, 250), 1), Draw.Normal(new Shape(1, 250), 2));
        var dy = Draw.Normal(new Shape(1, 4), 3);
        var gradient = new Tensor<DoubleDouble>(weights.Shape);
        for (var i = 0; i < 1000; i++) gradient[i] = (DoubleDouble)dy[i / 250] * x[i % 250];
        gradient[333] *= 1 + off;
        var network = new Network<DoubleDouble>(new Dense<double>(weights, new(new Shape(4))).Over<DoubleDouble>());
        return new PreciseDifferences(network, null, x, dy).Prove(0, gradient, new double[1000]);
    }

    private static Origin Of(Layer<double> layer, Tensor<double> x) =>
        new(new(layer), null, x, x.Shape.Count == 1 ? Row(1) : Draw.Normal(layer.OutputShape(x.Shape), 5));

    private static void AssertRight(Origin origin) => Assert.That(Excesses(origin), Is.All.LessThanOrEqualTo(1));

    /// <summary>How many tolerances each entry of the gradient in double is off: NaN where that is not known.</summary>
    private static List<double>? Excesses(Origin origin)
    {
        var subject = origin.Loss is null
            ? Subject.Of("layer", origin.Network, origin.X, origin.Upstream)
            : Subject.Of("loss", origin.Network, origin.Loss, origin.X, origin.Upstream);
        if (PreciseGradient.Of(origin) is not { } precise) return null;
        var excesses = new List<double>();
        foreach (var (variable, analytic) in subject.Variables.Select(variable => variable.Analytic).Index())
            for (var i = 0; i < analytic.Shape.Count; i++)
                excesses.Add(precise.At(variable, i) is { } exact
                    ? Math.Abs(analytic[i] - exact.Value) / exact.Tolerance : double.NaN);
        return excesses;
    }

    /// <summary>y = x² with half of its slope.</summary>
    private sealed class WrongSquare<T> : Activation<T> where T : IFloatingPointIeee754<T>
    {
        public override T Value(T x) => x * x;

        public override T Slope(T x, T y) => x;

        public override Layer<U> Over<U>() => new WrongSquare<U>();
    }
}
